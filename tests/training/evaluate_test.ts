import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { firstOf, wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, networkGraph, planNetwork } from "../../lib/graph/mod.ts";
import { openExecutor, withWorkspace } from "../../lib/engine/mod.ts";
import { allPaths, type Paths } from "../../lib/space/mod.ts";
import { logSoftmax } from "../../lib/stats/mod.ts";
import { initialiseRunning } from "../../lib/training/running.ts";
import { type EvaluationTask, openEvaluator } from "../../lib/training/mod.ts";
import { everyImage, images, normalisation, runtime, shape, space } from "./tiny.ts";

const data = { ...wholeSubset("scoring", images), normalisation };
const plan = planNetwork(space, shape);
const weights = new Float32Array(plan.length);
initialise(weights, plan.segments, 5);

const task: EvaluationTask = {
  network: { space, shape, holds: "all paths" },
  weights,
  statistics: undefined,
  data,
  batchSize: 20,
};
const architecture: Paths = [{ inputs: [1], operations: [1] }, { inputs: [0, 2], operations: [0, 5] }];

function evaluate(task: EvaluationTask, paths: Paths) {
  const evaluator = openEvaluator(runtime, task);
  try {
    return evaluator.evaluate(paths);
  } finally {
    evaluator.close();
  }
}

/** Logits of 20 images, [20, 2], with the pixels normalised by hand, by TensorFlow's kernels. */
function logitsOf(indices: Uint32Array, paths: Paths, fixed?: Float32Array): ArrayLike<number> {
  const values = Float32Array.from(
    [...indices].flatMap((index) => [...images.pixels.subarray(64 * index, 64 * (index + 1))]),
    (pixel) => (pixel / 255 - 0.3) / 0.2,
  );
  return withWorkspace({ ...runtime, native: false }, (ws) => {
    const batch = {
      images: ws.floats([indices.length, 8, 8, 1], values),
      labels: ws.integers([indices.length], new Int32Array(indices.length)),
    };
    return openExecutor(ws, plan, weights, fixed).infer(networkGraph(plan, paths), batch).logits;
  });
}

/** Hits and total loss over batches of 20 of the first 60 images. */
function byHand(paths: Paths, fixed?: Float32Array): { accuracy: number; loss: number } {
  let [hits, loss] = [0, 0];
  for (let batch = 0; batch < 3; batch++) {
    const indices = everyImage.subarray(20 * batch, 20 * (batch + 1));
    const logits = logitsOf(indices, paths, fixed);
    indices.forEach((index, i) => {
      const label = images.labels[index]!;
      const margin = logits[2 * i + label]! - logits[2 * i + 1 - label]!;
      if (margin > 0) hits++;
      loss += Math.log1p(Math.exp(-margin));
    });
  }
  return { accuracy: hits / 60, loss: loss / 60 };
}

Deno.test("evaluate() counts hits and averages the loss over whole batches; what is left over is dropped", () => {
  for (const paths of [allPaths(space), architecture]) {
    // 64 images make three batches of 20.
    const { accuracy, loss } = evaluate(task, paths);
    const expected = byHand(paths);
    assertEquals(accuracy, expected.accuracy);
    assertAlmostEquals(loss, expected.loss, 1e-5);
    assertEquals(evaluate({ ...task, data: firstOf(data, 60) }, paths), { accuracy, loss });
  }
});

Deno.test("evaluate() normalises with fixed statistics where it is given some", () => {
  const statistics = new Float32Array(plan.statisticsLength);
  initialiseRunning(statistics, plan.norms);
  const { accuracy, loss } = evaluate({ ...task, statistics }, architecture);
  const expected = byHand(architecture, statistics);
  assertEquals(accuracy, expected.accuracy);
  assertAlmostEquals(loss, expected.loss, 1e-5 * (1 + expected.loss));
  assert(Math.abs(loss - evaluate(task, architecture).loss) > 1e-3);
});

Deno.test("evaluate() gives the same bits again, whatever was evaluated between", () => {
  const evaluator = openEvaluator(runtime, task);
  const first = evaluator.evaluate(architecture);
  evaluator.evaluate(allPaths(space));
  assertEquals(evaluator.evaluate(architecture), first);
  evaluator.close();
  assertEquals(evaluate(task, architecture), first);
});

Deno.test("predict() gives the logits of all whole batches, in the order of the images", () => {
  const evaluator = openEvaluator(runtime, task);
  for (const paths of [allPaths(space), architecture]) {
    const predictions = evaluator.predict(paths);
    // 60 of 64 images, two classes.
    assertEquals(predictions.length, 60 * 2);
    for (let batch = 0; batch < 3; batch++) {
      const expected = logitsOf(everyImage.subarray(20 * batch, 20 * (batch + 1)), paths);
      for (let at = 0; at < expected.length; at++) {
        assertAlmostEquals(predictions[40 * batch + at]!, expected[at]!, 1e-4);
      }
    }
  }
  evaluator.close();
});

Deno.test("predict() and evaluate() say the same of a network, in any order", () => {
  const evaluator = openEvaluator(runtime, task);
  const predictions = evaluator.predict(architecture);
  const { accuracy, loss } = evaluator.evaluate(architecture);
  const logs = logSoftmax(predictions, 2);
  const labels = [...everyImage.subarray(0, 60)].map((index) => images.labels[index]!);
  const hits = labels.filter((label, image) => logs[2 * image + label]! > logs[2 * image + 1 - label]!);
  assertEquals(accuracy, hits.length / 60);
  const total = labels.reduce((sum, label, image) => sum - logs[2 * image + label]!, 0);
  assertAlmostEquals(loss, total / 60, 1e-5);
  evaluator.predict(allPaths(space));
  assertEquals(evaluator.predict(architecture), predictions);
  evaluator.close();
});

Deno.test("predict() normalises with fixed statistics where it is given some", () => {
  const statistics = new Float32Array(plan.statisticsLength);
  initialiseRunning(statistics, plan.norms);
  const evaluator = openEvaluator(runtime, { ...task, statistics });
  const predictions = evaluator.predict(architecture);
  evaluator.close();
  const expected = logitsOf(everyImage.subarray(0, 20), architecture, statistics);
  for (let at = 0; at < expected.length; at++) {
    assertAlmostEquals(predictions[at]!, expected[at]!, 1e-4 * (1 + Math.abs(expected[at]!)));
  }
});

Deno.test("evaluate() with every path dropped gives the bias's class to all images", () => {
  const nothing = allPaths(space).map(() => ({ inputs: [], operations: [] }));
  // The biases are 0: class 0 is the first largest, and every other image has it. The loss is log 2.
  const { accuracy, loss } = evaluate(task, nothing);
  assertEquals(accuracy, 0.5);
  assertAlmostEquals(loss, Math.LN2, 1e-6);
});

Deno.test("openEvaluator() refuses fewer images than a batch has", () => {
  const few = { ...task, data: firstOf(data, 19) };
  assertThrows(() => openEvaluator(runtime, few), RangeError, "Cannot evaluate on 19 images: expected 20");
});

Deno.test("close() frees all that openEvaluator() made", () => {
  const before = runtime.binding.getNumOfTensors();
  evaluate(task, architecture);
  assertEquals(runtime.binding.getNumOfTensors(), before);
});
