/**
 * Running averages of batch norm's statistics, which the paper does without: for comparison.
 * @module
 */
import type { NetworkPlan, Norm } from "../graph/mod.ts";
import type { TrainingBuffers } from "./ghost_step.ts";

/** Share of a running statistic that one ghost batch leaves. */
const RUNNING_KEEP = 0.98;

/** Sets running statistics to mean 0 and variance 1. */
export function initialiseRunning(running: Float32Array, norms: readonly Norm[]): void {
  for (const { slot, scale } of norms) {
    running.fill(0, slot, slot + scale.size);
    running.fill(1, slot + scale.size, slot + 2 * scale.size);
  }
}

/** Moves the running statistics of each used norm towards what a step's ghost batches observed, in their order. */
export function followStatistics(
  running: Float32Array,
  { segments, norms, statisticsLength }: NetworkPlan,
  { uses, statistics, losses: { length: ghosts } }: TrainingBuffers,
): void {
  const indices = new Map(segments.map((segment, index) => [segment, index]));
  for (const { slot, scale } of norms) {
    for (let ghost = 0; ghost < ghosts; ghost++) {
      if (uses[ghost * segments.length + indices.get(scale)!] === 0) continue;
      for (let at = slot; at < slot + 2 * scale.size; at++) {
        const observed = statistics[ghost * statisticsLength + at]!;
        running[at] = RUNNING_KEEP * running[at]! + (1 - RUNNING_KEEP) * observed;
      }
    }
  }
}
