/**
 * How much of a measurement is noise, from how well it agrees with itself.
 * @module
 */

/**
 * The reliability of the mean of several measurements, from the correlation of two single ones (Spearman and Brown,
 * 1910): k c / (1 + (k - 1) c). Its root is what a prediction without any fault would reach in correlation with that
 * mean, if noise is the same everywhere; with ranks it is a good estimate, no theorem.
 *
 * @param correlation of two single measurements, from 0 to 1
 * @param count k, how many are averaged, from 1
 * @throws {RangeError} if one is out of range
 *
 * @example Two measurements that agree by half: their mean is worth 2/3
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { reliabilityOfMean } from "./reliability.ts";
 *
 * assertAlmostEquals(reliabilityOfMean(0.5, 2), 2 / 3);
 * ```
 */
export function reliabilityOfMean(correlation: number, count: number): number {
  if (!(correlation >= 0 && correlation <= 1)) {
    throw new RangeError(
      `Cannot tell the reliability of a mean: found correlation ${correlation}, expected one from 0 to 1`,
    );
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot tell the reliability of a mean: found ${count} measurements, expected a positive integer`,
    );
  }
  return count * correlation / (1 + (count - 1) * correlation);
}
