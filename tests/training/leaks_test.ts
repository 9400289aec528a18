import { assert, assertEquals } from "@std/assert";
import { wholeSubset } from "../../lib/datasets/mod.ts";
import { allPaths } from "../../lib/space/mod.ts";
import { localRunner, openEvaluator, train } from "../../lib/training/mod.ts";
import { images, normalisation, runtime, shape, space, taskWith } from "./tiny.ts";

Deno.test("1,000 training steps and 1,000 evaluations leave no tensor behind and memory flat", async () => {
  const { tf, binding } = runtime;
  const counts = () => [tf.memory().numTensors, binding.getNumOfTensors()];
  const before = counts();
  const task = taskWith({ steps: 1000 });
  const training: number[] = [];
  const { weights } = await train(runtime, task, (buffers) => localRunner(runtime, task, buffers), {
    onProgress: () => void training.push(Deno.memoryUsage().rss),
  });
  assertEquals(counts(), before);

  const evaluator = openEvaluator(runtime, {
    network: { space, shape, holds: "all paths" },
    weights,
    statistics: undefined,
    data: { ...wholeSubset("scoring", images), normalisation },
    batchSize: 32,
  });
  evaluator.evaluate(allPaths(space)); // parameters become tensors when they are first asked for
  const open = counts();
  const evaluating: number[] = [];
  for (let round = 0; round < 1000; round++) {
    evaluator.evaluate(allPaths(space));
    if (round % 5 === 0) evaluating.push(Deno.memoryUsage().rss);
  }
  assertEquals(counts(), open);
  evaluator.close();
  assertEquals(counts(), before);

  // Each after its own first fifth: evaluation has larger batches and takes more at once. 40 MiB over 800 steps are
  // 50 kB a step, six of its hundreds of images of 8 kB. JavaScript's own heap breathes by some megabytes.
  for (const [what, resident] of Object.entries({ training, evaluating })) {
    const later = resident.slice(resident.length / 5);
    const growth = (later.at(-1)! - later[0]!) / 2 ** 20;
    assert(growth < 40, `${what} grew by ${growth.toFixed(1)} MiB`);
  }
});
