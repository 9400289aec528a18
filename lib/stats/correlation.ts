/**
 * How much two measurements of the same things agree.
 * @module
 */
import { max } from "d3-array";
import { cannot } from "../options.ts";
import { clamp, dot, type Numbers, requireNumbers, requireSameLength } from "./numbers.ts";

/** A measure of agreement from -1 to 1 between two lists of equal length; NaN if either is constant. */
export type Correlation = (x: Numbers, y: Numbers) => number;

/**
 * Pearson's correlation: how near the points are to a line. NaN if all of `x` or all of `y` are equal.
 *
 * @throws {RangeError} if the lists differ in length, have fewer than 2 numbers, or one is not finite
 */
export function pearson(x: Numbers, y: Numbers): number {
  requirePairs(x, y);
  const a = scaledDeviations(x);
  const b = scaledDeviations(y);
  return clamp(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
}

/** Spearman's correlation: {@linkcode pearson} of the mean ranks, so how monotonic the relation is. */
export function spearman(x: Numbers, y: Numbers): number {
  requirePairs(x, y);
  return pearson(meanRanks(x), meanRanks(y));
}

/**
 * The rank of each value, from 1 for the least; equal values share the mean of their ranks.
 *
 * @throws {RangeError} if a value is not finite
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanRanks } from "./correlation.ts";
 *
 * assertEquals(meanRanks([0.9, 0.5, 0.9, 0.1]), [3.5, 2, 3.5, 1]);
 * ```
 */
export function meanRanks(values: Numbers): number[] {
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

/**
 * Kendall's tau-b: the share of pairs of points in the same order in `x` and `y` less the share in opposite order,
 * corrected for ties: (C - D) / sqrt((P - Tx) (P - Ty)), with P pairs in all and Tx, Ty pairs tied in x, in y. Takes
 * O(n log n) steps (Knight, A computer method for calculating Kendall's tau with ungrouped data, 1966). NaN and errors
 * as for {@linkcode pearson}.
 *
 * @example Of three pairs, two keep their order and one does not
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { kendallTauB } from "./correlation.ts";
 *
 * assertAlmostEquals(kendallTauB([1, 2, 3], [10, 30, 20]), 1 / 3);
 * ```
 */
export function kendallTauB(x: Numbers, y: Numbers): number {
  requirePairs(x, y);
  const order = Array.from(x, (_, index) => index).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const xs = order.map((index) => x[index]!);
  const ys = Float64Array.from(order, (index) => y[index]!);
  const pairs = x.length * (x.length - 1) / 2;
  const isTiedInX = (at: number) => xs[at] === xs[at - 1];
  const isTiedInY = (at: number) => ys[at] === ys[at - 1];
  const tiedInX = tiedPairs(xs.length, isTiedInX);
  const tiedInBoth = tiedPairs(xs.length, (at) => isTiedInX(at) && isTiedInY(at));
  // With x in order, and y in order where x is tied, the inversions of y are the discordant pairs. The count
  // leaves y sorted.
  const discordant = sortCountingInversions(ys);
  const tiedInY = tiedPairs(ys.length, isTiedInY);
  const concordant = pairs - tiedInX - tiedInY + tiedInBoth - discordant;
  return clamp((concordant - discordant) / Math.sqrt(pairs - tiedInX) / Math.sqrt(pairs - tiedInY));
}

/**
 * The reliability of the mean of several measurements, from the correlation of two single ones (Spearman and Brown,
 * 1910): k c / (1 + (k - 1) c). Its root is the correlation that a perfect prediction would have with that mean, if
 * noise is the same everywhere; for ranks it is a good estimate, not a theorem.
 *
 * @param correlation of two single measurements, from 0 to 1
 * @param count k, how many are averaged, from 1
 * @throws {RangeError} if one is out of range
 *
 * @example Two measurements that agree by half: their mean is worth 2/3
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { reliabilityOfMean } from "./correlation.ts";
 *
 * assertAlmostEquals(reliabilityOfMean(0.5, 2), 2 / 3);
 * ```
 */
export function reliabilityOfMean(correlation: number, count: number): number {
  const purpose = "find the reliability of a mean";
  if (!(correlation >= 0 && correlation <= 1)) {
    throw cannot(purpose, `correlation ${correlation}`, "one from 0 to 1");
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw cannot(purpose, `${count} measurements`, "a positive integer");
  }
  return count * correlation / (1 + (count - 1) * correlation);
}

function requirePairs(x: Numbers, y: Numbers): void {
  const purpose = "correlate two lists";
  requireSameLength(purpose, "numbers", x, y);
  requireNumbers(purpose, x, 2);
  requireNumbers(purpose, y, 2);
}

/** Deviations from the mean, the largest of them scaled to 1 or -1; NaNs if all values are equal. */
function scaledDeviations(values: Numbers): number[] {
  // Rounding can make the mean of equal values differ from them.
  if (values.every((value) => value === values[0])) return values.map(() => NaN);
  const average = values.reduce((sum, value) => sum + value / values.length, 0);
  const deviations = values.map((value) => value - average);
  // Without the scale the squares of very large or small numbers would leave the range of doubles.
  const scale = max(deviations, Math.abs)!;
  return deviations.map((value) => value / scale);
}

/** Pairs within runs of equal items in a sorted list; `sameAsBefore` compares an item with the one before. */
function tiedPairs(count: number, sameAsBefore: (at: number) => boolean): number {
  let pairs = 0;
  let before = 0;
  for (let at = 1; at < count; at++) {
    before = sameAsBefore(at) ? before + 1 : 0;
    pairs += before;
  }
  return pairs;
}

/** Merge sort in place; returns how many pairs were in falling order. */
function sortCountingInversions(values: Float64Array): number {
  if (values.length < 2) return 0;
  const middle = values.length >> 1;
  const left = values.slice(0, middle);
  const right = values.slice(middle);
  let inversions = sortCountingInversions(left) + sortCountingInversions(right);
  for (let at = 0, l = 0, r = 0; at < values.length; at++) {
    if (r === right.length || (l < left.length && left[l]! <= right[r]!)) {
      values[at] = left[l++]!;
    } else {
      values[at] = right[r++]!;
      inversions += left.length - l;
    }
  }
  return inversions;
}
