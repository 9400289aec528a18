import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { sharedImages } from "../../lib/datasets/images.ts";
import { type SplitOptions, splitTraining } from "../../lib/datasets/split.ts";
import type { Subset } from "../../lib/datasets/subset.ts";

/** Images of one pixel with these labels. */
const labelled = (labels: ArrayLike<number>) =>
  sharedImages([1, 1, 1], { pixels: new Uint8Array(labels.length), labels });
const hundred = labelled(Uint8Array.from({ length: 100 }, (_, index) => index % 3));
const ten = labelled(new Uint8Array(10));
/** The indices of the parts: to train, to score, for networks alone. */
const split = (images: typeof ten, options: SplitOptions) => {
  const { training, scoring, standAlone } = splitTraining(images, options);
  assertEquals([training.part, scoring.part, standAlone.part], ["training", "scoring", "stand-alone"]);
  return [training, scoring, standAlone].map((subset: Subset) => {
    assert(subset.images === images);
    return [...subset.indices];
  }) as [number[], number[], number[]];
};

Deno.test("splitTraining() holds each image once, in one of the three parts", () => {
  for (const stratified of [false, true]) {
    for (const [validation, scoring] of [[0, 0], [1, 0], [1, 1], [30, 20], [97, 97]] as const) {
      const parts = split(hundred, { validation, scoring, seed: 1, stratified });
      assertEquals(parts.map(({ length }) => length), [100 - validation, scoring, validation - scoring]);
      assertEquals(parts.flat().toSorted((a, b) => a - b), Array.from({ length: 100 }, (_, index) => index));
    }
  }
});

Deno.test("splitTraining() is fixed by the seed", () => {
  for (const stratified of [false, true]) {
    const of = (seed: number) => split(hundred, { validation: 20, scoring: 10, seed, stratified });
    assertEquals(of(1), of(1));
    assertNotEquals(of(1), of(2));
  }
});

Deno.test("splitTraining() keeps its splits from one version to the next", () => {
  // Recorded runs depend on these.
  const [, scoring, standAlone] = split(ten, { validation: 4, scoring: 2, seed: 1 });
  assertEquals([scoring, standAlone], [[0, 7], [3, 5]]);
});

Deno.test("splitTraining() sets every image aside equally often, for either purpose", () => {
  const counts = [new Uint32Array(10), new Uint32Array(10)];
  for (let seed = 0; seed < 4000; seed++) {
    const [, ...aside] = split(ten, { validation: 6, scoring: 3, seed });
    aside.forEach((indices, part) => indices.forEach((index) => counts[part]![index]!++));
  }
  // Each count is binomial(4000, 0.3), sd 29: 145 is five sd.
  for (const count of counts.flatMap((part) => [...part])) assertAlmostEquals(count, 1200, 145);
});

Deno.test("splitTraining() gives each class its share of every part where it is asked to", () => {
  // Of 1,000 images 20 are of the rare class.
  const images = labelled(Uint8Array.from({ length: 1000 }, (_, index) => index % 50 === 7 ? 1 : 0));
  const rare = (indices: readonly number[]) => indices.filter((index) => images.labels[index] === 1).length;
  for (let seed = 1; seed <= 20; seed++) {
    const [training, scoring, standAlone] = split(images, {
      ...{ validation: 300, scoring: 200, seed },
      stratified: true,
    });
    // 2 % of 200 and of 100 are 4 and 2; a class's first image comes before its turn.
    assertAlmostEquals(rare(scoring), 4, 1);
    assertAlmostEquals(rare(standAlone), 2, 1);
    assertAlmostEquals(rare(training), 14, 1);
    // Any beginning of the images that are scored on has the rare class.
    assert(rare(scoring.slice(0, 2)) === 1);
  }
});

Deno.test("splitTraining() refuses parts that can't be", () => {
  const refuse = (options: Partial<SplitOptions>, message: string) =>
    assertThrows(
      () => splitTraining(ten, { validation: 4, scoring: 2, seed: 1, ...options }),
      RangeError,
      message,
    );
  for (const validation of [10, 11]) {
    refuse({ validation }, `Cannot split with validation = ${validation}: expected at most 9 of 10 images`);
  }
  refuse({ scoring: 5 }, "Cannot split with scoring = 5: expected at most 4 of 4 validation images");
  for (const name of ["validation", "scoring"]) {
    for (const count of [-1, 0.5, NaN]) {
      refuse({ [name]: count }, `Cannot split with ${name} = ${count}: expected an integer from 0`);
    }
  }
  refuse({ stratify: true } as object, "with stratify = true: expected a name among");
  const five = labelled([0, 1, 2, 3, 3]);
  assertThrows(
    () => splitTraining(five, { validation: 2, scoring: 1, seed: 1, stratified: true }),
    RangeError,
    "Cannot split with validation = 2: expected at most 1: each class keeps one to train on",
  );
});
