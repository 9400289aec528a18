/**
 * How far a statistic would move if the sample were drawn again.
 * @module
 */
import { check, members, number, optional, positiveInteger, safeInteger, type Shape } from "../options.ts";
import { integer, prng } from "../random.ts";
import type { Correlation } from "./correlation.ts";
import { type Numbers, pick } from "./numbers.ts";
import { quantile } from "./summary.ts";

/** Where a statistic probably lies; both ends are NaN if it has no value on any resample. */
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
 * The percentile bootstrap (Efron and Tibshirani, An introduction to the bootstrap, 1993, chapter 13): items are drawn
 * with replacement, as many as there are, and the interval lies between quantiles of the statistic over many such
 * resamples. Those on which it is NaN are left out, such as a constant sample's correlation.
 *
 * @param count how many items there are
 * @param statistic gets the indices of a resample's items, `[count]` integers below `count`
 * @throws {RangeError} if an option is unknown, the count or an option out of range, or the statistic infinite
 *
 * @example The mean of ten measurements
 * ```ts
 * import { assert } from "@std/assert";
 * import { bootstrapInterval, mean, pick } from "./mod.ts";
 *
 * const values = [5.1, 4.9, 5.3, 5.0, 4.8, 5.2, 5.1, 4.7, 5.0, 4.9];
 * const { low, high } = bootstrapInterval(10, (indices) => mean(pick(values, indices)), { seed: 1 });
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
    const value = statistic(new Uint32Array(count).map(() => integer(rng, count)));
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

/** A statistic of lists that belong together, item by item, and its bootstrap interval; the items are resampled. */
export function bootstrapEstimate(
  lists: readonly Numbers[],
  statistic: (...lists: Numbers[]) => number,
  options: BootstrapOptions,
): Estimate {
  const n = lists[0]!.length;
  const resampled = (indices: Uint32Array) => statistic(...lists.map((list) => pick(list, indices)));
  return { estimate: statistic(...lists), ...bootstrapInterval(n, resampled, options), n };
}

/** A correlation and its bootstrap interval. */
export function correlationInterval(
  correlation: Correlation,
  x: Numbers,
  y: Numbers,
  options: BootstrapOptions,
): Estimate {
  return bootstrapEstimate([x, y], correlation, options);
}

/**
 * By how much `one` follows `target` more closely than `other` does: the difference of their correlations with it, and
 * its bootstrap interval. Both are of the same resamples, so the noise that they share cancels out.
 */
export function correlationDifference(
  correlation: Correlation,
  one: Numbers,
  other: Numbers,
  target: Numbers,
  options: BootstrapOptions,
): Estimate {
  return bootstrapEstimate(
    [one, other, target],
    (a, b, shared) => correlation(a, shared) - correlation(b, shared),
    options,
  );
}
