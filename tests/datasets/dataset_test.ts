import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  allFiles,
  datasetInfo,
  type DatasetName,
  datasets,
  findDataset,
} from "../../lib/datasets/dataset.ts";

Deno.test("datasetInfo() tells shape and classes without reading a file", () => {
  const fashion = datasetInfo("fashion-mnist");
  assertEquals([fashion.name, fashion.shape, fashion.classes.length], ["fashion-mnist", [28, 28, 1], 10]);
  // Label 9, as the first training image has it, is an ankle boot; CIFAR-10 has its classes in alphabetical order.
  assertEquals(fashion.classes[9], "Ankle boot");
  const { shape, classes, trainingImages } = datasetInfo("cifar-10");
  assertEquals([fashion.trainingImages, trainingImages], [60_000, 50_000]);
  assertEquals(shape, [32, 32, 3]);
  assertEquals(classes.toSorted(), [...classes]);
  assertEquals(new Set(classes).size, 10);
});

Deno.test("datasets have files of the size that their formats demand", () => {
  const [images, labels, testImages, testLabels] = allFiles(datasets["fashion-mnist"]);
  assertEquals(images?.bytes, 4 + 3 * 4 + 60_000 * 28 * 28);
  assertEquals(labels?.bytes, 4 + 4 + 60_000);
  assertEquals(testImages?.bytes, 4 + 3 * 4 + 10_000 * 28 * 28);
  assertEquals(testLabels?.bytes, 4 + 4 + 10_000);
  const { training, test } = datasets["cifar-10"];
  for (const part of [training, test]) {
    const bytes = part.files.reduce((sum, file) => sum + file.bytes, 0);
    assertEquals(bytes, part.count * (1 + 3 * 32 * 32));
  }
});

Deno.test("datasets have a sum of their own for each file, and a source", () => {
  const files = Object.values(datasets).flatMap(allFiles);
  for (const { sha256 } of files) assertMatch(sha256, /^[0-9a-f]{64}$/);
  assertEquals(new Set(files.map(({ sha256 }) => sha256)).size, files.length);
  for (const { name, sources } of Object.values(datasets)) {
    assertEquals(findDataset(name).name, name);
    assertEquals(sources.length > 0, true);
  }
});

Deno.test("findDataset() names the data sets there are", () => {
  for (const name of ["mnist", "toString", ""]) {
    assertThrows(() => findDataset(name), RangeError, "wanted one of fashion-mnist, cifar-10");
  }
  assertThrows(() => datasetInfo("mnist" as DatasetName), RangeError, '"mnist"');
});
