/**
 * A sample in a few numbers.
 * @module
 */
import { requireNumbers } from "./numbers.ts";

/**
 * The arithmetic mean.
 *
 * @throws {RangeError} if there are no values, or one is not finite
 */
export function mean(values: readonly number[]): number {
  requireNumbers("average the values", values, 1);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The standard deviation of what the values were drawn from: the root of the squared deviations' sum over n -
 * 1.
 *
 * @throws {RangeError} if there are fewer than 2 values, or one is not finite
 */
export function standardDeviation(values: readonly number[]): number {
  requireNumbers("find the standard deviation", values, 2);
  const average = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * The value below which a share of the sample lies, linear between the sorted values, of which the first is
 * the quantile of share 0 and the last that of share 1 (type 7 of Hyndman and Fan, Sample quantiles in
 * statistical packages, 1996).
 *
 * @param share from 0 to 1
 * @throws {RangeError} if the share is out of range, there are no values, or one is not finite
 *
 * @example The median of four values
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quantile } from "./summary.ts";
 *
 * assertEquals(quantile([4, 1, 2, 3], 0.5), 2.5);
 * ```
 */
export function quantile(values: readonly number[], share: number): number {
  requireNumbers("find a quantile", values, 1);
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot find a quantile: found share ${share}, expected one from 0 to 1`);
  }
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return low + (place - Math.floor(place)) * (high - low);
}

/**
 * The least and the greatest value.
 *
 * @throws {RangeError} if there are no values, or one is not finite
 */
export function range(values: readonly number[]): readonly [least: number, greatest: number] {
  requireNumbers("find the range", values, 1);
  return values.reduce<[number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Infinity, -Infinity],
  );
}
