/**
 * The library's side: the same work through the same workers as the experiments use.
 * @module
 */
import { firstOf } from "../lib/datasets/mod.ts";
import { openPool, type Pool } from "../lib/workers/mod.ts";
import { type Runtime, sharedFloats } from "../lib/engine/mod.ts";
import { planOf, segmentValues } from "../lib/graph/mod.ts";
import type { Architecture } from "../lib/space/mod.ts";
import {
  type Evaluation,
  makeBuffers,
  openTrainee,
  poolRunner,
  type StandAloneTask,
  train,
} from "../lib/training/mod.ts";
import type { Case, Drop } from "./case.ts";

const worker = new URL("../lib/training/worker.ts", import.meta.url);

/** Images in a batch of an evaluation, on both sides. */
export const EVALUATION_BATCH = 250;

/** Images in a step of stand-alone training, on both sides. */
export const STAND_ALONE_BATCH = 64;

/** The library on so many cores. */
export interface Ours {
  readonly cores: number;
  /** Seconds for so many steps of one-shot training. */
  train(drop: Drop, steps: number): Promise<number>;
  /** Seconds for evaluating candidates on all images; evaluators are fresh. `onDone` is told how many are done. */
  score(candidates: readonly Architecture[], onDone?: (done: number) => void): Promise<number>;
  /** Seconds for training architectures alone for so many steps each, side by side on all cores. */
  alone(architectures: readonly Architecture[], steps: number): Promise<number>;
  close(): void;
}

/** Steps at the start of a training that are not timed. */
export const WARM_STEPS = 2;

/** Starts the workers for a case. */
export function openOurs(runtime: Runtime, made: Case, cores: number): Ours {
  // No worker may be ended while it is PyTorch's turn: it would have to be started again in ours.
  const pool = openPool(worker, cores, { idleSeconds: 24 * 3600 });
  return {
    cores,
    async train(drop, steps) {
      const task = made.task[drop];
      const longer = { ...task, settings: { ...task.settings, steps: steps + WARM_STEPS } };
      let began = 0;
      await train(runtime, longer, async (buffers) => {
        const runner = await poolRunner(runtime, pool, longer, buffers);
        return {
          ...runner,
          run(step) {
            if (step === WARM_STEPS) began = performance.now();
            return runner.run(step);
          },
        };
      });
      return (performance.now() - began) / 1000;
    },
    score: (candidates, onDone) => score(runtime, pool, made, candidates, onDone),
    async alone(architectures, steps) {
      const began = performance.now();
      await pool.map(
        "standAlone",
        architectures.map((architecture) => standAloneTask(made, architecture, steps)),
      );
      return (performance.now() - began) / 1000;
    },
    close: () => pool.close(),
  };
}

async function score(
  runtime: Runtime,
  pool: Pool,
  { task: { dropped: task }, weights }: Case,
  candidates: readonly Architecture[],
  onDone?: (done: number) => void,
): Promise<number> {
  const { network, data } = task;
  const shared = sharedFloats(runtime, weights.length);
  shared.set(weights);
  const evaluation = {
    ...{ network, weights: shared, statistics: undefined, batchSize: EVALUATION_BATCH },
    data: { ...data, part: "scoring" },
  };
  const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, evaluation);
  const chunks = Array.from(
    { length: Math.ceil(candidates.length / 5) },
    (_, index) => candidates.slice(5 * index, 5 * index + 5),
  );
  const began = performance.now();
  let done = 0;
  await pool.map<readonly Architecture[], Evaluation[]>("evaluate", chunks, {
    onResult: (evaluations) => onDone?.(done += evaluations.length),
  });
  const seconds = (performance.now() - began) / 1000;
  await evaluator.close();
  return seconds;
}

function standAloneTask(
  { task: { dropped: task } }: Case,
  architecture: Architecture,
  steps: number,
): StandAloneTask {
  const ghosts = { count: 1, size: STAND_ALONE_BATCH, masks: "ghost" } as const;
  const settings = { ...task.settings, steps, ghosts, dropout: { rate: 0, ramp: "none" } as const };
  return {
    training: { ...task, network: { ...task.network, holds: architecture }, settings },
    // The smallest evaluation there is: it is training that is timed.
    evaluation: { data: firstOf({ ...task.data, part: "stand-alone" }, 1), batchSize: 1 },
  };
}

/** Loss and gradients, by name, of each ghost batch of the first step. */
export function ourGradients(runtime: Runtime, made: Case, drop: Drop) {
  const task = made.task[drop];
  const plan = planOf(task.network);
  const { count } = task.settings.ghosts;
  const buffers = makeBuffers(runtime, plan, count);
  buffers.weights.set(made.weights);
  const trainee = openTrainee(runtime, task, buffers);
  const outcomes = Array.from({ length: count }, (_, ghost) => {
    trainee.ghostStep(0, ghost);
    const gradients = new Map(plan.segments.map((segment, index) => {
      const used = buffers.uses[ghost * plan.segments.length + index] === 1;
      const values = segmentValues(buffers.gradients.subarray(ghost * plan.length), segment);
      return [segment.name, used ? values : new Float32Array(segment.size)];
    }));
    return { loss: buffers.losses[ghost]!, gradients };
  });
  trainee.close();
  return outcomes;
}
