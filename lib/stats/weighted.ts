/**
 * What a sample with too much of some things says of the population that it was drawn from: each item stands for as many
 * as one over the chance that it had to be chosen (Horvitz and Thompson, 1952).
 * @module
 */
import { bootstrapInterval, type BootstrapOptions, type Estimate } from "./bootstrap.ts";
import { pick, requireNumbers } from "./numbers.ts";

/**
 * Spearman's correlation, from -1 to 1, of items that each stand for as many as their weight says: with whole numbers as
 * weights it is `spearman` of the lists with every item repeated so often.
 *
 * @returns NaN if all of `x` or all of `y` are equal
 * @throws {RangeError} if the lists differ in length, have fewer than 2 numbers or one that is not finite, or a weight
 * is not above 0
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { spearman } from "./correlation.ts";
 * import { weightedSpearman } from "./weighted.ts";
 *
 * const repeated = spearman([1, 2, 2, 2, 3], [5, 4, 4, 4, 6]);
 * assertAlmostEquals(weightedSpearman([1, 2, 3], [5, 4, 6], [1, 3, 1]), repeated);
 * ```
 */
export function weightedSpearman(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[],
): number {
  const purpose = "correlate weighted items";
  for (const list of [x, y, weights]) {
    requireNumbers(purpose, list, 2);
    if (list.length !== x.length) {
      throw new RangeError(
        `Cannot ${purpose}: found ${x.length}, ${y.length} and ${weights.length} numbers, expected as many in all`,
      );
    }
  }
  const light = weights.findIndex((weight) => weight <= 0);
  if (light >= 0) {
    throw new RangeError(
      `Cannot ${purpose}: found weight ${weights[light]} at index ${light}, expected one above 0`,
    );
  }
  const [a, b] = [x, y].map((list) => centredRanks(list, weights));
  const product = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, index) => sum + weights[index]! * value * other[index]!, 0);
  const correlation = product(a!, b!) / Math.sqrt(product(a!, a!) * product(b!, b!));
  return Math.max(-1, Math.min(1, correlation));
}

/**
 * {@linkcode weightedSpearman} and its bootstrap interval; items are resampled with their weights.
 *
 * @throws {RangeError} if the lists are none that {@linkcode weightedSpearman} takes, or an option is out of range
 */
export function weightedSpearmanInterval(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const resampled = (indices: Uint32Array): number =>
    weightedSpearman(pick(x, indices), pick(y, indices), pick(weights, indices));
  return {
    estimate: weightedSpearman(x, y, weights),
    ...bootstrapInterval(x.length, resampled, options),
    n: x.length,
  };
}

/** Mean ranks among all that the items stand for, less their weighted mean; all 0 if the values are equal. */
function centredRanks(values: readonly number[], weights: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  let below = 0;
  for (let start = 0, end; start < order.length; start = end) {
    let tied = 0;
    for (end = start; end < order.length && values[order[end]!] === values[order[start]!]; end++) {
      tied += weights[order[end]!]!;
    }
    for (let place = start; place < end; place++) ranks[order[place]!] = below + tied / 2;
    below += tied;
  }
  // The mean rank of all is in the middle, whatever is tied.
  return ranks.map((rank) => rank - below / 2);
}
