import { assertEquals } from "@std/assert";
import { countByClass, countCorrect, sum } from "../../lib/training/mod.ts";

Deno.test("countCorrect() counts rows whose first largest logit is the true class", () => {
  const logits = [1, 2, 3, /**/ 3, 2, 1, /**/ 5, 5, 4, /**/ 5, 5, 4, /**/ -1, -2, -1];
  assertEquals(countCorrect(logits, [2, 1, 0, 1, 0]), 3);
  assertEquals(countCorrect([], []), 0);
});

Deno.test("countByClass() counts images and hits of each class", () => {
  const logits = [1, 2, 3, /**/ 3, 2, 1, /**/ 5, 5, 4, /**/ 5, 5, 4, /**/ -1, -2, -1];
  assertEquals(countByClass(logits, [0, 0, 0, 1, 0]), [
    { images: 4, correct: 3 },
    { images: 1, correct: 0 },
    { images: 0, correct: 0 },
  ]);
  assertEquals(countByClass([], []), []);
});

Deno.test("sum() adds in order, and nothing is 0", () => {
  assertEquals(sum([]), 0);
  // In another order the small numbers would not be lost.
  assertEquals(sum([1e16, 1, 1, -1e16]), 0);
  assertEquals(sum(Float32Array.of(0.5, 0.25)), 0.75);
});
