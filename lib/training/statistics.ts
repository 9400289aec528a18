/**
 * Statistics of batch norms fixed from training images, so that what a trained network says of an image depends on that
 * image alone: needed where it is put to use, on its own and one image at a time.
 * @module
 */
import { openExecutor, openWorkspace, type Runtime, sharedFloats, withWorkspace } from "../engine/mod.ts";
import { fillBatch, requirePart } from "../datasets/mod.ts";
import { networkGraph, planOf } from "../graph/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { EvaluationTask } from "./evaluate.ts";

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
  const { data, batchSize } = task;
  requirePart(data, "training", "measure statistics");
  const { images, indices } = data;
  const count = Math.floor(indices.length / batchSize);
  if (count < 1) {
    throw new RangeError(
      `Cannot measure statistics on ${indices.length} images: expected ${batchSize} or more`,
    );
  }
  const plan = planOf(task.network);
  const graph = networkGraph(plan, paths);
  const pixels = new Float32Array(batchSize * images.shape.reduce((product, side) => product * side, 1));
  const labels = new Int32Array(batchSize);
  // Float64, as millions of pixels are behind each sum.
  const means = new Float64Array(plan.statisticsLength);
  const squares = new Float64Array(plan.statisticsLength);
  const slot = {
    gradients: sharedFloats(runtime, plan.length),
    uses: new Uint8Array(plan.segments.length),
    statistics: new Float32Array(plan.statisticsLength),
  };
  const own = openWorkspace(runtime);
  try {
    const executor = openExecutor(own, plan, task.weights);
    for (let batch = 0; batch < count; batch++) {
      const chosen = indices.subarray(batch * batchSize, (batch + 1) * batchSize);
      fillBatch(pixels, labels, images, chosen, data.normalisation);
      withWorkspace(runtime, (ws) => {
        const tensors = {
          images: ws.floats([batchSize, ...images.shape], pixels),
          labels: ws.integers([batchSize], labels),
        };
        // Only a training's pass tells the statistics; its gradients are not used.
        executor.train(graph, tensors, slot);
      });
      for (const { slot: at, scale: { size } } of plan.norms) {
        for (let channel = at; channel < at + size; channel++) {
          const mean = slot.statistics[channel]!;
          means[channel]! += mean / count;
          squares[channel]! += (slot.statistics[channel + size]! + mean ** 2) / count;
        }
      }
    }
  } finally {
    own.close();
  }
  const statistics = new Float32Array(plan.statisticsLength);
  for (const { slot: at, scale: { size } } of plan.norms) {
    for (let channel = at; channel < at + size; channel++) {
      statistics[channel] = means[channel]!;
      statistics[channel + size] = Math.max(0, squares[channel]! - means[channel]! ** 2);
    }
  }
  return statistics;
}
