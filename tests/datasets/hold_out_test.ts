import { assert, assertEquals, assertThrows } from "@std/assert";
import { holdOut, type LabelledImages, sharedImages } from "../../lib/datasets/mod.ts";

const labelled = (seed: number, count = 20): LabelledImages => ({
  images: sharedImages([1, 1, 1], {
    pixels: Array.from({ length: count }, (_, index) => (index + seed) % 256),
    labels: Array.from({ length: count }, (_, index) => index % 2),
  }),
  classes: ["even", "odd"],
});

Deno.test("holdOut() parts images by chance, each with its label", () => {
  const { training, test } = holdOut(labelled(0), { share: 0.25, seed: 1 });
  assertEquals([training.images.count, test.images.count], [15, 5]);
  const all = [...training.images.pixels, ...test.images.pixels].sort((a, b) => a - b);
  assertEquals(all, [...Array(20).keys()]);
  for (const { images: { pixels, labels } } of [training, test]) {
    pixels.forEach((pixel, index) => assertEquals(labels[index], pixel % 2));
  }
  assertEquals(holdOut(labelled(0), { share: 0.25, seed: 1 }).test, test);
  for (const share of [0, 1, NaN, -1, -0.5]) {
    assertThrows(() => holdOut(labelled(0), { share, seed: 1 }), RangeError, "leaves images in both parts");
  }
});

/** Images of classes of these sizes, each image with a number of its own. */
const ofSizes = (...sizes: number[]): LabelledImages => {
  const labels = sizes.flatMap((size, label) => Array<number>(size).fill(label));
  return {
    images: sharedImages([1, 1, 1], { pixels: [...labels.keys()], labels }),
    classes: sizes.map((_, label) => `class ${label}`),
  };
};

const sizesOf = ({ images: { labels }, classes }: LabelledImages) =>
  classes.map((_, label) => labels.filter((found) => found === label).length);

Deno.test("holdOut() leaves each class an image to train on, whatever the seed, and tests each that has two", () => {
  for (let seed = 0; seed < 50; seed++) {
    const { training, test } = holdOut(ofSizes(100, 40, 2, 1), { share: 0.2, seed });
    // 29 of 143: one each of 100, 40 and 2; the other 26 by Sainte-Laguë, of which a class of 2 has none below 3/4.
    assertEquals([sizesOf(test), sizesOf(training)], [[20, 8, 1, 0], [80, 32, 1, 1]]);
    assertEquals([...training.images.pixels, ...test.images.pixels].sort((a, b) => a - b), [
      ...Array(143).keys(),
    ]);
  }
});

Deno.test("holdOut() tests the largest classes where the share has no image for each", () => {
  assertEquals(sizesOf(holdOut(ofSizes(3, 9, 5, 3), { share: 0.1, seed: 1 }).test), [0, 1, 1, 0]);
});

Deno.test("holdOut() keeps one image of each class for training, however large the share", () => {
  const { training, test } = holdOut(ofSizes(5, 2, 1), { share: 0.8, seed: 1 });
  assertEquals([sizesOf(test), sizesOf(training)], [[4, 1, 0], [1, 1, 1]]);
  assertThrows(() => holdOut(ofSizes(1, 1), { share: 0.5, seed: 1 }), RangeError, "images in both parts");
});

Deno.test("holdOut() sets each image of a class aside equally often", () => {
  const counts = new Uint32Array(15);
  for (let seed = 0; seed < 2000; seed++) {
    for (const image of holdOut(ofSizes(10, 5), { share: 0.2, seed }).test.images.pixels) counts[image]!++;
  }
  // 2 of 10 and 1 of 5: each count is binomial(2000, 0.2), sd 18: 90 is five sd.
  for (const count of counts) assert(Math.abs(count - 400) < 90, `${counts}`);
});

Deno.test("holdOut() refuses sets with a class without images, and unknown options", () => {
  const options = { share: 0.5, seed: 1 };
  const set = { ...labelled(0), classes: ["even", "odd", "neither"] };
  assertThrows(() => holdOut(set, options), RangeError, 'found no image of class "neither" (2)');
  const letters = {
    images: sharedImages([1, 1, 1], { pixels: [1, 2, 3], labels: [1, 2, 3] }),
    classes: [..."abc"],
  };
  assertThrows(() => holdOut(letters, options), RangeError, "found label 3 of image 2, wanted 0 to 2");
  assertThrows(
    () => holdOut(labelled(0), { ...options, share: "0.5" } as never),
    RangeError,
    'with share = "0.5": expected a number',
  );
  assertThrows(
    () => holdOut(labelled(0), { ...options, sede: 2 } as never),
    RangeError,
    "did you mean seed?",
  );
});

Deno.test("holdOut() gives each part an account of its own images, and of where they come from", () => {
  const { images, classes } = labelled(0);
  const account = {
    ...holdOut(labelled(0), { share: 0.5, seed: 1 }).training.account,
    form: "CSV",
    count: 20,
  };
  const { training, test } = holdOut({ images, classes, account }, { share: 0.25, seed: 1 });
  assertEquals([training.account.form, training.account.count, test.account.count], ["CSV", 15, 5]);
});
