/**
 * Running averages of batch norm's statistics, which the paper does without: for comparison.
 * @module
 */
import type { Norm } from "../graph/mod.ts";

/** Sets running statistics to mean 0 and variance 1. */
export function initialiseRunning(running: Float32Array, norms: readonly Norm[]): void {
  for (const { slot, scale } of norms) {
    running.fill(0, slot, slot + scale.size);
    running.fill(1, slot + scale.size, slot + 2 * scale.size);
  }
}

/**
 * Moves running statistics towards those that a ghost batch observed.
 *
 * @param keep share of the old value that stays, e.g. 0.9
 */
export function updateRunning(
  running: Float32Array,
  slot: number,
  observed: Float32Array,
  keep: number,
): void {
  for (let i = 0; i < observed.length; i++) {
    running[slot + i] = keep * running[slot + i]! + (1 - keep) * observed[i]!;
  }
}
