import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { splitTraining } from "../../lib/datasets/split.ts";

Deno.test("splitTraining() holds each image once, in one of the two sets", () => {
  for (const validation of [0, 1, 30, 99]) {
    const split = splitTraining({ count: 100 }, { validation, seed: 1 });
    assertEquals(split.validation.length, validation);
    const all = [...split.training, ...split.validation].toSorted((a, b) => a - b);
    assertEquals(all, Array.from({ length: 100 }, (_, index) => index));
  }
});

Deno.test("splitTraining() is fixed by the seed", () => {
  const split = (seed: number) => splitTraining({ count: 100 }, { validation: 20, seed });
  assertEquals(split(1), split(1));
  assertNotEquals(split(1), split(2));
});

Deno.test("splitTraining() keeps its splits from one version to the next", () => {
  // Recorded runs depend on these.
  assertEquals([...splitTraining({ count: 10 }, { validation: 4, seed: 1 }).validation], [0, 7, 3, 5]);
});

Deno.test("splitTraining() sets every image aside equally often", () => {
  const counts = new Uint32Array(10);
  for (let seed = 0; seed < 4000; seed++) {
    for (const index of splitTraining({ count: 10 }, { validation: 3, seed }).validation) counts[index]!++;
  }
  // Each count is binomial(4000, 0.3), sd 29: 145 is five sd.
  for (const count of counts) assertAlmostEquals(count, 1200, 145);
});

Deno.test("splitTraining() refuses to leave nothing to train on", () => {
  for (const validation of [10, 11, -1, 0.5, NaN]) {
    assertThrows(
      () => splitTraining({ count: 10 }, { validation, seed: 1 }),
      RangeError,
      `${validation} of 10 images aside: wanted an integer from 0 to 9`,
    );
  }
});
