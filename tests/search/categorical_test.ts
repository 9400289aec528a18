import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { gaussian, prng } from "../../lib/random.ts";
import {
  drawCategory,
  entropy,
  entropyGradient,
  logProbabilities,
  logProbabilityGradient,
  probabilities,
} from "../../lib/search/policy.ts";

const samples = Array.from({ length: 50 }, (_, sample) => {
  const rng = prng(101, sample);
  return Array.from({ length: 1 + sample % 8 }, () => 2 * gaussian(rng));
});

/** The slope in the direction of each logit, by central differences; good to about 1e-9. */
function slopes(value: (logits: number[]) => number, logits: readonly number[]): number[] {
  const step = 1e-5;
  return logits.map((logit, index) =>
    (value(logits.with(index, logit + step)) - value(logits.with(index, logit - step))) / (2 * step)
  );
}

Deno.test("logProbabilityGradient() equals finite differences, for every category", () => {
  for (const logits of samples) {
    for (const category of logits.keys()) {
      const expected = slopes((moved) => logProbabilities(moved)[category]!, logits);
      logProbabilityGradient(logits, category)
        .forEach((value, index) => assertAlmostEquals(value, expected[index]!, 1e-8));
    }
  }
});

Deno.test("entropyGradient() equals finite differences", () => {
  for (const logits of samples) {
    const expected = slopes(entropy, logits);
    entropyGradient(logits).forEach((value, index) => assertAlmostEquals(value, expected[index]!, 1e-8));
  }
});

Deno.test("probabilities(), logProbabilities() and entropy() give cases worked by hand", () => {
  // exp(log 1), exp(log 3): 1 / 4 and 3 / 4.
  const quarter = [0, Math.log(3)];
  probabilities(quarter).forEach((p, index) => assertAlmostEquals(p, [1 / 4, 3 / 4][index]!, 1e-15));
  assertAlmostEquals(entropy(quarter), Math.log(4) - 3 / 4 * Math.log(3), 1e-15);
  assertAlmostEquals(entropy([5, 5, 5, 5]), Math.log(4), 1e-15);
  assertEquals(probabilities([-7]), [1]);
  // A shift of all logits changes nothing, however far; what is hopeless keeps a finite logarithm.
  assertEquals(probabilities([1e6, 1e6]), [0.5, 0.5]);
  assertEquals(logProbabilities([0, -2000]), [0, -2000]);
  assertEquals(entropy([0, -2000]), 0);
  assert(entropyGradient([0, -2000]).every(Number.isFinite));
});

Deno.test("drawCategory() draws each category as often as its probability says", () => {
  const logits = [0, 1, -1, 2];
  const counts = [0, 0, 0, 0];
  const rng = prng(102);
  for (let draw = 0; draw < 20_000; draw++) counts[drawCategory(logits, rng)]!++;
  // Binomial counts; five standard deviations are allowed.
  probabilities(logits).forEach((p, category) =>
    assertAlmostEquals(counts[category]!, 20_000 * p, 5 * Math.sqrt(20_000 * p * (1 - p)))
  );
  for (let draw = 0; draw < 100; draw++) assertEquals(drawCategory([-1000, 0, -1000], rng), 1);
});
