import { assert, assertEquals } from "@std/assert";
import { firstOf, wholeSubset } from "../../lib/datasets/mod.ts";
import type { Paths } from "../../lib/space/mod.ts";
import { localRunner, openEvaluator, train, trainStandAlone } from "../../lib/training/mod.ts";
import { aloneTask, images, normalisation, runtime } from "./tiny.ts";

const architecture: Paths = [{ inputs: [1], operations: [1] }, { inputs: [0, 2], operations: [0, 5] }];
const data = { ...wholeSubset("stand-alone", images), normalisation };
const evaluation = { data: firstOf(data, 32), batchSize: 16 };

for (const statistics of ["batch", "running"] as const) {
  Deno.test(`trainStandAlone() evaluates what train() leaves, with the statistics of the ${statistics}`, async () => {
    const training = aloneTask(architecture, { steps: 30, statistics }, 4);
    const before = runtime.binding.getNumOfTensors();
    const done: number[] = [];
    const { accuracy, loss, curve } = await trainStandAlone(
      runtime,
      { training, evaluation },
      (step) => done.push(step),
    );
    assertEquals(runtime.binding.getNumOfTensors(), before);
    assertEquals(done, Array.from({ length: 30 }, (_, step) => step + 1));

    const trained = await train(runtime, training, (buffers) => localRunner(runtime, training, buffers));
    assertEquals(curve, trained.curve);
    const evaluator = openEvaluator(runtime, {
      network: training.network,
      weights: trained.weights,
      statistics: statistics === "running" ? trained.statistics : undefined,
      ...evaluation,
    });
    assertEquals(evaluator.evaluate(architecture), { accuracy, loss });
    evaluator.close();
    // It has the parameters of its own paths only.
    assert(trained.plan.segments.every(({ name }) => !name.includes("sep5") && !name.includes("conv7")));
  });
}
