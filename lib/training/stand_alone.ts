/**
 * Stand-alone training: an architecture alone, from scratch, and its accuracy.
 * @module
 */
import type { Runtime } from "../engine/mod.ts";
import type { Prepared } from "../datasets/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { CurvePoint } from "./curve.ts";
import { type Evaluation, openEvaluator } from "./evaluate.ts";
import type { TrainingTask } from "./ghost_step.ts";
import { localRunner } from "./runners.ts";
import { train } from "./train.ts";

/** A stand-alone training and the images to measure it on. */
export interface StandAloneTask {
  /** Its network holds an architecture. */
  readonly training: TrainingTask;
  /** Validation images while choosing, test images in a final test. */
  readonly evaluation: {
    readonly data: Prepared<"stand-alone"> | Prepared<"test">;
    readonly batchSize: number;
  };
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
  const { weights, statistics, curve } = await train(
    runtime,
    training,
    (buffers) => localRunner(runtime, training, buffers),
    onProgress === undefined ? {} : { onProgress },
  );
  const evaluator = openEvaluator(runtime, {
    network: training.network,
    weights,
    statistics: training.settings.statistics === "running" ? statistics : undefined,
    ...evaluation,
  });
  try {
    return { ...evaluator.evaluate(training.network.holds as Paths), curve };
  } finally {
    evaluator.close();
  }
}
