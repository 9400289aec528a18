import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { choose, gaussian, integer, permutation, prng, sample, shuffle, uniform } from "../lib/random.ts";

Deno.test("prng() repeats for the same seed and labels and differs for others", () => {
  const draws = (seed: number, ...labels: (string | number)[]) => {
    const rng = prng(seed, ...labels);
    return [uniform(rng), uniform(rng), uniform(rng)];
  };
  assertEquals(draws(1, "mask", 2), draws(1, "mask", 2));
  assertNotEquals(draws(1, "mask", 2), draws(2, "mask", 2));
  assertNotEquals(draws(1, "mask", 2), draws(1, "mask", 3));
  assertNotEquals(draws(1, "mask", 23), draws(1, "mask2", 3));
});

Deno.test("prng() keeps its draws from one version to the next", () => {
  // Recorded runs depend on these: a change of generator must be noticed.
  const rng = prng(1, "recorded");
  assertEquals([integer(rng, 1000), integer(rng, 1000), integer(rng, 1000)], [23, 828, 775]);
});

Deno.test("prng() refuses a seed that is no safe integer", () => {
  for (const seed of [NaN, 0.5, Infinity, 2 ** 53]) {
    assertThrows(() => prng(seed), RangeError, "expected a safe integer");
  }
});

Deno.test("uniform() and gaussian() have the moments of their distributions", () => {
  // 20,000 draws: the mean of uniforms has sd 0.002, of gaussians 0.007, their variance 0.01; bounds are > 4 sd.
  const rng = prng(3, "moments");
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const uniforms = Array.from({ length: 20_000 }, () => uniform(rng));
  const gaussians = Array.from({ length: 20_000 }, () => gaussian(rng));
  assert(uniforms.every((value) => value >= 0 && value < 1));
  assertAlmostEquals(mean(uniforms), 0.5, 0.009);
  assertAlmostEquals(mean(gaussians), 0, 0.03);
  assertAlmostEquals(mean(gaussians.map((value) => value ** 2)), 1, 0.045);
});

Deno.test("integer() covers its range evenly and refuses an empty one", () => {
  const rng = prng(4, "range");
  const counts = [0, 0, 0, 0, 0];
  for (let draw = 0; draw < 10_000; draw++) counts[integer(rng, 5)]!++;
  // Each count is binomial(10000, 1/5), sd 40: 200 is five sd.
  for (const count of counts) assertAlmostEquals(count, 2000, 200);
  assertThrows(() => integer(rng, 0), RangeError, "positive integer");
});

Deno.test("shuffle() and permutation() reorder without loss and leave the input alone", () => {
  const items = Object.freeze([1, 2, 3, 4, 5]);
  assertEquals(shuffle(prng(5), items).toSorted(), [...items]);
  assertEquals(shuffle(prng(5), []), []);
  assertEquals(
    [...permutation(prng(6), 100)].toSorted((a, b) => a - b),
    Array.from({ length: 100 }, (_, i) => i),
  );
});

Deno.test("shuffle() makes every order equally likely", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = shuffle(prng(seed, "orders"), ["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  // Six orders, each binomial(6000, 1/6), sd 29: 145 is five sd.
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assertAlmostEquals(count, 1000, 145);
});

Deno.test("sample() and choose() draw from the items only", () => {
  assertEquals(new Set(sample(prng(7), [1, 2, 3, 4], 3)).size, 3);
  assertThrows(() => sample(prng(7), [1], 2), RangeError, "Cannot sample 2");
  assert([1, 2].includes(choose(prng(8), [1, 2])));
  assertThrows(() => choose(prng(8), []), RangeError);
});
