/**
 * Who computes the ghost batches of a step: this thread, or the workers of a pool. The outcome is the same to the
 * bit, since each ghost batch has a slot of its own and the slots are added in their order afterwards.
 * @module
 */
import type { Pool, Runtime } from "../engine/mod.ts";
import { openTrainee, type TrainingBuffers, type TrainingTask } from "./ghost_step.ts";
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
  /** The next ghost batch of the step that no worker has taken, in shared memory. */
  readonly next: Int32Array;
}

/** Shares the ghost batches out to the workers of a pool; each takes the next one when it is free. */
export async function poolRunner(
  pool: Pool,
  task: TrainingTask,
  buffers: TrainingBuffers,
): Promise<StepRunner> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  await pool.broadcast("openTraining", { task, buffers, next } satisfies OpenTraining);
  return {
    async run(step) {
      Atomics.store(next, 0, 0);
      await pool.broadcast("trainStep", step);
    },
    close: () => pool.broadcast("closeTraining", undefined).then(() => {}),
  };
}
