/**
 * Accuracy of paths of a one-shot model with statistics measured for these very paths: what many codes do in place of
 * batch statistics in evaluation.
 * @module
 */
import type { Prepared } from "../datasets/mod.ts";
import type { Runtime } from "../engine/mod.ts";
import type { Paths } from "../space/mod.ts";
import { type Evaluation, type EvaluationTask, openEvaluator } from "./evaluate.ts";
import { measureStatistics } from "./statistics.ts";

/** Paths to evaluate, and the training images that their statistics are measured on, in batches as for evaluation. */
export interface RemeasureTask extends Omit<EvaluationTask<"scoring">, "statistics"> {
  readonly paths: Paths;
  readonly measured: Prepared<"training">;
}

/** Measures the statistics of paths, and evaluates with them. */
export function evaluateRemeasured(
  runtime: Runtime,
  { paths, measured, ...task }: RemeasureTask,
): Evaluation {
  const statistics = measureStatistics(runtime, { ...task, data: measured }, paths);
  const evaluator = openEvaluator(runtime, { ...task, statistics });
  try {
    return evaluator.evaluate(paths);
  } finally {
    evaluator.close();
  }
}
