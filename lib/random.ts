/**
 * Seeded chance. Every random draw comes from a {@linkcode Prng} made here from a seed and a list of labels, so it depends
 * on what it is for and never on what was drawn before: step 700 of a run that was killed and continued has the same masks
 * and images as step 700 of one that was not.
 *
 * @example Streams with other labels are independent, the same labels repeat
 * ```ts
 * import { assertEquals, assertNotEquals } from "@std/assert";
 * import { prng, uniform } from "./random.ts";
 *
 * assertEquals(uniform(prng(1, "mask", 700)), uniform(prng(1, "mask", 700)));
 * assertNotEquals(uniform(prng(1, "mask", 700)), uniform(prng(1, "mask", 701)));
 * ```
 * @module
 */
import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** A generator that moves on with each draw; make one with {@linkcode prng}. */
export type Prng = RandomGenerator;

/**
 * A generator for one purpose.
 *
 * @param seed any safe integer
 * @param labels what the draws are for, e.g. `"mask", step, ghost`
 * @throws {RangeError} if the seed is not a safe integer
 */
export function prng(seed: number, ...labels: readonly (string | number)[]): Prng {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`Cannot make a generator from seed ${seed}: expected a safe integer`);
  }
  const digest = createHash("sha256").update(JSON.stringify([seed, ...labels])).digest();
  // The generator's only forbidden state is all zeros, which no known input hashes to.
  return xoroshiro128plusFromState([0, 4, 8, 12].map((byte) => digest.readInt32LE(byte)));
}

/** A number from [0, 1), uniform over multiples of 2^-53. */
export function uniform(rng: Prng): number {
  return uniformFloat64(rng);
}

/** An integer from 0 to `below - 1`, all equally likely. Throws a `RangeError` if `below` is not a positive integer. */
export function integer(rng: Prng, below: number): number {
  if (!Number.isSafeInteger(below) || below < 1) {
    throw new RangeError(`Cannot draw an integer below ${below}: expected a positive integer`);
  }
  return uniformInt(rng, 0, below - 1);
}

/** A draw from the standard normal distribution, by the Box-Muller transform. */
export function gaussian(rng: Prng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(rng)));
  return radius * Math.cos(2 * Math.PI * uniform(rng));
}

/** One of the items, all equally likely. Throws a `RangeError` if there are none. */
export function choose<T>(rng: Prng, items: readonly T[]): T {
  return items[integer(rng, items.length)]!;
}

/** The items in random order, as a new array (Fisher-Yates). */
export function shuffle<T>(rng: Prng, items: readonly T[]): T[] {
  const shuffled = items.slice();
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = integer(rng, last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

/** `count` different items in random order. Throws a `RangeError` if there are fewer. */
export function sample<T>(rng: Prng, items: readonly T[], count: number): T[] {
  if (count > items.length) {
    throw new RangeError(`Cannot sample ${count} different items from ${items.length}`);
  }
  return shuffle(rng, items).slice(0, count);
}

/** The integers from 0 to `length - 1` in random order. */
export function permutation(rng: Prng, length: number): Uint32Array {
  return Uint32Array.from(shuffle(rng, Array.from({ length }, (_, index) => index)));
}
