/**
 * Are the scores of one list higher than those of another, item by item? E.g. two searchers on the same seeds.
 * @module
 */
import { max } from "d3-array";
import { check, members, optional, positiveInteger } from "../options.ts";
import { prng, uniform } from "../random.ts";
import { bootstrapEstimate, type BootstrapOptions, bootstrapShape, type Estimate } from "./bootstrap.ts";
import { type Numbers, requireNumbers, requireSameLength } from "./numbers.ts";
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

/** Up to so many differences that are not 0, half a million choices of signs, all are counted. */
const EXACT = 20;

/**
 * Compares two lists of scores of the same items: the mean difference, its bootstrap interval over the items, and
 * the p-value of the sign-flip test of that mean.
 *
 * @throws {RangeError} if the lists differ in length or are empty, a score is not finite, or an option is out of range
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
export function comparePairs(first: Numbers, second: Numbers, options: PairedOptions): PairedComparison {
  check("Cannot compare pairs", schema, options);
  const { flips, ...resampling } = options;
  const differences = pairDifferences(first, second);
  const p = flipSigns(differences, options.seed, flips);
  return { ...bootstrapEstimate([differences], mean, resampling), p };
}

/**
 * First less second, without the rounding errors of the subtraction: 0.81 - 0.8 and 0.06 - 0.05 are to be tied,
 * though doubles make the one larger.
 */
function pairDifferences(first: Numbers, second: Numbers): number[] {
  const purpose = "compare pairs";
  requireSameLength(purpose, "scores", first, second);
  requireNumbers(purpose, first, 1);
  requireNumbers(purpose, second, 1);
  const largest = max([...first, ...second], Math.abs)!;
  // A power of two, so that dividing and multiplying by it round nothing. Of the 53 bits of the largest score, the
  // last 9 are given up.
  const unit = 2 ** Math.max(-1022, Math.floor(Math.log2(largest)) - 43);
  return first.map((score, index) => Math.round((score - second[index]!) / unit) * unit);
}

/**
 * The two-sided p-value of the sign-flip test (Fisher, The design of experiments, 1935): if neither list were better, each
 * difference could as well have the opposite sign. It is the share of all choices of signs whose sum is at least as far
 * from 0 as the one found: exact up to 20 differences that are not 0; beyond, signs are sampled, and the choice found
 * counts as one of the samples, so that the p-value is never 0.
 */
function flipSigns(values: Numbers, seed: number, flips = 9999): number {
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
function shareBeyond(sizes: Numbers, bound: number): number {
  const count = (index: number, sum: number): number => {
    if (index === sizes.length) return Math.abs(sum) >= bound ? 1 : 0;
    return count(index + 1, sum + sizes[index]!) + count(index + 1, sum - sizes[index]!);
  };
  // A choice and its opposite lie equally far from 0, so the first sign may stay.
  return sizes.length === 0 ? 1 : count(1, sizes[0]!) / 2 ** (sizes.length - 1);
}
