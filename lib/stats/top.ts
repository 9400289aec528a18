/**
 * Does a cheap score find the best items? What matters in a search is the top of the ranking, not its whole.
 *
 * Ties are broken by chance, all ways equally likely, and what is given is the mean over all of them, in closed
 * form. So a score that tells nothing apart is worth as much as drawing blindly, and never profits from the order
 * in which items happen to be listed.
 * @module
 */
import { requireNumbers } from "./numbers.ts";

/**
 * The share of the `k` items of highest score that are among the `k` of highest truth, from 0 to 1; where there are
 * ties at the edge of either, its mean over all ways to break them.
 *
 * @param scores of the items, higher is better
 * @param truth what the score should tell, higher is better
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
export function precisionAtK(scores: readonly number[], truth: readonly number[], k: number): number {
  requireTop(scores, truth, k);
  const chosen = topChances(scores, k);
  const best = topChances(truth, k);
  return chosen.reduce((sum, chance, index) => sum + chance * best[index]!, 0) / k;
}

/**
 * The best true rank among the `k` items of highest score: 1 if the best item of all is among them. An item's true
 * rank is 1 more than the number of items that are better, so items of equal truth share the best of their ranks:
 * none of them is worse to have found than another. Where scores are tied at the edge of the top, it is the mean
 * over all ways to break the tie.
 *
 * @param scores of the items, higher is better
 * @param truth what the score should tell, higher is better
 * @param k from 1 to the number of items
 * @throws {RangeError} if the lists differ in length, one has a number that is not finite, or `k` is out of range
 *
 * @example The score's two favourites are second and fourth in truth
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bestRankAtK } from "./top.ts";
 *
 * assertEquals(bestRankAtK([5, 9, 8, 1], [0.9, 0.6, 0.8, 0.7], 2), 2);
 * ```
 */
export function bestRankAtK(scores: readonly number[], truth: readonly number[], k: number): number {
  requireTop(scores, truth, k);
  const descending = truth.toSorted((a, b) => b - a);
  const rank = (index: number): number => 1 + descending.indexOf(truth[index]!);
  const chances = topChances(scores, k);
  const items = [...chances.keys()];
  const certain = items.filter((index) => chances[index] === 1).map(rank)
    .reduce((best, found) => Math.min(best, found), Infinity);
  const uncertain = items.filter((index) => chances[index]! > 0 && chances[index]! < 1).map(rank)
    .sort((a, b) => a - b);
  // Of the tied items, best first, `places` are taken: each in turn is the best of them if none before it was taken
  // (chance `open`) and it is (chance places / those left).
  const places = k - items.filter((index) => chances[index] === 1).length;
  let open = 1;
  let expected = 0;
  for (let tied = 0; tied < uncertain.length && open > 0; tied++) {
    const taken = Math.min(1, places / (uncertain.length - tied));
    expected += open * taken * Math.min(certain, uncertain[tied]!);
    open *= 1 - taken;
  }
  return uncertain.length === 0 ? certain : expected;
}

/** The chance of each item to be among the `k` highest if ties are broken by chance. */
function topChances(values: readonly number[], k: number): number[] {
  const edge = values.toSorted((a, b) => b - a)[k - 1]!;
  const above = values.filter((value) => value > edge).length;
  const tied = values.filter((value) => value === edge).length;
  return values.map((value) => value > edge ? 1 : value === edge ? (k - above) / tied : 0);
}

function requireTop(scores: readonly number[], truth: readonly number[], k: number): void {
  const purpose = "look at the top of a ranking";
  if (scores.length !== truth.length) {
    throw new RangeError(
      `Cannot ${purpose}: found ${scores.length} scores and ${truth.length} true values, ` +
        "expected as many of both",
    );
  }
  requireNumbers(purpose, scores, 1);
  requireNumbers(purpose, truth, 1);
  if (!Number.isSafeInteger(k) || k < 1 || k > scores.length) {
    throw new RangeError(`Cannot ${purpose}: found k ${k}, expected an integer 1 to ${scores.length}`);
  }
}
