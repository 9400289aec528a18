import { assert, assertEquals } from "@std/assert";
import { firstOf, wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, planNetwork } from "../../lib/graph/mod.ts";
import { sharedFloats } from "../../lib/engine/mod.ts";
import { parseArchitecture } from "../../lib/space/mod.ts";
import { evaluateRemeasured, openEvaluator, type RemeasureTask } from "../../lib/training/mod.ts";
import { images, normalisation, runtime, shape, space } from "./tiny.ts";

const plan = planNetwork(space, shape);
const weights = sharedFloats(runtime, plan.length);
initialise(weights, plan.segments, 1);
const paths = parseArchitecture(space, "c2+c1>sep3+max3|c1+b0>conv7+identity");
const other = parseArchitecture(space, "c2>identity|b0>sep5");
const measured = { ...wholeSubset("training", images), normalisation };
const task: RemeasureTask = {
  network: { space, shape, holds: "all paths" },
  ...{ weights, paths, measured },
  data: { ...wholeSubset("scoring", images), normalisation },
  batchSize: images.count,
};

Deno.test("evaluateRemeasured() on one batch of the same images is the evaluation by that batch's own statistics", () => {
  const { paths: _, measured: __, ...evaluation } = task;
  const evaluator = openEvaluator(runtime, { ...evaluation, statistics: undefined });
  try {
    for (const paths of [task.paths, other]) {
      const found = evaluateRemeasured(runtime, { ...task, paths });
      const { accuracy, loss } = evaluator.evaluate(paths);
      assertEquals(found.accuracy, accuracy);
      assert(Math.abs(found.loss - loss) < 1e-4, `${found.loss} and ${loss}`);
    }
  } finally {
    evaluator.close();
  }
});

Deno.test("evaluateRemeasured() measures on the images that it is given, not on those it evaluates on", () => {
  const batchSize = 16;
  const half = evaluateRemeasured(runtime, { ...task, batchSize, measured: firstOf(measured, 16) });
  const whole = evaluateRemeasured(runtime, { ...task, batchSize });
  assert(half.loss !== whole.loss);
  // The same statistics whatever the part that is evaluated, so an image's answer does not depend on its batch.
  const alone = [0, 1].map((place) => {
    const indices = measured.indices.subarray(32 * place, 32 * (place + 1));
    return evaluateRemeasured(runtime, { ...task, batchSize, data: { ...task.data, indices } });
  });
  assert(Math.abs((alone[0]!.loss + alone[1]!.loss) / 2 - whole.loss) < 1e-6);
});
