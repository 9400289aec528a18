import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { rivals, searchClaim, testGain } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { ALL_ON, ONE_SHOT_TOP, RANDOM, RANDOM_SAME_SIZE, TRAINED_ALONE } from "../../lib/records/mod.ts";
import { mean } from "../../lib/stats/mod.ts";
import { groupOf, noisy } from "./planted.ts";

const constant = (name: string, accuracy: number) => groupOf(name, [accuracy, accuracy]);

Deno.test("testGain() is the distance of the means to the best other, in percentage points", () => {
  const gain = testGain(groupOf("a", [0.9, 0.92]), [constant("b", 0.85), constant("c", 0.8)]);
  assertAlmostEquals(gain.estimate, 6);
  assertEquals(gain.n, 2);
  // Two draws of two: mean 90, 91 or 92 with chances 1/4, 1/2, 1/4, so the tails of 2.5 % end at the extremes.
  assertAlmostEquals(gain.low, 5);
  assertAlmostEquals(gain.high, 7);
  assertAlmostEquals(testGain(constant("a", 0.8), [constant("b", 0.7), constant("c", 0.81)]).estimate, -1);
});

Deno.test("testGain() resamples the others, too, and of each resample takes the best", () => {
  // 80 against a mean of 70, 80 or 90: the gain is 10, 0 or -10.
  const alone = testGain(constant("a", 0.8), [groupOf("b", [0.7, 0.9])]);
  assertAlmostEquals(alone.low, -10);
  assertAlmostEquals(alone.high, 10);
  // Beside a constant 80 the other can only do harm: the gain is 0 or -10.
  const both = testGain(constant("a", 0.8), [groupOf("b", [0.7, 0.9]), constant("c", 0.8)]);
  assertAlmostEquals(both.low, -10);
  assertAlmostEquals(both.high, 0);
  assertAlmostEquals(both.estimate, 0);
});

Deno.test("testGain() takes the mean over a network's seeds, and resamples networks, not seeds", () => {
  const [test] = groupOf("a", [0]).tests;
  const twice = (pairs: readonly (readonly number[])[]) => ({
    name: "a",
    tests: pairs.map((accuracies) => ({ ...test!, accuracies })),
  });
  const gain = testGain(twice([[0.8, 0.9], [0.83, 0.87]]), [constant("b", 0.8)]);
  for (const value of [gain.estimate, gain.low, gain.high]) assertAlmostEquals(value, 5);
  assertEquals(gain.n, 2);
  // A network that is a group by itself has only its seeds to be resampled.
  const alone = testGain(constant("a", 0.85), [twice([[0.75, 0.85]])]);
  assertAlmostEquals(alone.estimate, 5);
  assert(alone.low < 1e-9 && alone.high > 10 - 1e-9);
});

Deno.test("testGain() gives the same interval again, a narrower one for larger groups, and needs no equal sizes", () => {
  const group = (name: string, size: number, level: number, seed: number) =>
    groupOf(name, noisy(Array.from({ length: size }, () => level), 0.01, seed));
  const small = [group("a", 6, 0.9, 1), group("b", 6, 0.88, 2)] as const;
  const large = [group("a", 60, 0.9, 3), group("b", 40, 0.88, 4)] as const;
  const width = ([a, b]: readonly [ReturnType<typeof groupOf>, ReturnType<typeof groupOf>]) => {
    const { estimate, low, high } = testGain(a, [b]);
    assert(low < estimate && estimate < high);
    return high - low;
  };
  assertEquals(width(small), width(small));
  // Ten times as many: about a third as wide.
  assert(width(large) < 0.6 * width(small));
});

Deno.test("testGain()'s interval holds the true gain about as often as it says", () => {
  // 60 experiments with 10 networks each, true gain 1 point. The bootstrap of 10 is too narrow by about
  // sqrt(9 / 10), so it holds the truth in some 92 %; fewer than 47 of 60 has a chance below 1 in 1000.
  let held = 0;
  for (let experiment = 0; experiment < 60; experiment++) {
    const draw = (name: string, level: number, seed: number) =>
      groupOf(name, noisy(Array.from({ length: 10 }, () => level), 0.01, seed));
    const { low, high } = testGain(draw("a", 0.9, 2 * experiment), [draw("b", 0.89, 2 * experiment + 1)]);
    if (low <= 1 && 1 <= high) held++;
  }
  assert(held >= 47 && held <= 60, `held ${held} of 60`);
});

const spent = { seconds: 0, workers: 1 };
const spending = { main: spent, reference: spent, scoring: spent, searches: {} };

/** What the claim finds where some groups have other test accuracies. */
const finding = (levels: Readonly<Record<string, readonly number[]>>) => {
  const tests = Object.entries({
    [ONE_SHOT_TOP]: [0.9, 0.91, 0.92],
    "some search": [0.99],
    [RANDOM]: [0.85, 0.86, 0.84],
    [RANDOM_SAME_SIZE]: [0.86, 0.87, 0.85],
    [TRAINED_ALONE]: [0.87, 0.88, 0.86],
    [ALL_ON]: [0.99],
    ...levels,
  }).map(([name, accuracies]) => groupOf(name, accuracies));
  return searchClaim.find({ profile: profiles.quick, seconds: 0, groups: [], tests, spending });
};

Deno.test("searchClaim tells a true claim from a false one and from too little evidence", () => {
  const found = finding({});
  assertEquals([found.verdict, found.ceiling, found.estimate.n], ["reproduced", undefined, 3]);
  assertAlmostEquals(found.estimate.estimate, 4);
  // Each rival alone can refute it.
  for (const rival of rivals) {
    assertEquals(finding({ [rival]: [0.95, 0.96, 0.97] }).verdict, "not reproduced", rival);
    assertEquals(finding({ [rival]: [0.85, 0.91, 0.96] }).verdict, "inconclusive", rival);
  }
});

Deno.test("searchClaim compares with the rivals only: no other search, and not the network with every path", () => {
  assertEquals(rivals, [RANDOM, RANDOM_SAME_SIZE, TRAINED_ALONE]);
  const estimate = finding({}).estimate;
  assertEquals(finding({ "some search": [0.1], [ALL_ON]: [0.1] }).estimate, estimate);
  const best = Math.max(mean([85, 86, 84]), mean([86, 87, 85]), mean([87, 88, 86]));
  assertAlmostEquals(estimate.estimate, 91 - best);
});
