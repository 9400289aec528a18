import { assert, assertEquals } from "@std/assert";
import { allPaths } from "../../lib/space/mod.ts";
import { localRunner, openEvaluator, train } from "../../lib/training/mod.ts";
import { everyImage, images, normalisation, runtime, shape, space, taskWith } from "./tiny.ts";

Deno.test("1,000 training steps and 1,000 evaluations leave no tensor behind and memory flat", async () => {
  const { tf, binding } = runtime;
  const counts = () => [tf.memory().numTensors, binding.getNumOfTensors()];
  const before = counts();
  const task = taskWith({ steps: 1000 });
  const resident: number[] = [];
  const { weights } = await train(runtime, task, (buffers) => localRunner(runtime, task, buffers), {
    onProgress: () => void resident.push(Deno.memoryUsage().rss),
  });
  assertEquals(counts(), before);

  const evaluator = openEvaluator(runtime, {
    space,
    shape,
    architecture: undefined,
    weights,
    statistics: undefined,
    images,
    indices: everyImage,
    batchSize: 32,
    normalisation,
  });
  evaluator.evaluate(allPaths(space)); // parameters become tensors when they are first asked for
  const open = counts();
  for (let round = 0; round < 1000; round++) {
    evaluator.evaluate(allPaths(space));
    if (round % 5 === 0) resident.push(Deno.memoryUsage().rss);
  }
  assertEquals(counts(), open);
  evaluator.close();
  assertEquals(counts(), before);

  // After the first tenth. JavaScript's own heap breathes by some megabytes; a leak of one of the smallest images a
  // step (8 kB) would be 8 MB in a thousand steps, of all tensors of a step several hundred.
  const later = resident.slice(resident.length / 10);
  const growth = (later.at(-1)! - later[0]!) / 2 ** 20;
  assert(growth < 40, `grew by ${growth.toFixed(1)} MiB`);
});
