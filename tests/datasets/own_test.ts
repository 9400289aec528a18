import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  addDataset,
  datasetInfo,
  type LabelledImages,
  loadTest,
  loadTraining,
  sharedImages,
} from "../../lib/datasets/mod.ts";

const labelled = (seed: number, count = 20): LabelledImages => ({
  images: sharedImages([1, 1, 1], {
    pixels: Array.from({ length: count }, (_, index) => (index + seed) % 256),
    labels: Array.from({ length: count }, (_, index) => index % 2),
  }),
  classes: ["even", "odd"],
});

Deno.test("addDataset() makes images known by a name of their content", async () => {
  const dataset = { title: "My photos (2)", training: labelled(0), test: labelled(1) };
  const name = addDataset(dataset);
  assert(/^my-photos-2-[0-9a-f]{12}$/.test(name), name);
  assertEquals(addDataset({ ...dataset }), name);
  assert(addDataset({ ...dataset, test: labelled(2) }) !== name);
  assertEquals(datasetInfo(name), {
    name,
    title: "My photos (2)",
    shape: [1, 1, 1],
    classes: ["even", "odd"],
    trainingImages: dataset.training.images.count,
  });
  assertEquals([await loadTraining(name), (await loadTest(name)).images], [
    dataset.training.images,
    dataset.test.images,
  ]);
  await assertRejects(() => loadTraining("my-photos"), RangeError, "or one that addDataset() was given");
  const other = { ...labelled(1), classes: ["a", "b"] };
  assertThrows(
    () => addDataset({ ...dataset, test: other }),
    RangeError,
    "found classes even, odd for training",
  );
});

Deno.test("addDataset() gives data the same name as ever", () => {
  // The sum of ["1x1x1", ["even", "odd"]] as JSON and of all bytes, by Python's hashlib.
  assertEquals(addDataset({ title: "Same", training: labelled(0), test: labelled(1) }), "same-f9d8a650ade1");
});

Deno.test("addDataset() refuses parts that can't be trained on, and unknown names", () => {
  const { images } = labelled(0);
  const dataset = { title: "Own", training: labelled(0), test: labelled(1) };
  const three = ["even", "odd", "neither"];
  assertThrows(
    () => addDataset({ ...dataset, training: { images, classes: three }, test: { images, classes: three } }),
    RangeError,
    'found no image of class "neither" (2)',
  );
  const evens = sharedImages([1, 1, 1], { pixels: [2, 4], labels: [0, 0] });
  assert(addDataset({ ...dataset, test: { images: evens, classes: ["even", "odd"] } }).startsWith("own-"));
  const wide = sharedImages([1, 2, 1], { pixels: [1, 2, 3, 4], labels: [0, 1] });
  assertThrows(
    () => addDataset({ ...dataset, test: { images: wide, classes: ["even", "odd"] } }),
    RangeError,
    "found training images of 1x1x1 and test images of 1x2x1",
  );
  assertThrows(
    () => addDataset({ ...dataset, name: "x" } as never),
    RangeError,
    'with name = "x": expected a name among title, training, test',
  );
  assertThrows(
    () => addDataset({ ...dataset, title: 7 } as never),
    RangeError,
    "with title = 7: expected a string",
  );
  assertThrows(() => addDataset({ ...dataset, test: undefined } as never), RangeError, "found no bytes");
});

Deno.test("addDataset() takes names of classes for equal whatever the file system made of them", () => {
  const part = (seed: number, name: string) => ({ images: labelled(seed).images, classes: [name, "tea"] });
  const name = addDataset({ title: "Own", training: part(0, "caf\u00e9"), test: part(1, "cafe\u0301 ") });
  assertEquals(datasetInfo(name).classes, ["caf\u00e9", "tea"]);
});
