/**
 * Who computes the ghost batches of a step: this thread, or the workers of a pool. The outcome is the same to the
 * bit, since each ghost batch has a slot of its own and the slots are added in their order afterwards.
 * @module
 */
import type { Opened, Pool } from "../workers/mod.ts";
import type { Runtime } from "../engine/mod.ts";
import { countCost, planOf } from "../graph/mod.ts";
import { makeBuffers, openTrainee, pathsOf, type TrainingBuffers, type TrainingTask } from "./ghost_step.ts";
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
}

/** The payload of the job `trainStep`. */
export interface TrainStep {
  readonly step: number;
  /** Its ghost batches in the order in which they are taken. */
  readonly ghosts: readonly number[];
}

/** The ghost batches of a step, those that take longest first: by multiply-adds. */
export function ghostOrder(task: TrainingTask, step: number): number[] {
  const { network: { space, shape }, settings: { ghosts } } = task;
  const work = Array.from(
    { length: ghosts.count },
    (_, ghost) => countCost(space, shape, pathsOf(task, step, ghost)).multiplyAdds,
  );
  return [...work.keys()].sort((a, b) => work[b]! - work[a]!);
}

/**
 * Shares the ghost batches out to the workers of a pool; each takes the next one when it is free. Those that take
 * longest are taken first, so that the workers end a step nearly together.
 *
 * If a worker dies in mid-step, the whole step is done again, since it is unknown which ghost batches it had taken. One
 * that was terminated from outside may still write to its slots, as Deno lets a job run to its next pause; so the step
 * is done again in new slots that only the living have.
 *
 * @param buffers read anew after each step: all but the weights may have been replaced
 */
export async function poolRunner(
  runtime: Runtime,
  pool: Pool,
  task: TrainingTask,
  buffers: TrainingBuffers,
): Promise<StepRunner> {
  const open = (): Promise<Opened> => {
    const payload: OpenTraining = { task, buffers };
    return pool.open({ open: "openTraining", close: "closeTraining" }, payload);
  };
  let training = await open();
  const openAgain = async (): Promise<void> => {
    await training.close();
    const replaced = makeBuffers(runtime, planOf(task.network), task.settings.ghosts.count);
    Object.assign(buffers, replaced, { weights: buffers.weights });
    training = await open();
  };
  return {
    async run(step) {
      Atomics.store(buffers.taken, 0, 0);
      const payload: TrainStep = { step, ghosts: ghostOrder(task, step) };
      await pool.broadcast("trainStep", payload, openAgain);
    },
    close: () => training.close(),
  };
}
