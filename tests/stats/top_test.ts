import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { integer, prng } from "../../lib/random.ts";
import { bestRankAtK, precisionAtK } from "../../lib/stats/top.ts";

/** Every way to take the `k` highest values: all sets of k items that no item outside surpasses. */
function tops(values: readonly number[], k: number): number[][] {
  const sets = Array.from(
    { length: 2 ** values.length },
    (_, bits) => [...values.keys()].filter((index) => bits >> index & 1),
  ).filter((set) => set.length === k);
  return sets.filter((set) => {
    const least = Math.min(...set.map((index) => values[index]!));
    return values.every((value, index) => set.includes(index) || value <= least);
  });
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const samples = Array.from({ length: 150 }, (_, sample) => {
  const rng = prng(81, sample);
  const count = 1 + integer(rng, 8);
  const draw = () => Array.from({ length: count }, () => integer(rng, 1 + sample % 9));
  return { scores: draw(), truth: draw(), k: 1 + integer(rng, count) };
});

Deno.test("precisionAtK() is the mean over all ways to break ties, by brute force", () => {
  for (const { scores, truth, k } of samples) {
    const shares = tops(scores, k).flatMap((chosen) =>
      tops(truth, k).map((best) => chosen.filter((index) => best.includes(index)).length / k)
    );
    assertAlmostEquals(precisionAtK(scores, truth, k), average(shares), 1e-12);
  }
});

Deno.test("bestRankAtK() is the mean over all ways to break ties, by brute force", () => {
  for (const { scores, truth, k } of samples) {
    const rank = (index: number) => 1 + truth.filter((value) => value > truth[index]!).length;
    const ranks = tops(scores, k).map((chosen) => Math.min(...chosen.map(rank)));
    assertAlmostEquals(bestRankAtK(scores, truth, k), average(ranks), 1e-12);
  }
});

Deno.test("precisionAtK() and bestRankAtK() give cases worked by hand", () => {
  const truth = [0.9, 0.8, 0.7, 0.6, 0.5];
  const cases: [number[], number[], k: number, precision: number, rank: number][] = [
    [truth, truth, 2, 1, 1],
    [[1, 2, 3, 4, 5], truth, 2, 0, 4],
    [[1, 2, 3, 4, 5], truth, 5, 1, 1],
    // Certain: the last; of the other four any one, so ranks 1 to 4.
    [[0, 0, 0, 0, 1], truth, 2, 1 / 4 * 2 / 2, 10 / 4],
    // The three best are equally good: whichever is found, its rank is 1, and 2 of 3 count as the best two.
    [[1, 2, 3, 0, 0], [5, 5, 5, 1, 1], 2, 2 / 3, 1],
    [[7], [-3], 1, 1, 1],
  ];
  for (const [scores, values, k, precision, rank] of cases) {
    assertAlmostEquals(precisionAtK(scores, values, k), precision, 1e-12);
    assertAlmostEquals(bestRankAtK(scores, values, k), rank, 1e-12);
  }
});

Deno.test("precisionAtK() of a score without information is that of drawing blindly", () => {
  const truth = Array.from({ length: 50 }, (_, index) => index);
  for (const k of [1, 10, 50]) assertAlmostEquals(precisionAtK(Array(50).fill(1), truth, k), k / 50, 1e-12);
  // The least of 10 of the ranks 1 to 50, drawn without replacement, is (50 + 1) / (10 + 1) in the mean.
  assertAlmostEquals(bestRankAtK(Array(50).fill(1), truth, 10), 51 / 11, 1e-12);
});

Deno.test("precisionAtK() and bestRankAtK() leave lists alone and refuse what has no top", () => {
  const frozen = Object.freeze([2, 3, 1]);
  for (const measure of [precisionAtK, bestRankAtK]) {
    assertEquals(measure(frozen, frozen, 1), 1);
    const cases: [number[], number[], number, string][] = [
      [[1, 2], [1], 1, "Cannot look at the top of a ranking: found 2 scores and 1 true values"],
      [[], [], 1, "found 0 numbers, expected at least 1"],
      [[1, NaN], [1, 2], 1, "found NaN at index 1"],
      [[1, 2], [1, -Infinity], 1, "found -Infinity at index 1"],
      [[1, 2], [1, 2], 0, "found k 0, expected an integer 1 to 2"],
      [[1, 2], [1, 2], 3, "found k 3"],
      [[1, 2], [1, 2], 1.5, "found k 1.5"],
    ];
    for (const [scores, truth, k, message] of cases) {
      assertThrows(() => measure(scores, truth, k), RangeError, message);
    }
  }
});
