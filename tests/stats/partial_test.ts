import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { meanRanks, pearson, spearman } from "../../lib/stats/correlation.ts";
import { partialSpearman, partialSpearmanInterval, rankResiduals } from "../../lib/stats/partial.ts";
import { scipy } from "./scipy.ts";

/** Items whose x and y grow with the first covariate; `ties` rounds all to few values. */
function items(sample: number, covariates: number, ties: boolean) {
  const rng = prng(71, sample);
  const count = covariates + 4 + integer(rng, 30);
  const draw = () => Array.from({ length: count }, () => gaussian(rng));
  const held = Array.from({ length: covariates }, draw);
  const follow = () => draw().map((value, index) => value + (held[0]?.[index] ?? 0));
  const round = (list: number[]) => ties ? list.map(Math.round) : list;
  return { x: round(follow()), y: round(follow()), covariates: held.map(round) };
}

Deno.test("partialSpearman() equals NumPy's least squares on 120 samples of 0 to 3 covariates", async () => {
  const samples = Array.from({ length: 120 }, (_, sample) => items(sample, sample % 4, sample % 8 >= 4));
  const answers = await scipy<(number | null)[]>(
    `
def left_over(values, covariates):
    a = np.column_stack([np.ones(len(values))] + [stats.rankdata(c) for c in covariates])
    ranks = stats.rankdata(values)
    return ranks - a @ np.linalg.lstsq(a, ranks, rcond=None)[0]
answer = [stats.pearsonr(left_over(s['x'], s['covariates']), left_over(s['y'], s['covariates']))[0] for s in given]`,
    samples,
  );
  samples.forEach(({ x, y, covariates }, sample) => {
    assertAlmostEquals(partialSpearman(x, y, covariates), answers[sample]!, 1e-9);
  });
});

