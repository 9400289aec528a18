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
  // Numbers of a typed array are sorted several times as fast as by a function that compares two.
  const sorted = Float64Array.from(values).sort();
  const ranks = new Map<number, number>();
  for (let start = 0, end; start < sorted.length; start = end) {
    end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    // The ranks start + 1 .. end have this mean.
    ranks.set(sorted[start]!, (start + 1 + end) / 2);
  }
  return values.map((value) => ranks.get(value)!);
}
