/**
 * What a sample with too much of some things says of its population: an item that was chosen with chance p stands for
 * 1 / p items (Horvitz and Thompson, 1952).
 * @module
 */
import { rollup, sort, sum } from "d3-array";
import { cannot } from "../options.ts";
import { bootstrapEstimate, type BootstrapOptions, type Estimate } from "./bootstrap.ts";
import { clamp, type Numbers, requireNumbers } from "./numbers.ts";

/**
 * Spearman's correlation of items that each stand for as many as their weight says: with whole numbers as weights it is
 * `spearman` of the lists with every item repeated so often. NaN if all of `x` or all of `y` are equal.
 *
 * @throws {RangeError} as `spearman`, or if a weight is not above 0
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
export function weightedSpearman(x: Numbers, y: Numbers, weights: Numbers): number {
  const purpose = "correlate weighted items";
  for (const list of [x, y, weights]) {
    requireNumbers(purpose, list, 2);
    if (list.length !== x.length) {
      throw cannot(purpose, `${x.length}, ${y.length} and ${weights.length} numbers`, "as many in all");
    }
  }
  const fault = weights.findIndex((weight) => weight <= 0);
  if (fault >= 0) throw cannot(purpose, `weight ${weights[fault]} at index ${fault}`, "one above 0");
  const a = centredRanks(x, weights);
  const b = centredRanks(y, weights);
  const product = (one: Numbers, other: Numbers): number =>
    one.reduce((sum, value, index) => sum + weights[index]! * value * other[index]!, 0);
  return clamp(product(a, b) / Math.sqrt(product(a, a) * product(b, b)));
}

/** {@linkcode weightedSpearman} and its bootstrap interval. */
export function weightedSpearmanInterval(
  x: Numbers,
  y: Numbers,
  weights: Numbers,
  options: BootstrapOptions,
): Estimate {
  return bootstrapEstimate([x, y, weights], weightedSpearman, options);
}

/** Mean ranks among all that the items stand for, less their weighted mean; all 0 if the values are equal. */
function centredRanks(values: Numbers, weights: Numbers): number[] {
  const tied = rollup(
    values.keys(),
    (items) => sum(items, (index) => weights[index]),
    (index) => values[index]!,
  );
  const ranks = new Map<number, number>();
  let below = 0;
  for (const [value, weight] of sort(tied, ([value]) => value)) {
    ranks.set(value, below + weight / 2);
    below += weight;
  }
  // The mean rank of all is in the middle, whatever is tied.
  return values.map((value) => ranks.get(value)! - below / 2);
}