Deno.test("partialSpearman() equals the closed form for one covariate, and spearman() for none", () => {
  for (let sample = 0; sample < 50; sample++) {
    const { x, y, covariates: [z] } = items(sample, 1, sample % 2 === 0);
    const [xy, xz, yz] = [spearman(x, y), spearman(x, z!), spearman(y, z!)];
    const expected = (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
    assertAlmostEquals(partialSpearman(x, y, [z!]), expected, 1e-9);
    assertAlmostEquals(partialSpearman(x, y, []), xy, 1e-12);
  }
});

Deno.test("partialSpearman() passes over covariates that hold nothing more fixed", () => {
  const { x, y, covariates } = items(5, 2, false);
  const [a, b] = covariates as [number[], number[]];
  const expected = partialSpearman(x, y, [a, b]);
  const same: number[][][] = [
    [b, a],
    [a, b, a],
    [a, a.map((value) => Math.exp(value)), b],
    [a, b, b.map((value) => -value)],
    [a.map(() => 7), a, b],
  ];
  for (const held of same) assertAlmostEquals(partialSpearman(x, y, held), expected, 1e-12);
  // Also where its ranks (1.5, 4.5, 7.5) are a combination of those of two others (2.5, 6.5).
  const p = [1, 1, 2, 2, 1, 1, 2, 2];
  const q = [1, 2, 1, 2, 1, 2, 1, 2];
  const sum = p.map((value, index) => 10 * value + 10 * q[index]!);
  const u = [3, 1, 4, 8, 5, 7, 2, 6];
  const v = [2, 7, 1, 8, 3, 6, 5, 4];
  assertAlmostEquals(partialSpearman(u, v, [p, q, sum]), partialSpearman(u, v, [p, q]), 1e-12);
});

Deno.test("partialSpearman() tells a covariate from another that is ranked nearly alike", async () => {
  // Two neighbours of 400 have changed places; x is the difference, with a little noise, and so is y.
  const rng = prng(73);
  const size = Array.from({ length: 400 }, (_, index) => index);
  const swapped = size.with(100, 101).with(101, 100);
  const [x, y] = [1, 2].map(() => size.map((value, index) => value - swapped[index]! + gaussian(rng) / 9));
  const [answer] = await scipy<number[]>(
    `
x, y, *held = [stats.rankdata(v) for v in given]
a = np.column_stack([np.ones(400), held[0], held[1] - held[0]])
left = [v - a @ np.linalg.lstsq(a, v, rcond=None)[0] for v in (x, y)]
answer = [stats.pearsonr(*left)[0]]`,
    [x, y, size, swapped],
  );
  assertAlmostEquals(partialSpearman(x!, y!, [size, swapped]), answer!, 1e-9);
  assert(Math.abs(partialSpearman(x!, y!, [size]) - answer!) > 0.001);
});

Deno.test("partialSpearman() is NaN where nothing is left to correlate", () => {
  const x = [0.3, 0.1, 0.9, 0.5, 0.7, 0.2];
  const y = [6, 2, 5, 1, 4, 3];
  assertEquals(partialSpearman(x, y, [x]), NaN);
  assertEquals(partialSpearman(x, y, [y.map((value) => -3 * value)]), NaN);
  assertEquals(partialSpearman(x, [1, 1, 1, 1, 1, 1], [y]), NaN);
  // 1.5, 4.5 and 7.5 where the sum is 2, 3 and 4: a combination of the ranks of p and q.
  const p = [1, 1, 2, 2, 1, 1, 2, 2];
  const q = [1, 2, 1, 2, 1, 2, 1, 2];
  const sum = p.map((value, index) => value + q[index]!);
  assertEquals(partialSpearman(sum, [1, 2, 3, 5, 4, 8, 7, 6], [p, q]), NaN);
});

Deno.test("partialSpearmanInterval() brackets the estimate and tells real agreement from size", () => {
  const rng = prng(72);
  const size = Array.from({ length: 150 }, () => gaussian(rng));
  const quality = size.map(() => gaussian(rng));
  const noisy = (weight: number) =>
    size.map((value, index) => value + weight * quality[index]! + 0.5 * gaussian(rng));
  const options = { seed: 1, resamples: 200 };
  const bySize = partialSpearmanInterval(noisy(0), noisy(0), [size], options);
  const byQuality = partialSpearmanInterval(noisy(1), noisy(1), [size], options);
  assert(bySize.low < 0 && 0 < bySize.high && bySize.n === 150);
  assert(byQuality.low > 0.5 && byQuality.low < byQuality.estimate && byQuality.estimate < byQuality.high);
});

Deno.test("partialSpearman() refuses lists that do not belong together", () => {
  const four = [1, 2, 3, 4];
  const cases: [number[], number[], number[][], string][] = [
    [
      four,
      [1, 2, 3],
      [],
      "Cannot correlate with covariates held fixed: found 3 numbers in y, expected 4 as in x",
    ],
    [four, four, [four, [1]], "found 1 numbers in covariate 1, expected 4 as in x"],
    [four, four, [four, four], "found 4 numbers, expected at least 5"],
    [four, four, [[1, 2, NaN, 4]], "found NaN at index 2"],
  ];
  for (const [x, y, covariates, message] of cases) {
    assertThrows(() => partialSpearman(x, y, covariates), RangeError, message);
  }
});

Deno.test("rankResiduals() are at right angles to the covariates' ranks and correlate as partialSpearman() says", () => {
  for (let sample = 0; sample < 40; sample++) {
    const { x, y, covariates } = items(sample, sample % 4, sample % 8 >= 4);
    const [restOfX, restOfY] = [x, y].map((list) => rankResiduals(list, covariates));
    assertAlmostEquals(pearson(restOfX!, restOfY!), partialSpearman(x, y, covariates), 1e-9);
    assertAlmostEquals(restOfX!.reduce((sum, value) => sum + value, 0), 0, 1e-9);
    for (const covariate of covariates) {
      const ranks = meanRanks(covariate);
      assertAlmostEquals(ranks.reduce((sum, rank, index) => sum + rank * restOfX![index]!, 0), 0, 1e-8);
    }
  }
});

Deno.test("rankResiduals() is the deviation from the mean rank without covariates, and 0 where all is explained", () => {
  assertEquals(rankResiduals([30, 10, 20, 20], []), [1.5, -1.5, 0, 0]);
  assertEquals(rankResiduals([3, 1, 2, 4], [[30, 10, 20, 40]]), [0, 0, 0, 0]);
});

Deno.test("rankResiduals() worked by hand: two neighbours have changed places", () => {
  // Deviations of the ranks: -2 -1 1 0 2 and -2 -1 0 1 2, so the slope is 9 / 10.
  const expected = [-0.2, -0.1, 1, -0.9, 0.2];
  rankResiduals([10, 20, 40, 30, 50], [[1, 2, 3, 4, 5]])
    .forEach((value, index) => assertAlmostEquals(value, expected[index]!, 1e-12));
});

Deno.test("rankResiduals() refuses covariates of another length", () => {
  const message = "found 1 numbers in covariate 0, expected 4 as in values";
  assertThrows(() => rankResiduals([1, 2, 3, 4], [[1]]), RangeError, message);
});
