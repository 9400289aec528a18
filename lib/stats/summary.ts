/**
 * A sample in a few numbers.
 * @module
 */
import { extent, quantile as quantileOf } from "d3-array";
import { cannot } from "../options.ts";
import { type Numbers, requireNumbers } from "./numbers.ts";

/**
 * The arithmetic mean.
 *
 * @throws {RangeError} if there are no values, or one is not finite
 */
export function mean(values: Numbers): number {
  requireNumbers("average the values", values, 1);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The standard deviation of what the values were drawn from: with a divisor of n - 1.
 *
 * @throws {RangeError} if there are fewer than 2 values, or one is not finite
 */
export function standardDeviation(values: Numbers): number {
  requireNumbers("find the standard deviation", values, 2);
  const average = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * The value below which a share of the sample lies, linear between the sorted values, the first of which is the
 * quantile of share 0 and the last that of share 1 (type 7 of Hyndman and Fan, Sample quantiles in statistical packages,
 * 1996).
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
export function quantile(values: Numbers, share: number): number {
  requireNumbers("find a quantile", values, 1);
  if (!(share >= 0 && share <= 1)) throw cannot("find a quantile", `share ${share}`, "one from 0 to 1");
  return quantileOf(values, share)!;
}

/**
 * The least and the greatest value.
 *
 * @throws {RangeError} if there are no values, or one is not finite
 */
export function range(values: Numbers): readonly [least: number, greatest: number] {
  requireNumbers("find the range", values, 1);
  return extent(values) as [number, number];
}
