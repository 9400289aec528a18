/**
 * Ranks.
 * @module
 */
import { requireNumbers } from "./numbers.ts";

/**
 * The rank of each value, from 1 for the least; equal values share the mean of their ranks, as Spearman's
 * correlation needs it.
 *
 * @throws {RangeError} if a value is not finite
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanRanks } from "./rank.ts";
 *
 * assertEquals(meanRanks([0.9, 0.5, 0.9, 0.1]), [3.5, 2, 3.5, 1]);
 * ```
 */
export function meanRanks(values: readonly number[]): number[] {
  requireNumbers("rank the values", values, 0);
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0, end; start < order.length; start = end) {
    end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    // The ranks start + 1 .. end have this mean.
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2;
  }
  return ranks;
}
