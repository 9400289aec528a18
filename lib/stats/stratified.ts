/**
 * A sample that shows the whole range of scores, the paper's way to choose candidates for its Fig. 5.
 * @module
 */
import { sum } from "d3-array";
import { check, integerFrom0, members, optional, positiveInteger, safeInteger } from "../options.ts";
import { prng, shuffle } from "../random.ts";
import { type Numbers, requireNumbers } from "./numbers.ts";
import { range } from "./summary.ts";

const PURPOSE = "sample over the scores";

/** Options of {@linkcode stratifiedSample}. */
export interface StratifiedSampleOptions {
  /** How many items to take. */
  readonly count: number;
  /** The seed of the draws, a safe integer. */
  readonly seed: number;
  /** Equal parts that the range of the scores is cut into, from 1. @default 10 */
  readonly strata?: number;
}

type ChanceOptions = Omit<StratifiedSampleOptions, "seed">;

const strata = optional(positiveInteger);
const sampleSchema = members<StratifiedSampleOptions>({ count: integerFrom0, seed: safeInteger, strata });
const chanceSchema = members<ChanceOptions>({ count: integerFrom0, strata });

/**
 * The indices of `count` different items, spread over the range of their scores. The range is cut into strata
 * of equal width; in each round every stratum that still has items gives one of them at random, the strata in random
 * order. So rare poor and rare excellent items are in, of which a plain random sample would have few.
 *
 * They come in the order of the draws: the first k are what a sample of k would be.
 *
 * @param scores of the items, in any order
 * @throws {RangeError} if there are fewer than `count` scores, one is not finite, or an option is out of range
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
export function stratifiedSample(scores: Numbers, options: StratifiedSampleOptions): number[] {
  check(`Cannot ${PURPOSE}`, sampleSchema, options);
  const { count, seed, strata = 10 } = options;
  requireNumbers(PURPOSE, scores, count);
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

/**
 * The chance of each item to be in such a sample, over all seeds. An item of the sample stands for one over its chance.
 *
 * @returns [scores.length], each from 0 to 1; together they are `count`
 * @throws {RangeError} as {@linkcode stratifiedSample}
 *
 * @example Two strata, two items of each taken
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stratifiedChances } from "./stratified.ts";
 *
 * assertEquals(stratifiedChances([0, 0.1, 0.7, 0.8, 0.9, 1], { count: 4, strata: 2 }), [1, 1, 0.5, 0.5, 0.5, 0.5]);
 * ```
 */
export function stratifiedChances(scores: Numbers, options: ChanceOptions): number[] {
  check(`Cannot ${PURPOSE}`, chanceSchema, options);
  const { count, strata = 10 } = options;
  requireNumbers(PURPOSE, scores, count);
  const chances = new Array<number>(scores.length).fill(0);
  if (count === 0) return chances;
  const parts = cutIntoStrata(scores, strata);
  // Each whole round takes one of every stratum that still has some.
  const takenIn = (rounds: number) => sum(parts, ({ length }) => Math.min(length, rounds));
  let rounds = 0;
  while (takenIn(rounds) < count && takenIn(rounds + 1) <= count) rounds++;
  // In the last round only some strata have their turn.
  const turn = (count - takenIn(rounds)) / (takenIn(rounds + 1) - takenIn(rounds) || 1);
  for (const items of parts) {
    const taken = Math.min(items.length, rounds + turn);
    for (const index of items) chances[index] = taken / items.length;
  }
  return chances;
}

/** The indices of the scores in each stratum, from the lowest to the highest. */
function cutIntoStrata(scores: Numbers, strata: number): number[][] {
  const [least, greatest] = range(scores);
  const parts = Array.from({ length: strata }, (): number[] => []);
  scores.forEach((score, index) => {
    const part = greatest === least ? 0 : Math.floor(strata * (score - least) / (greatest - least));
    // The greatest score closes the last stratum.
    parts[Math.min(part, strata - 1)]!.push(index);
  });
  return parts;
}
