/**
 * Stand-alone training: an architecture alone, from scratch, and its accuracy.
 * @module
 */
import type { Runtime } from "../engine/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { BatchedImages } from "./batches.ts";
import type { CurvePoint } from "./curve.ts";
import { evaluateOnce, type Evaluation } from "./evaluate.ts";
import type { TrainingTask } from "./ghost_step.ts";
import { localRunner } from "./runners.ts";
import { train } from "./train.ts";

/** A stand-alone training and the images to measure it on. */
export interface StandAloneTask {
  /** Its network holds an architecture. */
  readonly training: TrainingTask;
  /** Validation images while choosing, test images in a final test. */
  readonly evaluation: BatchedImages<"stand-alone" | "test">;
}

/** What a stand-alone training leaves. */
export interface StandAlone extends Evaluation {
  readonly curve: readonly CurvePoint[];
}

/**
 * Trains the architecture in this thread and evaluates it.
 *
 * @param onProgress called every few steps with the steps done
 */
export async function trainStandAlone(
  runtime: Runtime,
  { training, evaluation }: StandAloneTask,
  onProgress?: (done: number) => void,
): Promise<StandAlone> {
  const { network, settings } = training;
  const { weights, statistics, curve } = await train(
    runtime,
    training,
    (buffers) => localRunner(runtime, training, buffers),
    { onProgress },
  );
  const fixed = settings.statistics === "running" ? statistics : undefined;
  const task = { ...evaluation, network, weights, statistics: fixed };
  return { ...evaluateOnce(runtime, task, network.holds as Paths), curve };
}
