/**
 * How much two measurements of the same things agree.
 * @module
 */
import { requireNumbers } from "./numbers.ts";
import { meanRanks } from "./rank.ts";

/** A measure of agreement from -1 to 1 between two lists of equal length; NaN if either is constant. */
export type Correlation = (x: readonly number[], y: readonly number[]) => number;

/**
 * Pearson's correlation, from -1 to 1: how near the points are to a line.
 *
 * @returns NaN if all of `x` or all of `y` are equal
 * @throws {RangeError} if the lists differ in length, have fewer than 2 numbers, or one is not finite
 */
export function pearson(x: readonly number[], y: readonly number[]): number {
  requirePairs(x, y);
  const a = scaledDeviations(x);
  const b = scaledDeviations(y);
  return clamp(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
}

/**
 * Spearman's correlation, from -1 to 1: {@linkcode pearson} of the mean ranks, so how near to monotonic the
 * relation is.
 *
 * @returns NaN if all of `x` or all of `y` are equal
 * @throws {RangeError} if the lists differ in length, have fewer than 2 numbers, or one is not finite
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  requirePairs(x, y);
  return pearson(meanRanks(x), meanRanks(y));
}

/**
 * Kendall's tau-b, from -1 to 1: the share of pairs of points in the same order in `x` and `y` less the share
 * in opposite order, corrected for ties: (C - D) / sqrt((P - Tx) (P - Ty)), with P pairs in all and Tx, Ty
 * pairs that are tied in x, in y. Takes O(n log n) steps (Knight, A computer method for calculating Kendall's
 * tau with ungrouped data, 1966).
 *
 * @returns NaN if all of `x` or all of `y` are equal
 * @throws {RangeError} if the lists differ in length, have fewer than 2 numbers, or one is not finite
 *
 * @example Of three pairs, two keep their order and one does not
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { kendallTauB } from "./correlation.ts";
 *
 * assertAlmostEquals(kendallTauB([1, 2, 3], [10, 30, 20]), 1 / 3);
 * ```
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number {
  requirePairs(x, y);
  const order = Array.from(x, (_, index) => index).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const xs = order.map((index) => x[index]!);
  const ys = Float64Array.from(order, (index) => y[index]!);
  const pairs = x.length * (x.length - 1) / 2;
  const tiedInX = tiedPairs(xs.length, (place) => xs[place] === xs[place - 1]);
  const tiedInBoth = tiedPairs(
    xs.length,
    (place) => xs[place] === xs[place - 1] && ys[place] === ys[place - 1],
  );
  // With x in order, and y in order where x is tied, the inversions of y are the discordant pairs. The count
  // leaves y sorted.
  const discordant = sortCountingInversions(ys);
  const tiedInY = tiedPairs(ys.length, (place) => ys[place] === ys[place - 1]);
  const concordant = pairs - tiedInX - tiedInY + tiedInBoth - discordant;
  return clamp((concordant - discordant) / Math.sqrt(pairs - tiedInX) / Math.sqrt(pairs - tiedInY));
}

function requirePairs(x: readonly number[], y: readonly number[]): void {
  const purpose = "correlate two lists";
  if (x.length !== y.length) {
    throw new RangeError(
      `Cannot ${purpose}: found ${x.length} and ${y.length} numbers, expected as many in both`,
    );
  }
  requireNumbers(purpose, x, 2);
  requireNumbers(purpose, y, 2);
}

/** Deviations from the mean, the largest of them scaled to 1 or -1; NaNs if all values are equal. */
function scaledDeviations(values: readonly number[]): number[] {
  // Rounding can make the mean of equal values differ from them.
  if (values.every((value) => value === values[0])) return values.map(() => NaN);
  const average = values.reduce((sum, value) => sum + value / values.length, 0);
  const deviations = values.map((value) => value - average);
  // Without the scale the squares of very large or small numbers would leave the range of doubles.
  const scale = deviations.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return deviations.map((value) => value / scale);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** Pairs within runs of equal items in a sorted list; `sameAsBefore` compares an item with the one before. */
function tiedPairs(count: number, sameAsBefore: (place: number) => boolean): number {
  let pairs = 0;
  let before = 0;
  for (let place = 1; place < count; place++) {
    before = sameAsBefore(place) ? before + 1 : 0;
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
  for (let place = 0, l = 0, r = 0; place < values.length; place++) {
    if (r === right.length || (l < left.length && left[l]! <= right[r]!)) {
      values[place] = left[l++]!;
    } else {
      values[place] = right[r++]!;
      inversions += left.length - l;
    }
  }
  return inversions;
}

/** Rounding can carry a perfect correlation past 1. NaN stays NaN. */
function clamp(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}
