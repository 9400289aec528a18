import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { bootstrapInterval } from "../../lib/stats/bootstrap.ts";
import { comparePairs } from "../../lib/stats/paired.ts";
import { mean } from "../../lib/stats/summary.ts";
import { scipy } from "./scipy.ts";

/** The p-value of the sign-flip test, without the rest. */
const flipTest = (
  first: readonly number[],
  second: readonly number[],
  options: { seed: number; flips?: number },
) => comparePairs(first, second, { resamples: 1, ...options }).p;

const zeros = (count: number): number[] => Array(count).fill(0);

/** Samples of 2 to 12 differences, as SciPy takes no single one, shifted by a standard deviation or less. */
const untied = Array.from({ length: 40 }, (_, sample) => {
  const rng = prng(61, sample);
  return Array.from({ length: 2 + sample % 11 }, () => gaussian(rng) + sample % 4 / 3);
});
/** Small integers: many ties and zeros. */
const tied = Array.from({ length: 40 }, (_, sample) => {
  const rng = prng(62, sample);
  return Array.from({ length: 2 + sample % 10 }, () => integer(rng, 7) - 2);
});

Deno.test("comparePairs() has the p-value of SciPy's exact permutation test", async () => {
  const samples = [...untied, ...tied];
  const answers = await scipy<number[]>(
    `
def flip(d):
    return stats.permutation_test((d,), lambda x, axis: np.mean(x, axis), permutation_type='samples',
                                  vectorized=True, n_resamples=np.inf).pvalue
answer = [flip(d) for d in given]`,
    samples,
  );
  samples.forEach((differences, sample) => {
    // The same differences between other scores.
    const second = differences.map((_, index) => index);
    const first = differences.map((difference, index) => difference + index);
    assertAlmostEquals(flipTest(first, second, { seed: 1 }), answers[sample]!, 1e-12);
  });
});

Deno.test("comparePairs() samples signs where it cannot count them", () => {
  const rng = prng(63);
  const long = Array.from({ length: 40 }, () => gaussian(rng) + 0.25);
  assertEquals(flipTest(long, zeros(40), { seed: 1 }), flipTest(long, zeros(40), { seed: 1 }));
  assert(flipTest(long, zeros(40), { seed: 1 }) !== flipTest(long, zeros(40), { seed: 2 }));
  // 2^-29 in truth: no sample goes so far, and the one that was found is counted.
  assertEquals(flipTest(Array(30).fill(1), zeros(30), { seed: 1, flips: 99 }), 1 / 100);
});

Deno.test("the sampled p-value of differences without direction is below a level as often as the level says", () => {
  // 400 samples of 21 differences: binomial(400, 0.2), sd 8; five sd are allowed.
  const below = Array.from({ length: 400 }, (_, sample) => {
    const rng = prng(64, sample);
    const differences = Array.from({ length: 21 }, () => gaussian(rng));
    return flipTest(differences, zeros(21), { seed: sample, flips: 199 });
  }).filter((p) => p <= 0.2).length;
  assertAlmostEquals(below, 80, 40);
});

Deno.test("comparePairs() sees ties through the rounding of a subtraction", () => {
  const first = [0.81, 0.21, 0.06, 0.3];
  const second = [0.8, 0.2, 0.05, 0.31];
  assert(first[0]! - second[0]! !== first[1]! - second[1]!);
  // Differences +1 +1 +1 -1: sums of four signs are 2 or more away from 0 in 2 (1 + 4) of 16 cases.
  assertEquals(flipTest(first, second, { seed: 1 }), 10 / 16);
});

Deno.test("the p-value does not depend on which list is first, nor on the unit", () => {
  for (const differences of untied) {
    const base = differences.map((_, index) => 3 + index);
    const higher = base.map((value, index) => value + differences[index]!);
    const p = flipTest(higher, base, { seed: 1 });
    assertEquals(flipTest(base, higher, { seed: 1 }), p);
    const scaled = (list: number[]) => list.map((value) => value * 2 ** 900);
    assertEquals(flipTest(scaled(higher), scaled(base), { seed: 1 }), p);
  }
  assertEquals(flipTest([1, 2, 3], [1, 2, 3], { seed: 1 }), 1);
  assertEquals(flipTest([0], [0], { seed: 1 }), 1);
});

Deno.test("comparePairs() joins the mean difference, its bootstrap interval and the sign-flip test", () => {
  const first = [0.5, 0.75, 0.25, 1, 0.5, 0.625];
  const second = [0.25, 0.5, 0.5, 0.5, 0.25, 0.5];
  const differences = [0.25, 0.25, -0.25, 0.5, 0.25, 0.125];
  const [resampling, flipping] = [{ seed: 3, resamples: 500, level: 0.9 }, { seed: 3, flips: 50 }];
  const interval = bootstrapInterval(
    6,
    (indices) => mean(Array.from(indices, (index) => differences[index]!)),
    resampling,
  );
  assertEquals(comparePairs(first, second, { ...resampling, ...flipping }), {
    estimate: 0.1875,
    ...interval,
    n: 6,
    // As far from 0 as 1.125: no size, 0.125 or one of the four 0.25 has a minus; and the opposites of these six.
    p: 12 / 64,
  });
});

Deno.test("comparePairs() refuses what is no pair", () => {
  const cases: [number[], number[], object, string][] = [
    [[1, 2], [1], {}, "Cannot compare pairs: found 2 and 1 scores, expected as many in both"],
    [[], [], {}, "found 0 numbers, expected at least 1"],
    [[1, NaN], [1, 2], {}, "found NaN at index 1"],
    [[1, 2], [1, Infinity], {}, "found Infinity at index 1"],
    [[1], [2], { flips: 0 }, "Cannot compare pairs with flips = 0: expected a positive integer"],
    [[1], [2], { flip: 9 }, "flips; did you mean flips?"],
  ];
  for (const [first, second, options, message] of cases) {
    assertThrows(() => comparePairs(first, second, { seed: 1, ...options }), RangeError, message);
  }
});
