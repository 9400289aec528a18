import { assertEquals, assertRejects } from "@std/assert";
import { openPool } from "../../lib/engine/mod.ts";
import { planNetwork } from "../../lib/network/mod.ts";
import { initialise } from "../../lib/engine/mod.ts";
import { prng } from "../../lib/random.ts";
import { sampleArchitecture } from "../../lib/space/mod.ts";
import {
  type Evaluation,
  type EvaluationTask,
  openEvaluator,
  type StandAlone,
  type StandAloneTask,
  trainStandAlone,
} from "../../lib/training/mod.ts";
import { everyImage, images, normalisation, runtime, shape, space, taskWith } from "./tiny.ts";

const module = new URL("../../lib/training/worker.ts", import.meta.url);

Deno.test("workers evaluate and train stand-alone networks to the same bits as this thread", async () => {
  const plan = planNetwork(space, shape);
  const weights = new Float32Array(new SharedArrayBuffer(4 * plan.length));
  initialise(weights, plan.segments, 1);
  const evaluation = { images, indices: everyImage, batchSize: 16 };
  const task: EvaluationTask = {
    space,
    shape,
    architecture: undefined,
    weights,
    statistics: undefined,
    normalisation,
    ...evaluation,
  };
  const rng = prng(9, "architectures");
  const architectures = Array.from({ length: 5 }, () => sampleArchitecture(space, rng));
  const pool = openPool(module, 2);
  try {
    await pool.broadcast("openEvaluator", task);
    const found = await pool.map<typeof architectures, Evaluation[]>(
      "evaluate",
      architectures.map((one) => [one]),
    );
    await pool.broadcast("closeEvaluator", undefined);
    const evaluator = openEvaluator(runtime, task);
    assertEquals(found, architectures.map((one) => [evaluator.evaluate(one)]));
    evaluator.close();

    const tasks: StandAloneTask[] = architectures.slice(0, 2).map((architecture, index) => ({
      training: { ...taskWith({ dropout: { rate: 0, ramp: "none" } }, index), architecture },
      evaluation,
    }));
    const notes: unknown[] = [];
    const trained = await pool.map<StandAloneTask, StandAlone>("standAlone", tasks, {
      onNote: (note) => notes.push(note),
    });
    assertEquals(trained, await Promise.all(tasks.map((one) => trainStandAlone(runtime, one))));
    // One word for each of the 12 points of the two curves.
    assertEquals(notes.length, 24);

    await assertRejects(() => pool.call(0, "evaluate", architectures), Error, "Job failed in worker 0");
  } finally {
    pool.close();
  }
});
