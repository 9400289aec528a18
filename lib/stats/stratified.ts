/**
 * A sample that shows the whole range of scores, the paper's way to choose candidates for its Fig. 5.
 * @module
 */
import { prng, shuffle } from "../random.ts";
import { requireNumbers } from "./numbers.ts";
import { range } from "./summary.ts";

/** Options of {@linkcode stratifiedSample}. */
export interface StratifiedSampleOptions {
  /** How many items to take. */
  readonly count: number;
  /** The seed of the draws, a safe integer. */
  readonly seed: number;
  /** Equal parts that the range of the scores is cut into, from 1. @default 10 */
  readonly strata?: number;
}

/**
 * The indices of `count` different items, spread over the range of their scores. The range is cut into strata
 * of equal width in score; in each round every stratum that still has items gives one of them at random, the
 * strata in random order. So rare poor and rare excellent items are in, of which a plain random sample would
 * have few.
 *
 * They come in the order of the draws: the first k are what a sample of k would be, so a larger sample adds
 * to a smaller one.
 *
 * @param scores of the items, in any order
 * @throws {RangeError} if there are fewer than `count` scores, one is not finite, or an option is out of
 * range
 *
 * @example One poor item among ninety-nine good ones is always in
 * ```ts
 * import { assert } from "@std/assert";
 * import { stratifiedSample } from "./stratified.ts";
 *
 * const scores = [0.1, ...Array.from({ length: 99 }, (_, index) => 0.8 + index / 1000)];
 * assert(stratifiedSample(scores, { count: 5, seed: 1 }).includes(0));
 * ```
 */
export function stratifiedSample(
  scores: readonly number[],
  { count, seed, strata = 10 }: StratifiedSampleOptions,
): number[] {
  const purpose = "sample over the scores";
  if (!Number.isSafeInteger(strata) || strata < 1) {
    throw new RangeError(`Cannot ${purpose}: found ${strata} strata, expected a positive integer`);
  }
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`Cannot ${purpose}: found count ${count}, expected an integer from 0`);
  }
  requireNumbers(purpose, scores, count);
  if (count === 0) return [];
  const left = cutIntoStrata(scores, strata)
    .map((items, stratum) => shuffle(prng(seed, "stratum", stratum), items));
  const sample: number[] = [];
  for (let round = 0; sample.length < count; round++) {
    for (const items of shuffle(prng(seed, "round", round), left)) {
      const item = items.pop();
      if (item !== undefined) sample.push(item);
    }
  }
  return sample.slice(0, count);
}

/** The indices of the scores in each stratum, from the lowest to the highest. */
function cutIntoStrata(scores: readonly number[], strata: number): number[][] {
  const [least, greatest] = range(scores);
  const parts = Array.from({ length: strata }, (): number[] => []);
  scores.forEach((score, index) => {
    const part = greatest === least ? 0 : Math.floor(strata * (score - least) / (greatest - least));
    // The greatest score closes the last stratum.
    parts[Math.min(part, strata - 1)]!.push(index);
  });
  return parts;
}
