import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openCheckpoints } from "../../lib/runs/mod.ts";
import {
  localRunner,
  train,
  type TrainingBuffers,
  type TrainingTask,
  type TrainOptions,
} from "../../lib/training/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { runtime, settings, taskWith } from "./tiny.ts";

const run = (task: TrainingTask, options: TrainOptions = {}) =>
  train(runtime, task, (buffers) => localRunner(runtime, task, buffers), options);

Deno.test("train() gives the same bits for the same seed, others for another", async () => {
  const first = await run(taskWith());
  const second = await run(taskWith());
  const other = await run(taskWith({}, 2));
  assertEquals(first.weights, second.weights);
  assertEquals(first.curve, second.curve);
  assertNotEquals(first.weights, other.weights);
});

Deno.test("train() learns to tell two easy classes apart", async () => {
  const { curve } = await run(taskWith({ steps: 60, dropout: { rate: 0, ramp: "none" } }));
  // Chance is 0.5; the classes differ by 100 grey levels over half of the image.
  assert(curve.at(-1)!.accuracy > 0.9, `found accuracy ${curve.at(-1)!.accuracy}`);
});

Deno.test("each trick switched off changes the training", async () => {
  const recipe = (await run(taskWith())).weights;
  const without = {
    "dropout": { dropout: { rate: 0, ramp: "none" } },
    "the ramp": { dropout: { rate: 0.1, ramp: "none" } },
    "a mask for each ghost batch": { ghosts: { ...settings.ghosts, masks: "batch" } },
    "decay of retained paths only": { decay: { strength: 1e-3, on: "all" } },
    "momentum": { momentum: 0 },
    "augmentation": { augmentation: { flip: false, crop: 0 } },
  } as const;
  for (const [trick, other] of Object.entries(without)) {
    assertNotEquals((await run(taskWith(other))).weights, recipe, `without ${trick}`);
  }
});

Deno.test("train() with running statistics trains the same weights and keeps averages", async () => {
  const batch = await run(taskWith());
  const running = await run(taskWith({ statistics: "running" }));
  assertEquals(running.weights, batch.weights);
  const { slot, scale } = running.plan.layout.norm("stem.norm", 0);
  const [mean, variance] = [slot, slot + scale.size].map((at) =>
    running.statistics.subarray(at, at + scale.size)
  );
  assert(mean!.some((value) => Math.abs(value) > 0.01), "the stem's means stayed 0");
  assert(variance!.every((value) => value > 0) && variance!.some((value) => Math.abs(value - 1) > 0.01));
  // Without: as initialised.
  assertEquals(batch.statistics[slot], 0);
  assertEquals(batch.statistics[slot + scale.size], 1);
});

Deno.test("train() goes on from a checkpoint to the same bits", async () => {
  await inFolder(async (folder) => {
    const task = taskWith({ statistics: "running" });
    const whole = await run(task);
    const checkpoints = openCheckpoints(`${folder}/half`, "a training");
    let step = 0;
    const stop = () => {
      if (++step === 7) throw new RangeError("stopped half-way");
    };
    await assertRejects(
      () => run(task, { checkpoints, checkpointSeconds: 0, onProgress: stop }),
      RangeError,
      "stopped half-way",
    );
    assertEquals((await openCheckpoints(`${folder}/half`, "a training").load())?.step, 6);
    const continued = await run(task, { checkpoints: openCheckpoints(`${folder}/half`, "a training") });
    assertEquals(continued.weights, whole.weights);
    assertEquals(continued.statistics, whole.statistics);
    assertEquals(continued.curve, whole.curve);
  });
});

Deno.test("train() ends with an error when the loss is no number", async () => {
  await assertRejects(
    () => run(taskWith({ learningRate: 1e30, clipNorm: 1e30, steps: 30 })),
    Error,
    "a smaller learning rate may help",
  );
});

Deno.test("train() ends with an error when the gradient is no number, though the loss is one", async () => {
  // As a ghost batch leaves it whose ReLU took the NaN of a broken path for a negative number.
  const broken = (buffers: TrainingBuffers) => ({
    run() {
      buffers.uses.fill(1);
      buffers.gradients[5] = NaN;
    },
    close() {},
  });
  await assertRejects(() => train(runtime, taskWith(), broken), Error, "a smaller learning rate may help");
});

Deno.test("train() refuses settings that are out of range before anything is made", async () => {
  const before = runtime.binding.getNumOfTensors();
  await assertRejects(() => run(taskWith({ steps: 0 })), RangeError, "steps = 0");
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
