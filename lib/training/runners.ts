/**
 * Who computes the ghost batches of a step: this thread, or the workers of a pool. The outcome is the same to the
 * bit, since each ghost batch has a slot of its own and the slots are added in their order afterwards.
 * @module
 */
import type { Opened, Pool } from "../workers/mod.ts";
import type { Runtime } from "../engine/mod.ts";
import { planOf } from "../graph/mod.ts";
import { ghostOrder } from "./ghost_order.ts";
import { makeBuffers, openTrainee, type TrainingBuffers, type TrainingTask } from "./ghost_step.ts";
import type { StepRunner } from "./train.ts";

/** Computes the ghost batches in this thread, one after the other. */
export function localRunner(runtime: Runtime, task: TrainingTask, buffers: TrainingBuffers): StepRunner {
  const trainee = openTrainee(runtime, task, buffers);
  return {
    run(step) {
      for (let ghost = 0; ghost < task.settings.ghosts.count; ghost++) trainee.ghostStep(step, ghost);
    },
    close: () => trainee.close(),
  };
}

/** The payload of the job `openTraining`. */
export interface OpenTraining {
  readonly task: TrainingTask;
  readonly buffers: TrainingBuffers;
  /** How many ghost batches of the step the workers have taken, in shared memory. */
  readonly taken: Int32Array;
}

/** The payload of the job `trainStep`. */
export interface TrainStep {
  readonly step: number;
  /** Its ghost batches in the order in which they are taken. */
  readonly ghosts: readonly number[];
}

/**
 * Shares the ghost batches out to the workers of a pool; each takes the next one when it is free. Those that keep most
 * are taken first, so that the workers end a step nearly together.
 *
 * If a worker dies in mid-step, the whole step is done again, since nobody knows which ghost batches it had taken.
 * One that was terminated from outside may still end the ghost batches it was at, for Deno lets a job run to its
 * next pause; so the step is done again in new slots that only the living have, and these take the place of the old
 * ones in `buffers`.
 *
 * @param buffers read anew after each step: all but the weights may have been replaced
 */
export async function poolRunner(
  runtime: Runtime,
  pool: Pool,
  task: TrainingTask,
  buffers: Replaceable<TrainingBuffers>,
): Promise<StepRunner> {
  const ghosts = task.settings.ghosts.count;
  let taken = newCounter();
  const open = (): Promise<Opened> =>
    pool.open(
      { open: "openTraining", close: "closeTraining" },
      { task, buffers, taken } satisfies OpenTraining,
    );
  let training = await open();
  const openAgain = async (): Promise<void> => {
    await training.close();
    Object.assign(buffers, makeBuffers(runtime, planOf(task.network), ghosts), { weights: buffers.weights });
    taken = newCounter();
    training = await open();
  };
  return {
    async run(step) {
      Atomics.store(taken, 0, 0);
      const payload: TrainStep = { step, ghosts: ghostOrder(task, step) };
      await pool.broadcast("trainStep", payload, openAgain);
    },
    close: () => training.close(),
  };
}

type Replaceable<T> = { -readonly [Name in keyof T]: T[Name] };

function newCounter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}
