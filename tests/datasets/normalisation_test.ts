import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Images, sharedImages } from "../../lib/datasets/images.ts";
import { measureNormalisation } from "../../lib/datasets/normalisation.ts";
import { wholeSubset } from "../../lib/datasets/subset.ts";

const measure = (images: Images, indices: readonly number[]) =>
  measureNormalisation({ part: "training", images, indices: Uint32Array.from(indices) });

Deno.test("measureNormalisation() gives mean and deviation of each channel, worked by hand", () => {
  // Two images of 1x2 pixels with two channels. First channel 0, 51, 102, 255; second channel 255, 0, 255, 0.
  const images = sharedImages([1, 2, 2], { pixels: [0, 255, 51, 0, 102, 255, 255, 0], labels: [0, 0] });
  const { mean, deviation } = measure(images, [0, 1]);
  // As shares of 255: 0, 0.2, 0.4, 1; mean 0.4; squares of distances 0.16 + 0.04 + 0 + 0.36 = 0.56, a fourth is 0.14.
  assertAlmostEquals(mean[0]!, 0.4, 1e-12);
  assertAlmostEquals(deviation[0]!, Math.sqrt(0.14), 1e-12);
  assertAlmostEquals(mean[1]!, 0.5, 1e-12);
  assertAlmostEquals(deviation[1]!, 0.5, 1e-12);
  assertEquals([mean.length, deviation.length], [2, 2]);
});

Deno.test("measureNormalisation() looks at the given images only, as often as they are given", () => {
  const pixels = [0, 255, 7, 7, 51, 51];
  const images = sharedImages([1, 2, 1], { pixels, labels: [0, 0, 0] });
  assertEquals(measure(images, [0]), { mean: [0.5], deviation: [0.5] });
  const changed = sharedImages([1, 2, 1], { pixels: [0, 255, 200, 100, 3, 4], labels: [0, 0, 0] });
  assertEquals(measure(changed, [0]), measure(images, [0]));
  // 0, 1, then 0.2 four times.
  assertAlmostEquals(measure(images, [0, 2, 2]).mean[0]!, 1.8 / 6, 1e-12);
});

Deno.test("measureNormalisation() makes the pixels' mean 0 and variance 1", () => {
  const values = Array.from({ length: 3 * 25 * 4 }, (_, at) => (at * at * 31 + 17 * at) % 256);
  const images = sharedImages([5, 5, 3], { pixels: values, labels: [0, 0, 0, 0] });
  const { mean, deviation } = measure(images, [0, 1, 2, 3]);
  for (let channel = 0; channel < 3; channel++) {
    const normalised = values.filter((_, at) => at % 3 === channel).map((value) =>
      (value / 255 - mean[channel]!) / deviation[channel]!
    );
    const average = (items: number[]) => items.reduce((sum, item) => sum + item, 0) / items.length;
    assertAlmostEquals(average(normalised), 0, 1e-12);
    assertAlmostEquals(average(normalised.map((value) => value ** 2)), 1, 1e-12);
  }
});

Deno.test("measureNormalisation() refuses what has no deviation and images that are none", () => {
  const images = sharedImages([1, 2, 2], { pixels: [9, 0, 9, 1, 9, 2, 8, 3], labels: [0, 0] });
  assertThrows(() => measure(images, [0]), RangeError, "channel 0: found 9 in every pixel");
  assertThrows(() => measure(images, []), RangeError, "found no images");
  assertThrows(() => measure(images, [2]), RangeError, "image 2: wanted an integer from 0 to 1");
});

Deno.test("measureNormalisation() refuses images that judge", () => {
  const images = sharedImages([1, 2, 1], { pixels: [0, 255], labels: [0] });
  for (const part of ["scoring", "stand-alone", "test"] as const) {
    assertThrows(
      // @ts-expect-error: only training images may be measured.
      () => measureNormalisation(wholeSubset(part, images)),
      TypeError,
      `Cannot measure a normalisation on images of the part "${part}": expected "training"`,
    );
  }
});
