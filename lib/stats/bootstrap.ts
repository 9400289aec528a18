/**
 * How far a statistic would move if the sample were drawn again.
 * @module
 */
import { check, members, number, optional, positiveInteger, safeInteger, type Shape } from "../options.ts";
import { integer, prng } from "../random.ts";
import type { Correlation } from "./correlation.ts";
import { pick } from "./numbers.ts";
import { quantile } from "./summary.ts";

/** Where a statistic would probably lie; both ends are NaN if it has no value on any resample. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of {@linkcode bootstrapInterval}. */
export interface BootstrapOptions {
  /** The seed of the resampling, a safe integer. */
  readonly seed: number;
  /** How often the sample is drawn again, from 1. @default 2000 */
  readonly resamples?: number;
  /** How often such an interval should hold the true value, between 0 and 1. @default 0.95 */
  readonly level?: number;
}

/** What is accepted of the options. */
export const bootstrapShape: Shape<BootstrapOptions> = {
  seed: safeInteger,
  resamples: optional(positiveInteger),
  level: optional(number((value) => value > 0 && value < 1, "a number between 0 and 1")),
};
const schema = members<BootstrapOptions>(bootstrapShape);

/**
 * The percentile bootstrap (Efron and Tibshirani, An introduction to the bootstrap, 1993, chapter 13): items
 * are drawn with replacement, as many as there are; the interval lies between the quantiles of the statistic
 * over many such resamples. Resamples on which the statistic is NaN are left out, as a correlation's on a
 * sample that happens to be constant.
 *
 * @param count how many items there are
 * @param statistic gets the indices of a resample's items, `[count]` integers below `count`
 * @throws {RangeError} if an option is unknown, the count or an option out of range, or the statistic infinite
 *
 * @example The mean of ten measurements
 * ```ts
 * import { assert } from "@std/assert";
 * import { bootstrapInterval } from "./bootstrap.ts";
 * import { mean } from "./summary.ts";
 *
 * const values = [5.1, 4.9, 5.3, 5.0, 4.8, 5.2, 5.1, 4.7, 5.0, 4.9];
 * const { low, high } = bootstrapInterval(
 *   values.length,
 *   (indices) => mean(Array.from(indices, (index) => values[index]!)),
 *   { seed: 1 },
 * );
 * assert(4.8 < low && low < 5.0 && 5.0 < high && high < 5.2);
 * ```
 */
export function bootstrapInterval(
  count: number,
  statistic: (indices: Uint32Array) => number,
  options: BootstrapOptions,
): Interval {
  check("Cannot bootstrap", schema, options);
  check("Cannot bootstrap", positiveInteger, count, "count");
  const { seed, resamples = 2000, level = 0.95 } = options;
  const rng = prng(seed, "bootstrap");
  const statistics: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const places = new Uint32Array(count);
    for (let item = 0; item < count; item++) places[item] = integer(rng, count);
    const value = statistic(places);
    if (!Number.isNaN(value)) statistics.push(value);
  }
  if (statistics.length === 0) return { low: NaN, high: NaN };
  return { low: quantile(statistics, (1 - level) / 2), high: quantile(statistics, (1 + level) / 2) };
}

/** A statistic of `n` items with its interval. */
export interface Estimate extends Interval {
  readonly estimate: number;
  readonly n: number;
}

/**
 * A correlation and its bootstrap interval; the pairs (x, y) are resampled.
 *
 * @throws {RangeError} if the lists are none that `correlation` takes, or an option is out of range
 */
export function correlationInterval(
  correlation: Correlation,
  x: readonly number[],
  y: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const estimate = correlation(x, y);
  const resampled = (indices: Uint32Array) => correlation(pick(x, indices), pick(y, indices));
  return { estimate, ...bootstrapInterval(x.length, resampled, options), n: x.length };
}

/**
 * By how much `one` follows `target` more closely than `other` does: the difference of their two correlations with
 * it, and its bootstrap interval. The three lists belong together, item by item, and are resampled so: the noise that
 * both correlations share leaves their difference.
 *
 * @throws {RangeError} if the lists are none that `correlation` takes, or an option is out of range
 */
export function correlationDifference(
  correlation: Correlation,
  one: readonly number[],
  other: readonly number[],
  target: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const resampled = (indices: ArrayLike<number>): number => {
    const shared = pick(target, indices);
    return correlation(pick(one, indices), shared) - correlation(pick(other, indices), shared);
  };
  const estimate = correlation(one, target) - correlation(other, target);
  return { estimate, ...bootstrapInterval(target.length, resampled, options), n: target.length };
}
