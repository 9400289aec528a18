/**
 * Does a cheap score find the best items? What matters in a search is the top of the ranking, not its whole.
 *
 * Where there are ties at the edge of the top, results are the mean over all ways to break them, in closed form. So a
 * constant score is worth as much as drawing blindly, and the order in which items are listed does not matter.
 * @module
 */
import { min } from "d3-array";
import { cannot } from "../options.ts";
import { type Numbers, requireNumbers } from "./numbers.ts";

/**
 * The share of the `k` items of highest score that are among the `k` of highest truth, from 0 to 1.
 *
 * @param scores of the items, higher is better
 * @param truth what the score should predict, higher is better
 * @param k from 1 to the number of items
 * @throws {RangeError} if the lists differ in length, one has a number that is not finite, or `k` is out of range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { precisionAtK } from "./top.ts";
 *
 * const truth = [0.9, 0.8, 0.7, 0.6];
 * assertEquals(precisionAtK([3, 1, 2, 0], truth, 2), 1 / 2);
 * // Whichever two are drawn, each is one of the best two with chance 1 / 2.
 * assertEquals(precisionAtK([1, 1, 1, 1], truth, 2), 1 / 2);
 * ```
 */
export function precisionAtK(scores: Numbers, truth: Numbers, k: number): number {
  requireTop(scores, truth, k);
  const chosen = topChances(scores, k);
  const best = topChances(truth, k);
  return chosen.reduce((sum, chance, index) => sum + chance * best[index]!, 0) / k;
}

/**
 * The best true rank among the `k` items of highest score: 1 if the best item of all is among them. An item's true
 * rank is 1 more than the number of better items, so items of equal truth share the best of their ranks. Takes what
 * {@linkcode precisionAtK} takes, and throws as that does.
 *
 * @example The score's two favourites are second and fourth in truth
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bestRankAtK } from "./top.ts";
 *
 * assertEquals(bestRankAtK([5, 9, 8, 1], [0.9, 0.6, 0.8, 0.7], 2), 2);
 * ```
 */
export function bestRankAtK(scores: Numbers, truth: Numbers, k: number): number {
  requireTop(scores, truth, k);
  const descending = truth.toSorted((a, b) => b - a);
  const chances = topChances(scores, k);
  const ranks = truth.map((value) => 1 + descending.indexOf(value));
  const inside = ranks.filter((_, index) => chances[index] === 1);
  const tied = ranks.filter((_, index) => chances[index]! > 0 && chances[index]! < 1).sort((a, b) => a - b);
  const certain = min(inside) ?? Infinity;
  if (tied.length === 0) return certain;
  // Of the tied items, best first, `places` are taken: each in turn is the best of them if none before it was taken
  // (chance `open`) and it is (chance places / those left).
  const places = k - inside.length;
  let open = 1;
  let expected = 0;
  for (const [index, rank] of tied.entries()) {
    const taken = Math.min(1, places / (tied.length - index));
    expected += open * taken * Math.min(certain, rank);
    open *= 1 - taken;
  }
  return expected;
}

/** The chance of each item to be among the `k` highest if ties are broken by chance. */
function topChances(values: Numbers, k: number): number[] {
  const edge = values.toSorted((a, b) => b - a)[k - 1]!;
  const above = values.filter((value) => value > edge).length;
  const tied = values.filter((value) => value === edge).length;
  const below = (value: number) => value === edge ? (k - above) / tied : 0;
  return values.map((value) => value > edge ? 1 : below(value));
}

function requireTop(scores: Numbers, truth: Numbers, k: number): void {
  const purpose = "look at the top of a ranking";
  if (scores.length !== truth.length) {
    throw cannot(purpose, `${scores.length} scores and ${truth.length} true values`, "as many of both");
  }
  requireNumbers(purpose, scores, 1);
  requireNumbers(purpose, truth, 1);
  if (!Number.isSafeInteger(k) || k < 1 || k > scores.length) {
    throw cannot(purpose, `k ${k}`, `an integer 1 to ${scores.length}`);
  }
}
