import { assertAlmostEquals, assertEquals } from "@std/assert";
import { clipToNorm, nesterovStep } from "../../lib/training/mod.ts";

Deno.test("nesterovStep() takes two steps as worked by hand", () => {
  const weights = Float32Array.of(1, 2, -1);
  const velocity = new Float32Array(3);
  nesterovStep(weights, velocity, Float32Array.of(4, 0, -2), 0.25, 0.5);
  // v = g; w - 0.25 * (g + 0.5 * v)
  assertEquals(velocity, Float32Array.of(4, 0, -2));
  assertEquals(weights, Float32Array.of(1 - 0.25 * 6, 2, -1 + 0.25 * 3));
  nesterovStep(weights, velocity, Float32Array.of(0, 8, 2), 0.125, 0.5);
  // v = 0.5 * v + g; the first weight has no gradient and moves on by 0.5 * v.
  assertEquals(velocity, Float32Array.of(2, 8, 1));
  assertEquals(weights, Float32Array.of(-0.5 - 0.125 * 1, 2 - 0.125 * 12, -0.25 - 0.125 * 2.5));
});

Deno.test("nesterovStep() without momentum is plain descent", () => {
  const weights = Float32Array.of(1, -1);
  const velocity = Float32Array.of(9, 9);
  nesterovStep(weights, velocity, Float32Array.of(2, 4), 0.5, 0);
  assertEquals(weights, Float32Array.of(0, -3));
});

Deno.test("clipToNorm() shortens what is longer than the limit, and keeps its direction", () => {
  const gradient = Float32Array.of(6, 0, -8);
  assertEquals(clipToNorm(gradient, 5), 10);
  [3, 0, -4].forEach((value, i) => assertAlmostEquals(gradient[i]!, value, 1e-6));
});

Deno.test("clipToNorm() leaves what is not longer, to the bit", () => {
  for (const limit of [5, 6, Infinity]) {
    const gradient = Float32Array.of(3, 4);
    assertEquals(clipToNorm(gradient, limit), 5);
    assertEquals(gradient, Float32Array.of(3, 4));
  }
  const zero = new Float32Array(4);
  assertEquals([clipToNorm(zero, 1), ...zero], [0, 0, 0, 0, 0]);
});
