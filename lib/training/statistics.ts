/**
 * Statistics of batch norms fixed from training images, so that a trained network's answer for an image depends on that
 * image alone, as its users need it.
 * @module
 */
import { openExecutor, type Runtime, sharedFloats, withWorkspace } from "../engine/mod.ts";
import { type Prepared, requirePart } from "../datasets/mod.ts";
import { networkGraph, planOf } from "../graph/mod.ts";
import type { Paths } from "../space/mod.ts";
import { openBatches } from "./batches.ts";
import { evaluateOnce, type Evaluation, type EvaluationTask } from "./evaluate.ts";

/** A trained network, and the training images to measure on. */
export type StatisticsTask = Omit<EvaluationTask<"training">, "statistics">;

/**
 * Mean and variance of what each norm of some paths sees, over all pixels of all the images; in training and in
 * {@linkcode openEvaluator} each batch is normalised by its own instead. The images go through the network in batches,
 * and what later norms see comes from earlier ones that follow their batch, so batches should be large.
 *
 * @param paths those that the images go through: a stand-alone network's own, or any of a one-shot model
 * @returns each norm's means and then variances at its slot, as `statistics` of an {@linkcode EvaluationTask} wants them
 * @throws {TypeError} if the images are not for training
 * @throws {RangeError} if there are fewer images than one batch
 */
export function measureStatistics(runtime: Runtime, task: StatisticsTask, paths: Paths): Float32Array {
  requirePart(task.data, "training", "measure statistics");
  const { count, make } = openBatches(task, "measure statistics");
  const plan = planOf(task.network);
  const graph = networkGraph(plan, paths);
  // Means and then means of squares, in float64, as millions of pixels are behind each.
  const moments = new Float64Array(plan.statisticsLength);
  const slot = {
    gradients: sharedFloats(runtime, plan.length),
    uses: new Uint8Array(plan.segments.length),
    statistics: new Float32Array(plan.statisticsLength),
  };
  withWorkspace(runtime, (own) => {
    const executor = openExecutor(own, plan, task.weights);
    for (let batch = 0; batch < count; batch++) {
      // Only a training's pass gives the statistics; its gradients are not used.
      withWorkspace(runtime, (ws) => executor.train(graph, make(ws, batch), slot));
      for (const { slot: at, scale: { size } } of plan.norms) {
        for (let channel = at; channel < at + size; channel++) {
          const mean = slot.statistics[channel]!;
          moments[channel]! += mean / count;
          moments[channel + size]! += (slot.statistics[channel + size]! + mean ** 2) / count;
        }
      }
    }
  });
  for (const { slot: at, scale: { size } } of plan.norms) {
    for (let channel = at; channel < at + size; channel++) {
      moments[channel + size] = Math.max(0, moments[channel + size]! - moments[channel]! ** 2);
    }
  }
  return Float32Array.from(moments);
}

/** Paths to evaluate, and the training images that their statistics are measured on, in batches as for evaluation. */
export interface RemeasureTask extends Omit<EvaluationTask<"scoring">, "statistics"> {
  readonly paths: Paths;
  readonly measured: Prepared<"training">;
}

/**
 * Accuracy of paths of a one-shot model with statistics measured for these very paths: what many codes do in place of
 * batch statistics in evaluation.
 */
export function evaluateRemeasured(
  runtime: Runtime,
  { paths, measured, ...task }: RemeasureTask,
): Evaluation {
  const statistics = measureStatistics(runtime, { ...task, data: measured }, paths);
  return evaluateOnce(runtime, { ...task, statistics }, paths);
}
