import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { batchIndices, fillBatch } from "../../lib/datasets/mod.ts";
import { initialise, networkGraph, planOf, type Segment, segmentValues } from "../../lib/graph/mod.ts";
import { openExecutor, withWorkspace } from "../../lib/engine/mod.ts";
import { prng } from "../../lib/random.ts";
import type { Paths } from "../../lib/space/mod.ts";
import { ghostPaths } from "../../lib/tricks/mod.ts";
import { makeBuffers, openTrainee, sum, type TrainingTask } from "../../lib/training/mod.ts";
import { aloneTask, images, runtime, taskWith } from "./tiny.ts";

Deno.test("sum() adds in order", () => {
  assertEquals(sum([]), 0);
  assertEquals(sum([1e16, 1, -1e16]), 0);
});

Deno.test("makeBuffers() makes a slot for each ghost batch, in shared memory", () => {
  const plan = planOf(taskWith().network);
  const buffers = makeBuffers(runtime, plan, 3);
  assertEquals(buffers.weights.length, plan.length);
  assertEquals(buffers.gradients.length, 3 * plan.length);
  assertEquals(buffers.uses.length, 3 * plan.segments.length);
  assertEquals(buffers.statistics.length, 3 * plan.statisticsLength);
  assertEquals([buffers.losses.length, buffers.correct.length], [3, 3]);
  for (const buffer of Object.values(buffers) as Uint8Array[]) {
    assert(buffer.buffer instanceof SharedArrayBuffer && buffer.every((value) => value === 0));
  }
});

/** The buffers after one ghost batch. */
function after(task: TrainingTask, step: number, ghost: number) {
  const plan = planOf(task.network);
  const buffers = makeBuffers(runtime, plan, task.settings.ghosts.count);
  initialise(buffers.weights, plan.segments, task.seed);
  const trainee = openTrainee(runtime, task, buffers);
  trainee.ghostStep(step, ghost);
  trainee.close();
  const uses = buffers.uses.subarray(ghost * plan.segments.length, (ghost + 1) * plan.segments.length);
  return { plan, buffers, used: plan.segments.filter((_, index) => uses[index] === 1) };
}

Deno.test("ghostStep() writes to its own slots only", () => {
  const task = taskWith({ statistics: "running" });
  const { plan, buffers } = after(task, 5, 1);
  const slots = (values: ArrayLike<number>, length: number) =>
    [0, 1, 2].map((ghost) => Array.from(values).slice(ghost * length, (ghost + 1) * length).some(Boolean));
  assertEquals(slots(buffers.gradients, plan.length), [false, true, false]);
  assertEquals(slots(buffers.uses, plan.segments.length), [false, true, false]);
  assertEquals(slots(buffers.statistics, plan.statisticsLength), [false, true, false]);
  assertEquals(slots(buffers.losses, 1), [false, true, false]);
});

Deno.test("ghostStep() leaves the loss, the hits and the gradient of its images and paths", () => {
  const task = taskWith({}, 7);
  const { settings, seed } = task;
  const [step, ghost] = [9, 2];
  const { plan, buffers, used } = after(task, step, ghost);
  // The same images and paths, from the definitions.
  const batch = batchIndices(task.data.indices, { seed, batchSize: 12, step }).subarray(8, 12);
  const pixels = new Float32Array(4 * 64);
  const labels = new Int32Array(4);
  const rng = prng(seed, "augment", step, ghost);
  fillBatch(pixels, labels, images, batch, task.data.normalisation, {
    augmentation: settings.augmentation,
    rng,
  });
  const paths = ghostPaths(task.network.space, settings.dropout, settings.ghosts, {
    seed,
    step,
    steps: 12,
    ghost,
  });
  const outcome = (weights: Float32Array) =>
    withWorkspace({ ...runtime, native: false }, (ws) => {
      const batch = { images: ws.floats([4, 8, 8, 1], pixels), labels: ws.integers([4], labels) };
      const { logits } = openExecutor(ws, plan, weights).infer(networkGraph(plan, paths), batch);
      // Two classes: -log softmax is the logistic loss of the difference.
      const margins = Array.from(labels, (label, i) => logits[2 * i + label]! - logits[2 * i + 1 - label]!);
      const loss = margins.reduce((total, margin) => total + Math.log1p(Math.exp(-margin)), 0) / 4;
      return { loss, correct: margins.filter((margin) => margin > 0).length };
    });
  const { loss, correct } = outcome(buffers.weights);
  assertAlmostEquals(buffers.losses[ghost]!, loss, 1e-6);
  assertEquals(buffers.correct[ghost], correct);

  // Along the written gradient the mean loss must rise by its length. The step crosses few kinks and float32 rounds
  // the loss to 1e-7: hundredths of the slope.
  const gradient = new Float32Array(plan.length);
  for (const segment of used) {
    const slot = buffers.gradients.subarray(ghost * plan.length, (ghost + 1) * plan.length);
    segmentValues(gradient, segment).set(segmentValues(slot, segment));
  }
  const length = Math.hypot(...gradient);
  const at = (distance: number) =>
    outcome(buffers.weights.map((weight, i) => weight + distance * gradient[i]! / length)).loss;
  assertAlmostEquals((at(1e-3) - at(-1e-3)) / 2e-3 / length, 1, 0.05);
});

Deno.test("ghostStep() marks the segments of kept paths as used, those of an architecture always", () => {
  const architecture: Paths = [{ inputs: [1], operations: [1] }, { inputs: [2], operations: [5] }];
  const task = aloneTask(architecture, { dropout: { rate: 0.9, ramp: "none" } });
  const names = ({ used }: { used: readonly Segment[] }) => used.map(({ name }) => name);
  // A stand-alone network is never dropped from: all it has is used.
  const alone = after(task, 0, 0);
  assertEquals(names(alone), alone.plan.segments.map(({ name }) => name));

  const everything = after(taskWith({ dropout: { rate: 0, ramp: "none" } }), 0, 0);
  assertEquals(names(everything), everything.plan.segments.map(({ name }) => name));

  // At rate 0.9 a path into a node is dropped with a chance of 0.95 to 0.985: hardly any is left.
  const dropped = after(taskWith({ dropout: { rate: 0.9, ramp: "none" } }), 0, 0);
  assert(dropped.used.length < dropped.plan.segments.length / 2);
  assert(names(dropped).includes("head.bias"));
});

Deno.test("ghostStep() leaves no tensors", () => {
  const before = runtime.binding.getNumOfTensors();
  after(taskWith({ statistics: "running" }), 3, 0);
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
