/** A task with images of the wrong part is refused, by the type check and, as notebooks have none, when it runs. */
import { assertRejects, assertThrows } from "@std/assert";
import { type Part, type Prepared, wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, planNetwork } from "../../lib/graph/mod.ts";
import { allPaths } from "../../lib/space/mod.ts";
import {
  type EvaluationTask,
  localRunner,
  measureStatistics,
  type StandAloneTask,
  train,
  type TrainingTask,
} from "../../lib/training/mod.ts";
import { images, normalisation, runtime, shape, space, taskWith } from "./tiny.ts";

const subset = <P extends Part>(part: P): Prepared<P> => ({ ...wholeSubset(part, images), normalisation });
const others = [subset("scoring"), subset("stand-alone"), subset("test")] as const;

Deno.test("train() takes training images only", async () => {
  for (const data of others) {
    // @ts-expect-error: of another part
    const task: TrainingTask = { ...taskWith(), data };
    await assertRejects(
      () => train(runtime, task, (buffers) => localRunner(runtime, task, buffers)),
      TypeError,
      `Cannot train on images of the part "${data.part}": expected "training"`,
    );
  }
});

Deno.test("measureStatistics() takes training images only", () => {
  const architecture = allPaths(space);
  const plan = planNetwork(space, shape, architecture);
  const weights = new Float32Array(plan.length);
  initialise(weights, plan.segments, 1);
  for (const data of others) {
    const network = { space, shape, holds: architecture };
    const task = { network, weights, batchSize: 8, data };
    // @ts-expect-error: of another part
    const measure = () => measureStatistics(runtime, task, architecture);
    assertThrows(measure, TypeError, `"${data.part}": expected "training"`);
  }
});

Deno.test("evaluations say which part they are of", () => {
  const evaluation = (data: StandAloneTask["evaluation"]["data"]) => ({ data, batchSize: 8 });
  evaluation(subset("stand-alone"));
  evaluation(subset("test"));
  // @ts-expect-error: networks that were trained alone are not measured where candidates are scored
  evaluation(subset("scoring"));
  // @ts-expect-error: nor on what they were trained on
  evaluation(subset("training"));

  const scoring: Pick<EvaluationTask<"scoring">, "data"> = { data: subset("scoring") };
  // @ts-expect-error: the final test is another thing
  const test: Pick<EvaluationTask<"test">, "data"> = scoring;
  // @ts-expect-error: candidates are not scored on training images
  const training: typeof scoring = { data: subset("training") };
  void [test, training];
});
