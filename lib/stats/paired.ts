/**
 * Are the scores of one list higher than those of another, item by item? Two searchers on the same seeds, a trick
 * switched on and off on the same candidates.
 * @module
 */
import { check, members, optional, positiveInteger } from "../options.ts";
import { prng, uniform } from "../random.ts";
import { bootstrapInterval, type BootstrapOptions, bootstrapShape, type Estimate } from "./bootstrap.ts";
import { pick, requireNumbers } from "./numbers.ts";
import { mean } from "./summary.ts";

/** Options of {@linkcode comparePairs}. */
export interface PairedOptions extends BootstrapOptions {
  /** How many choices of signs are sampled where they are too many to count, from 1. @default 9999 */
  readonly flips?: number;
}

const schema = members<PairedOptions>({ ...bootstrapShape, flips: optional(positiveInteger) });

/** The mean of first less second, with its interval. */
export interface PairedComparison extends Estimate {
  /** Two-sided p-value of the sign-flip test, above 0 and up to 1. */
  readonly p: number;
}

/** With so many differences that are not 0, half a million choices of signs are counted one by one. */
const EXACT = 20;

/**
 * Compares two lists of scores of the same items: the mean difference, its bootstrap interval over the items, and
 * the p-value of the sign-flip test, which asks about the very mean that is given.
 *
 * @throws {RangeError} if the lists differ in length or are empty, a score is not finite, or an option is out of
 * range
 *
 * @example One trick on five candidates
 * ```ts
 * import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
 * import { comparePairs } from "./paired.ts";
 *
 * const on = [0.82, 0.79, 0.85, 0.8, 0.77];
 * const off = [0.8, 0.76, 0.84, 0.76, 0.72];
 * const { estimate, low, high, p } = comparePairs(on, off, { seed: 1 });
 * assertAlmostEquals(estimate, 0.03);
 * assert(0.01 < low && high < 0.05);
 * // All five differences are positive: of 2^5 choices of signs only this one and its opposite go as far.
 * assertEquals(p, 2 / 2 ** 5);
 * ```
 */
export function comparePairs(
  first: readonly number[],
  second: readonly number[],
  options: PairedOptions,
): PairedComparison {
  check("Cannot compare pairs", schema, options);
  const { flips, ...resampling } = options;
  const differences = pairDifferences(first, second);
  const resampled = (indices: Uint32Array) => mean(pick(differences, indices));
  return {
    estimate: mean(differences),
    ...bootstrapInterval(differences.length, resampled, resampling),
    n: differences.length,
    p: flipSigns(differences, options.seed, flips),
  };
}

/**
 * First less second, without the rounding errors of the subtraction: 0.81 - 0.8 and 0.06 - 0.05 are to be tied,
 * though doubles make the one larger.
 */
function pairDifferences(first: readonly number[], second: readonly number[]): number[] {
  const purpose = "compare pairs";
  if (first.length !== second.length) {
    throw new RangeError(
      `Cannot ${purpose}: found ${first.length} and ${second.length} scores, expected as many in both`,
    );
  }
  requireNumbers(purpose, first, 1);
  requireNumbers(purpose, second, 1);
  const largest = [...first, ...second].reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  // A power of two, so that dividing by it and multiplying with it round nothing. Scores have 53 binary places; the
  // last 9 of the largest one are given up.
  const unit = 2 ** Math.max(-1022, Math.floor(Math.log2(largest)) - 43);
  return first.map((score, index) => Math.round((score - second[index]!) / unit) * unit);
}

/**
 * The two-sided p-value of the sign-flip test (Fisher, The design of experiments, 1935): if neither list were better, each
 * difference could as well have the opposite sign. It is the share of all choices of signs whose sum is at least as far
 * from 0 as the one that was found: exact up to 20 differences that are not 0; beyond, signs are sampled, and the choice
 * that was found is counted among the samples, so that the p-value is never 0.
 */
function flipSigns(values: readonly number[], seed: number, flips = 9999): number {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Sums that are equal but for rounding count as equal.
  const bound = Math.abs(values.reduce((sum, value) => sum + value, 0)) - 1e-9 * total;
  if (sizes.length <= EXACT) return shareBeyond(sizes, bound);
  const rng = prng(seed, "sign flips");
  let beyond = 1;
  for (let flip = 0; flip < flips; flip++) {
    const sum = sizes.reduce((sum, size) => uniform(rng) < 0.5 ? sum + size : sum - size, 0);
    if (Math.abs(sum) >= bound) beyond++;
  }
  return beyond / (flips + 1);
}

/** The share of all choices of signs whose sum is at least `bound` away from 0. */
function shareBeyond(sizes: readonly number[], bound: number): number {
  const count = (place: number, sum: number): number => {
    if (place === sizes.length) return Math.abs(sum) >= bound ? 1 : 0;
    return count(place + 1, sum + sizes[place]!) + count(place + 1, sum - sizes[place]!);
  };
  // A choice and its opposite lie equally far from 0, so the first sign may stay.
  return sizes.length === 0 ? 1 : count(1, sizes[0]!) / 2 ** (sizes.length - 1);
}
