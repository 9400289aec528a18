import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { learningRate } from "../../lib/training/mod.ts";

Deno.test("learningRate() rises in equal steps and falls along half a cosine, by hand", () => {
  const settings = { learningRate: 0.8, steps: 12, warmUp: 0.25 };
  const at = (step: number) => learningRate(settings, step);
  // Three steps of warm-up, at 1/4, 2/4 and 3/4; the cosine of the other nine begins at the largest.
  [0.2, 0.4, 0.6, 0.8].forEach((rate, step) => assertAlmostEquals(at(step), rate, 1e-12));
  // A third and two thirds of the way the cosine is 1/2 and -1/2.
  assertAlmostEquals(at(6), 0.8 * 0.75, 1e-12);
  assertAlmostEquals(at(9), 0.8 * 0.25, 1e-12);
  assertAlmostEquals(at(11), 0.8 * (1 + Math.cos(Math.PI * 8 / 9)) / 2, 1e-12);
});

Deno.test("learningRate() without warm-up begins at the largest", () => {
  assertEquals(learningRate({ learningRate: 0.1, steps: 5, warmUp: 0 }, 0), 0.1);
  assertEquals(learningRate({ learningRate: 0.1, steps: 1, warmUp: 0 }, 0), 0.1);
});

Deno.test("learningRate() is positive and no larger than the largest at every step of any length", () => {
  for (const steps of [1, 2, 3, 10, 97]) {
    for (const warmUp of [0, 0.1, 0.5, 0.99]) {
      for (let step = 0; step < steps; step++) {
        const rate = learningRate({ learningRate: 0.3, steps, warmUp }, step);
        assert(rate > 0 && rate <= 0.3, `${rate} at step ${step} of ${steps}, warm-up ${warmUp}`);
      }
    }
  }
});
