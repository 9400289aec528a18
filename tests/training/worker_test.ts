import { assertEquals, assertRejects } from "@std/assert";
import { wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, planNetwork } from "../../lib/graph/mod.ts";
import { openPool } from "../../lib/workers/mod.ts";
import { prng } from "../../lib/random.ts";
import { allPaths, type Paths, sampleArchitecture } from "../../lib/space/mod.ts";
import { logSoftmax, symmetricKl } from "../../lib/stats/mod.ts";
import {
  type Divergence,
  type Evaluation,
  type EvaluationTask,
  openEvaluator,
  type StandAlone,
  type StandAloneTask,
  trainStandAlone,
} from "../../lib/training/mod.ts";
import { watchWorkers } from "../workers/watch_workers.ts";
import { aloneTask, images, normalisation, runtime, shape, space } from "./tiny.ts";

const klOfLogits = (p: ArrayLike<number>, q: ArrayLike<number>, classes: number): number =>
  symmetricKl(logSoftmax(p, classes), logSoftmax(q, classes), classes);

const module = new URL("../../lib/training/worker.ts", import.meta.url);

const plan = planNetwork(space, shape);
const weights = new Float32Array(new SharedArrayBuffer(4 * plan.length));
initialise(weights, plan.segments, 1);
const evaluation = { data: { ...wholeSubset("stand-alone", images), normalisation }, batchSize: 16 };
const task: EvaluationTask = {
  network: { space, shape, holds: "all paths" },
  weights,
  statistics: undefined,
  ...evaluation,
};
const rng = prng(9, "architectures");
const architectures = Array.from({ length: 5 }, () => sampleArchitecture(space, rng));

Deno.test("workers evaluate and train stand-alone networks to the same bits as this thread, killed or not", async () => {
  const evaluator = openEvaluator(runtime, task);
  const expected = architectures.map((one) => [evaluator.evaluate(one)]);
  evaluator.close();
  using workers = watchWorkers();
  const pool = openPool(module, 2);
  /** Kills the worker that has lived longest a moment after that many jobs have been given out. */
  const killAfter = (jobs: number) => () => {
    if (--jobs === 0) setTimeout(() => workers[0]!.terminate(), 1);
  };
  try {
    const opened = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
    for (const jobs of [0, 1, 4]) {
      const found = await pool.map<typeof architectures, Evaluation[]>(
        "evaluate",
        architectures.map((one) => [one]),
        { onStart: killAfter(jobs) },
      );
      assertEquals(found, expected);
    }
    // Workers that die idle are missed by the next job only.
    for (const idle of [...workers]) idle.terminate();
    assertEquals(await pool.call(1, "evaluate", architectures), expected.flat());
    await opened.close();

    const tasks: StandAloneTask[] = architectures.slice(0, 2).map((architecture, index) => ({
      training: aloneTask(architecture, {}, index),
      evaluation,
    }));
    const alone = await Promise.all(tasks.map((one) => trainStandAlone(runtime, one)));
    assertEquals(await pool.map<StandAloneTask, StandAlone>("standAlone", tasks), alone);
    const killed = await pool.map<StandAloneTask, StandAlone>("standAlone", tasks, { onStart: killAfter(2) });
    assertEquals(killed, alone);

    await assertRejects(() => pool.call(0, "evaluate", architectures), Error, "Job failed in worker 0");
  } finally {
    pool.close();
  }
});

Deno.test("workers predict to the same bits as this thread, and diverge as symmetricKl() says", async () => {
  const evaluator = openEvaluator(runtime, task);
  const reference = evaluator.predict(allPaths(space));
  const expected = architectures.map((one) => evaluator.predict(one));
  evaluator.close();
  const { classes } = shape;
  const counts = [64, 16, 1];
  const divergences = expected.map((logits) =>
    counts.map((count) =>
      klOfLogits(
        logits.subarray(0, count * classes),
        reference.subarray(0, count * classes),
        classes,
      )
    )
  );
  using workers = watchWorkers();
  const pool = openPool(module, 2);
  try {
    const opened = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
    assertEquals(await pool.call(0, "predict", [allPaths(space), ...architectures]), [
      reference,
      ...expected,
    ]);
    const job = (architectures: readonly Paths[]): Divergence => ({
      ...{ architectures, classes },
      ...{ reference: logSoftmax(reference, classes), images: counts },
    });
    assertEquals(await pool.call(1, "diverge", job(architectures)), divergences);
    const found = await pool.map<Divergence, number[][]>("diverge", architectures.map((one) => job([one])), {
      onStart: (index) => {
        if (index === 2) workers[0]!.terminate();
      },
    });
    assertEquals(found.flat(), divergences);
    assertEquals(await pool.call(0, "diverge", job([allPaths(space)])), [[0, 0, 0]]);
    const longer = { ...job(architectures), images: [65] };
    await assertRejects(
      () => pool.call(0, "diverge", longer),
      Error,
      "Cannot compare 65 images: found predictions of 64",
    );
    await opened.close();
  } finally {
    pool.close();
  }
});
