/** What the kernels promise, at the sizes that the benchmark times and the experiments train. */
import { planOf } from "../../lib/graph/mod.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { makeCase, type SizeName } from "../../bench/case.ts";
import { openPool } from "../../lib/workers/mod.ts";
import type { Runtime } from "../../lib/engine/mod.ts";
import { prng, uniform } from "../../lib/random.ts";
import { openCheckpoints } from "../../lib/runs/mod.ts";
import {
  localRunner,
  makeBuffers,
  openTrainee,
  poolRunner,
  train,
  type TrainingTask,
} from "../../lib/training/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { runtime } from "./tiny.ts";

const worker = new URL("../../lib/training/worker.ts", import.meta.url);
const sizes: readonly SizeName[] = ["pilot", "small", "cifar", "cifar-16"];

/** The first ghost batch's loss and gradient at some weights; where it has none it is 0. */
function ghostBatch(runtime: Runtime, task: TrainingTask, weights: Float32Array) {
  const plan = planOf(task.network);
  const buffers = makeBuffers(runtime, plan, task.settings.ghosts.count);
  buffers.weights.set(weights);
  const trainee = openTrainee(runtime, task, buffers);
  trainee.ghostStep(0, 0);
  trainee.close();
  const gradient = new Float64Array(plan.length);
  plan.segments.forEach(({ offset, size }, index) => {
    if (buffers.uses[index] === 1) gradient.set(buffers.gradients.subarray(offset, offset + size), offset);
  });
  return { loss: buffers.losses[0]!, gradient };
}

const length = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** A short training at a size, with all that goes into a step. */
function shortTask(size: SizeName): TrainingTask {
  const { task: { dropped: task } } = makeCase(size, 1);
  return { ...task, settings: { ...task.settings, steps: 3, augmentation: { flip: true, crop: 4 } } };
}

for (const size of sizes) {
  const { task, weights } = makeCase(size, 1);

  Deno.test(`a ghost batch of ${size} has TensorFlow's loss and gradient`, () => {
    for (const drop of ["dropped", "allOn"] as const) {
      const ours = ghostBatch(runtime, task[drop], weights);
      const theirs = ghostBatch({ ...runtime, native: false }, task[drop], weights);
      const apart = length(ours.gradient.map((value, at) => value - theirs.gradient[at]!));
      assert(Math.abs(ours.loss - theirs.loss) < 1e-5, `losses ${ours.loss} and ${theirs.loss}`);
      // One value on the other side of a ReLU's kink moves the gradient by up to about this.
      assert(apart < 1e-2 * length(ours.gradient), `${drop}: ${apart} of ${length(ours.gradient)}`);
    }
  });

  Deno.test(`a ghost batch of ${size} has the slope that central differences find`, () => {
    const { gradient } = ghostBatch(runtime, task.allOn, weights);
    const rng = prng(1, "direction");
    // Along the gradient, where the loss changes most, and off it by as much.
    const noise = gradient.map(() => uniform(rng) - 0.5);
    const [long, loud] = [length(gradient), length(noise)];
    const direction = gradient.map((value, at) => value / long + noise[at]! / loud);
    const lossAt = (step: number) =>
      ghostBatch(runtime, task.allOn, weights.map((value, at) => value + step * direction[at]!)).loss;
    const slope = gradient.reduce((sum, value, at) => sum + value * direction[at]!, 0);
    const found = (lossAt(1e-3) - lossAt(-1e-3)) / 2e-3;
    assert(Math.abs(found - slope) < 0.02 * Math.abs(slope), `found ${found}, the gradient says ${slope}`);
  });

  Deno.test(`a training at ${size} has the same bits in one worker and in two, and goes on to them after a stop`, async () => {
    const short = shortTask(size);
    const local = await train(runtime, short, (buffers) => localRunner(runtime, short, buffers));
    for (const workers of [1, 2]) {
      const pool = openPool(worker, workers);
      try {
        const pooled = await train(runtime, short, (buffers) => poolRunner(runtime, pool, short, buffers));
        assert(same(pooled.weights, local.weights), `${workers} workers`);
      } finally {
        pool.close();
      }
    }
    await inFolder(async (folder) => {
      const checkpoints = () => openCheckpoints(`${folder}/half`, size);
      let steps = 0;
      const stopped = train(runtime, short, (buffers) => {
        const runner = localRunner(runtime, short, buffers);
        return {
          ...runner,
          run(step) {
            if (++steps === 3) throw new RangeError("stopped half-way");
            return runner.run(step);
          },
        };
      }, { checkpoints: checkpoints(), checkpointSeconds: 0 });
      await assertRejects(() => stopped, RangeError, "stopped half-way");
      assertEquals((await checkpoints().load())?.step, 2);
      const runner = { checkpoints: checkpoints() };
      const resumed = await train(runtime, short, (buffers) => localRunner(runtime, short, buffers), runner);
      assert(same(resumed.weights, local.weights));
      assertEquals(resumed.curve, local.curve);
    });
  });
}

function same(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
