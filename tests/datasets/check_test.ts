import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkImages, requireEveryClass } from "../../lib/datasets/check.ts";
import { type Images, sharedImages } from "../../lib/datasets/images.ts";

/** Images of 1x2 pixels: two values for each label. */
const images = (
  labels: readonly number[],
  pixels: readonly number[] = labels.flatMap((_, at) => [at, 255 - at]),
) => sharedImages([1, 2, 1], { pixels, labels });
const warningsOf = (made: Images, classes: readonly string[]) =>
  checkImages({ images: made, classes }).account.warnings;

Deno.test("checkImages() counts classes and finds the range of values", () => {
  const made = images([1, 0, 1], [3, 4, 5, 6, 7, 200]);
  const { classes, account } = checkImages({ images: made, classes: [" cafe\u0301", "tea"] });
  assertEquals(classes, ["caf\u00e9", "tea"]);
  assertEquals(account, {
    ...{ form: "arrays", taken: {}, leftOut: [], changed: [] },
    count: 3,
    shape: [1, 2, 1],
    values: [3, 200],
    classes: [{ name: "caf\u00e9", count: 1 }, { name: "tea", count: 2 }],
    warnings: [],
  });
});

Deno.test("checkImages() refuses labels beyond the classes, and sees labels that count from 1", () => {
  assertThrows(
    () => checkImages({ images: images([1, 2, 3]), classes: ["a", "b", "c"] }),
    RangeError,
    'found label 3 of image 2, wanted 0 to 2 for 3 classes; the labels run from 1 to 3: if 1 is "a", subtract 1',
  );
  const fault = assertThrows(
    () => checkImages({ images: images([0, 5]), classes: ["a", "b"] }),
    RangeError,
    "label 5",
  );
  assert(!fault.message.includes("subtract"));
});

Deno.test("checkImages() refuses objects that are no images", () => {
  const good = images([0, 1]);
  const cases: [unknown, string][] = [
    [undefined, "found no bytes"],
    [Promise.resolve(good), "await those of files"],
    [{ ...good, pixels: [0, 1, 2, 3] }, "found no bytes"],
    [{ ...good, count: 3 }, "found 4 pixel values and 2 labels, wanted 6 and 3 for 3 images of 1x2x1"],
    [{ ...good, labels: new Uint8Array(1) }, "found 4 pixel values and 1 labels"],
    [{ ...good, shape: [1, 4, 1] }, "wanted 8 and 2"],
    [{ ...good, shape: [1, 1, 2] }, "found 2 channels"],
    [images([]), "found none, wanted images of two classes or more"],
  ];
  for (const [made, message] of cases) {
    assertThrows(() => checkImages({ images: made as Images, classes: ["a", "b"] }), RangeError, message);
  }
});

Deno.test("requireEveryClass() names classes that have no image", () => {
  requireEveryClass(images([0, 1]), ["a", "b"]);
  assertThrows(
    () => requireEveryClass(images([1, 2]), ["N/A", "a", "b"]),
    RangeError,
    'found no image of class "N/A" (0), wanted one or more of each',
  );
  assertThrows(() => requireEveryClass(images([0]), [..."abcdef"]), RangeError, "(3), ... (5 in all)");
});

Deno.test("checkImages() warns of images of one colour, grey or not", () => {
  assertEquals(warningsOf(images([0, 1, 0], [7, 7, 1, 2, 9, 9]), ["a", "b"]), [
    "2 images are of one colour all over (image 0, image 2)",
  ]);
  const red = sharedImages([1, 2, 3], { pixels: [9, 0, 0, 9, 0, 0, 9, 0, 0, 0, 9, 0], labels: [0, 1] });
  assertEquals(warningsOf(red, ["a", "b"]), ["1 image is of one colour all over (image 0)"]);
  // A single pixel has no other to differ from.
  const dots = sharedImages([1, 1, 1], { pixels: [5, 6], labels: [0, 1] });
  assertEquals(warningsOf(dots, ["a", "b"]), []);
});

Deno.test("checkImages() warns of images that are there twice", () => {
  assertEquals(warningsOf(images([0, 1, 0, 1, 1], [1, 2, 3, 4, 1, 2, 1, 2, 8, 9]), ["a", "b"]), [
    "1 image repeats another (image 0 = image 2)",
    "1 image repeats one of another class (image 0 = image 3)",
  ]);
});

Deno.test("checkImages() warns of classes and values that are likely a mistake", () => {
  const cases: [Images, string[], string][] = [
    [images([0, 1]), ["a", "b", "c"], "no images of c"],
    [images([0, 1]), ["Cat", "cat"], 'names of classes are nearly equal: "Cat" and "cat"'],
    [images([0, 1, 2]), ["a", "b", "c"], "each image has a class of its own"],
    [images([0, 1]), ["train", "val"], "classes have the names of parts of a data set"],
    [images([0, 1], [0, 1, 1, 0]), ["a", "b"], "values are 0 and 1 only: white is 255"],
  ];
  for (const [made, classes, wanted] of cases) {
    const warnings = warningsOf(made, classes);
    assert(warnings.length === 1 && warnings[0]!.includes(wanted), `${warnings}`);
  }
});

Deno.test("checkImages() keeps the account of a checked set and makes a new one if the set was changed", () => {
  const checked = checkImages({ images: images([0, 1, 0]), classes: ["a", "b"] });
  const read = { ...checked, account: { ...checked.account, form: "CSV" } };
  assert(checkImages(read).account === read.account);
  const renamed = checkImages({ ...read, classes: ["c", "d"] }).account;
  assertEquals([renamed.form, renamed.classes.map(({ name }) => name)], ["CSV", ["c", "d"]]);
  assertEquals(checkImages({ ...read, images: images([0, 1]) }).account.count, 2);
});
