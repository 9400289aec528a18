import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { prng, shuffle, uniform } from "../../lib/random.ts";
import { stratifiedChances, stratifiedSample } from "../../lib/stats/stratified.ts";

/** 1,000 scores from 0 to 1 as candidates have them: the higher, the more. */
const scores = shuffle(prng(51), [
  0,
  1,
  ...Array.from({ length: 998 }, (_, i) => uniform(prng(52, i)) ** (1 / 4)),
]);
const stratum = (index: number) => Math.min(9, Math.floor(scores[index]! * 10));

function perStratum(indices: readonly number[]): number[] {
  const counts = Array<number>(10).fill(0);
  for (const index of indices) counts[stratum(index)]!++;
  return counts;
}

Deno.test("stratifiedSample() takes as even a number from each part of the range as it can", () => {
  const held = perStratum(scores.keys().toArray());
  // Of the lowest tenth there is one in ten thousand; it is there by the 0 above.
  assert(held[0]! < 5 && held[9]! > 300);
  for (const count of [1, 7, 10, 25, 60, 200, 1000]) {
    const taken = perStratum(stratifiedSample(scores, { count, seed: 1 }));
    assertEquals(taken.reduce((sum, value) => sum + value), count);
    // Even filling: no stratum with items left may be more than one behind another.
    const most = Math.max(...taken);
    taken.forEach((value, part) => assert(value === held[part] || value >= most - 1));
  }
});

Deno.test("stratifiedChances() are how often stratifiedSample() takes each item", () => {
  const some = scores.slice(0, 40);
  for (const count of [0, 1, 13, 27, 40]) {
    const chances = stratifiedChances(some, { count, strata: 6 });
    assertAlmostEquals(chances.reduce((sum, chance) => sum + chance, 0), count, 1e-9);
    const times = new Array<number>(40).fill(0);
    const draws = 2000;
    for (let seed = 0; seed < draws; seed++) {
      for (const index of stratifiedSample(some, { count, seed, strata: 6 })) times[index]!++;
    }
    // The standard error of a share of 2,000 is 0.011 at most; one of 200 beyond five of them has a chance of 1 in 10,000.
    chances.forEach((chance, index) => assert(Math.abs(times[index]! / draws - chance) < 0.056, `${index}`));
  }
});

Deno.test("stratifiedSample() gives different items, all of them if asked", () => {
  const all = stratifiedSample(scores, { count: 1000, seed: 2 });
  assertEquals(all.toSorted((a, b) => a - b), scores.keys().toArray());
});

Deno.test("stratifiedSample() begins with the smaller sample of the same seed", () => {
  const whole = stratifiedSample(scores, { count: 300, seed: 3 });
  for (const count of [0, 1, 13, 299]) {
    assertEquals(stratifiedSample(scores, { count, seed: 3 }), whole.slice(0, count));
  }
  assertNotEquals(stratifiedSample(scores, { count: 300, seed: 4 }), whole);
});

Deno.test("stratifiedSample() is fair among the items of a stratum and among strata", () => {
  // Strata of 4, 1 and 5 items; two draws hit two different strata, each with chance 2/3, and in it each item
  // alike.
  const values = [0, 0.01, 0.02, 0.03, 0.5, 0.96, 0.97, 0.98, 0.99, 1];
  const counts = Array<number>(10).fill(0);
  for (let seed = 0; seed < 6000; seed++) {
    for (const index of stratifiedSample(values, { count: 2, seed, strata: 3 })) counts[index]!++;
  }
  // Counts are binomial(6000, p) with p = 1/6, 2/3 and 2/15, sd 29, 37 and 26: bounds are five sd.
  for (const count of counts.slice(0, 4)) assertAlmostEquals(count, 1000, 145);
  assertAlmostEquals(counts[4]!, 4000, 183);
  for (const count of counts.slice(5)) assertAlmostEquals(count, 800, 132);
});

Deno.test("stratifiedSample() cuts the range, wherever it lies, into parts of equal width", () => {
  // Five tight groups at equal distances: one draw of each.
  const groups = [-70, -60, -50, -40, -30].flatMap((centre) => [centre, centre + 0.1, centre + 0.2]);
  const taken = stratifiedSample(groups, { count: 5, seed: 5, strata: 5 });
  assertEquals(taken.map((index) => Math.floor(index / 3)).toSorted(), [0, 1, 2, 3, 4]);
});

Deno.test("stratifiedSample() takes equal scores for one stratum", () => {
  assertEquals(stratifiedSample([2, 2, 2], { count: 3, seed: 6 }).toSorted(), [0, 1, 2]);
  assertEquals(stratifiedSample([], { count: 0, seed: 6 }), []);
});

Deno.test("stratifiedSample() refuses what cannot be sampled", () => {
  const sample = (values: number[], options: object) => () =>
    stratifiedSample(values, { count: 1, seed: 1, ...options });
  const cases: [() => unknown, string][] = [
    [sample([1, 2], { count: 3 }), "Cannot sample over the scores: found 2 numbers, expected at least 3"],
    [sample([1], { count: -1 }), "count = -1: expected an integer from 0"],
    [sample([1], { count: 0.5 }), "count = 0.5"],
    [
      sample([1], { stratum: 5 }),
      "stratum = 5: expected a name among count, seed, strata; did you mean strata?",
    ],
    [sample([1], { strata: 0 }), "strata = 0: expected a positive integer"],
    [sample([1, NaN], {}), "found NaN at index 1"],
    [sample([1], { seed: NaN }), "seed = NaN"],
  ];
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
