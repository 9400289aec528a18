import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Augmentation, fillBatch } from "../../lib/datasets/fill_batch.ts";
import { sharedImages } from "../../lib/datasets/images.ts";
import type { Normalisation } from "../../lib/datasets/normalisation.ts";
import { prng } from "../../lib/random.ts";

/** Leaves pixel values as they are, but for rounding. */
const asPixels: Normalisation = { mean: [0], deviation: [1 / 255] };

// 1 2 3
// 4 5 6
// 7 8 9
const digits = sharedImages([3, 3, 1], { pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9], labels: [4] });

/** The nine digits after augmentation as three words; padding is 0. */
function augmented(seed: number, augmentation: Augmentation): string {
  const target = new Float32Array(9).fill(NaN);
  const rng = prng(seed, "augment");
  fillBatch(target, new Int32Array(1), digits, [0], asPixels, { augmentation, rng });
  return Array.from(target, (value) => Math.round(value)).join("").replace(/(...)(...)(...)/, "$1 $2 $3");
}

/** How often each outcome comes up over seeds 0 to `seeds - 1`. */
function outcomes(seeds: number, augmentation: Augmentation): Map<string, number> {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < seeds; seed++) {
    const outcome = augmented(seed, augmentation);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

/** Each row backwards. */
function mirrored(words: string): string {
  return words.split(" ").map((word) => [...word].toReversed().join("")).join(" ");
}

// All windows of the padded square, moved up or left first: 00000 01230 04560 07890 00000.
const windows = [
  "000 012 045",
  "000 123 456",
  "000 230 560",
  "012 045 078",
  "123 456 789",
  "230 560 890",
  "045 078 000",
  "456 789 000",
  "560 890 000",
];

Deno.test("fillBatch() normalises each channel and copies the labels, in the order of the indices", () => {
  // Three images of 1x2 pixels with two channels.
  const pixels = [0, 255, 51, 0, 102, 51, 255, 204, 153, 0, 0, 255];
  const images = sharedImages([1, 2, 2], { pixels, labels: [7, 8, 9] });
  const target = new Float32Array(8);
  const labels = new Int32Array(2);
  fillBatch(target, labels, images, [2, 0], { mean: [0.2, 0.5], deviation: [0.1, 0.25] });
  // Image 2 is (0.6, 0), (0, 1); image 0 is (0, 1), (0.2, 0).
  [4, -2, -2, 2, -2, 2, 0, -2].forEach((value, at) => assertAlmostEquals(target[at]!, value, 1e-6));
  assertEquals([...labels], [9, 7]);
});

Deno.test("fillBatch() overwrites all that an earlier batch left", () => {
  const target = new Float32Array(9).fill(NaN);
  const labels = new Int32Array(1).fill(99);
  fillBatch(target, labels, digits, Uint32Array.of(0), asPixels);
  assertEquals(Array.from(target, Math.round), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assertEquals(labels[0], 4);
});

Deno.test("fillBatch() mirrors left to right half of the time", () => {
  const counts = outcomes(1000, { flip: true, crop: 0 });
  assertEquals([...counts.keys()].toSorted(), ["123 456 789", "321 654 987"]);
  // Binomial(1000, 1/2), sd 16: 80 is five sd.
  assertAlmostEquals(counts.get("321 654 987")!, 500, 80);
});

Deno.test("fillBatch() cuts every window of the padded image equally often", () => {
  const counts = outcomes(1800, { flip: false, crop: 1 });
  assertEquals([...counts.keys()].toSorted(), windows.toSorted());
  // Each binomial(1800, 1/9), sd 13: 66 is five sd.
  for (const count of counts.values()) assertAlmostEquals(count, 200, 66);
});

Deno.test("fillBatch() mirrors the windows that it cuts", () => {
  const all = new Set([...windows, ...windows.map(mirrored)]);
  // The chance that one of 18 outcomes stays away in 600 draws is 18 * (17/18)^600, below 1e-13.
  assertEquals(new Set(outcomes(600, { flip: true, crop: 1 }).keys()), all);
});

Deno.test("fillBatch() pads two pixels with 0", () => {
  const counts = outcomes(1000, { flip: false, crop: 2 });
  assertEquals(counts.size, 25);
  for (const corner of ["000 000 001", "000 000 300", "007 000 000", "900 000 000"]) {
    assertEquals(counts.has(corner), true, corner);
  }
});

Deno.test("fillBatch() pads with 0 after normalisation, not with black", () => {
  const target = new Float32Array(9);
  const normalisation = { mean: [0.5], deviation: [0.5] };
  const white = sharedImages([3, 3, 1], { pixels: Array(9).fill(255), labels: [0] });
  const values = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const augmentation = { flip: false, crop: 1 };
    fillBatch(target, new Int32Array(1), white, [0], normalisation, { augmentation, rng: prng(seed) });
    for (const value of target) values.add(value);
  }
  assertEquals(values, new Set([0, 1]));
});

Deno.test("fillBatch() keeps the channels of a pixel together when it moves", () => {
  // 1x2 pixels with three channels; the only flip swaps the pixels.
  const images = sharedImages([1, 2, 3], { pixels: [1, 2, 3, 4, 5, 6], labels: [0] });
  const normalisation = { mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] };
  const seen = new Set<string>();
  for (let seed = 0; seed < 30; seed++) {
    const target = new Float32Array(6);
    const augmentation = { flip: true, crop: 0 };
    fillBatch(target, new Int32Array(1), images, [0], normalisation, { augmentation, rng: prng(seed) });
    seen.add(Array.from(target, Math.round).join(""));
  }
  assertEquals(seen, new Set(["123456", "456123"]));
});

Deno.test("fillBatch() repeats for the same generator and varies the images of a batch apart", () => {
  const fill = (seed: number) => {
    const target = new Float32Array(9 * 20);
    const augmentation = { flip: true, crop: 1 };
    fillBatch(target, new Int32Array(20), digits, Array(20).fill(0), asPixels, {
      augmentation,
      rng: prng(seed),
    });
    return target;
  };
  assertEquals(fill(1), fill(1));
  const [first, second] = [fill(1), fill(2)];
  assertEquals(first.every((value, at) => value === second[at]), false);
  const rows = Array.from({ length: 20 }, (_, item) => first.slice(9 * item, 9 * item + 9).join());
  assertEquals(new Set(rows).size > 5, true);
});

Deno.test("fillBatch() refuses arrays and indices that don't fit", () => {
  const fill = (
    { values = 9, labels = 1, index = 0, normalisation = asPixels, crop = 0 }: {
      values?: number;
      labels?: number;
      index?: number;
      normalisation?: Normalisation;
      crop?: number;
    },
  ) =>
  () =>
    fillBatch(new Float32Array(values), new Int32Array(labels), digits, [index], normalisation, {
      augmentation: { flip: false, crop },
      rng: prng(1),
    });
  fill({})();
  assertThrows(fill({ values: 10 }), RangeError, "found room for 10 values, wanted 9");
  assertThrows(fill({ labels: 2 }), RangeError, "found room for 2 labels, wanted 1");
  for (const index of [-1, 1, 0.5]) assertThrows(fill({ index }), RangeError, `image ${index}`);
  assertThrows(
    fill({ normalisation: { mean: [0, 0], deviation: [1, 1] } }),
    RangeError,
    "found a normalisation of 2 channels, wanted 1",
  );
  for (const crop of [-1, 0.5, 3]) assertThrows(fill({ crop }), RangeError, "wanted an integer from 0 to 2");
});
