import { assertEquals, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { imagesFromBinary, imagesFromIdxFiles } from "../../../lib/datasets/mod.ts";
import { idxBytes, numbersOf } from "../fixtures.ts";

type BinaryOptions = Parameters<typeof imagesFromBinary>[2];
type IdxOptions = Parameters<typeof imagesFromIdxFiles>[2];

Deno.test("imagesFromBinary() reads rows of pixels or of planes", () => {
  const bytes = Uint8Array.of(1, 10, 20, 30, 40, 50, 60, 0, 1, 2, 3, 4, 5, 6);
  assertEquals(numbersOf(imagesFromBinary(bytes, [1, 2, 3])).pixels, [
    10,
    20,
    30,
    40,
    50,
    60,
    1,
    2,
    3,
    4,
    5,
    6,
  ]);
  const planes = imagesFromBinary(bytes, [1, 2, 3], { order: "planes", classes: ["x", "y"] });
  assertEquals(numbersOf(planes), {
    classes: ["x", "y"],
    labels: [1, 0],
    pixels: [10, 30, 50, 20, 40, 60, 1, 3, 5, 2, 4, 6],
    shape: [1, 2, 3],
  });
  assertEquals(planes.account.taken, {
    rows: 2,
    labelBytes: 1,
    label: "byte 0",
    order: "planes",
    firstLabel: 0,
  });
});

Deno.test("imagesFromBinary() reads rows with several bytes before the image, as CIFAR-100 has them", () => {
  const bytes = Uint8Array.of(4, 8, 1, 2, 5, 9, 3, 4);
  const fine = imagesFromBinary(bytes, [1, 2, 1], { labelBytes: 2, label: 1 });
  assertEquals([fine.classes, [...fine.images.pixels]], [["8", "9"], [1, 2, 3, 4]]);
  assertThrows(
    () => imagesFromBinary(bytes, [1, 2, 1], { label: 1 }),
    RangeError,
    "found label 1, wanted less than labelBytes 1",
  );
});

Deno.test("imagesFromBinary() refuses broken rows, labels without a class and unknown options", () => {
  const bytes = Uint8Array.of(0, 1, 2, 1, 3, 4);
  const read = (content: Uint8Array, options?: BinaryOptions) =>
    imagesFromBinary(content, [1, 2, 1], options);
  for (const bad of [new Uint8Array(0), new Uint8Array(7)]) {
    assertThrows(() => read(bad), RangeError, "wanted a multiple of 3");
  }
  assertThrows(() => read(bytes, { classes: ["x"] }), RangeError, "found 1 class");
  assertThrows(() => read(bytes.with(0, 2), { classes: ["x", "y"] }), RangeError, "found label 2 of image 0");
  assertThrows(
    () => read(bytes, { order: "plane" } as never),
    RangeError,
    'with order = "plane": expected "pixels" or "planes"',
  );
  assertThrows(() => read(bytes, { ordre: "planes" } as never), RangeError, "did you mean order?");
  assertThrows(
    () => read("my.bin" as never),
    RangeError,
    "found my.bin, wanted bytes such as `await Deno.readFile",
  );
  assertThrows(() => imagesFromBinary(bytes, [1, 1, 2]), RangeError, "found 2 channels");
});

Deno.test("imagesFromIdxFiles() reads contents packed or not", () => {
  const images = idxBytes([2, 1, 2], [1, 2, 3, 4]);
  const labels = idxBytes([2], [1, 0]);
  const packed = Uint8Array.from(gzipSync(images));
  for (const content of [images, packed]) {
    assertEquals(numbersOf(imagesFromIdxFiles(content, labels)), {
      classes: ["0", "1"],
      labels: [1, 0],
      pixels: [1, 2, 3, 4],
      shape: [1, 2, 1],
    });
  }
  const faults = [packed.subarray(0, -1), packed.subarray(0, 12), packed.with(15, packed[15]! ^ 1)];
  for (const damaged of faults) {
    const message = `found ${damaged.length} bytes of a gzip that is cut off or damaged`;
    assertThrows(
      () => imagesFromIdxFiles(damaged, labels),
      RangeError,
      `Cannot unpack the images: ${message}`,
    );
    assertThrows(
      () => imagesFromIdxFiles(images, damaged),
      RangeError,
      `Cannot unpack the labels: ${message}`,
    );
  }
});

const letters = (labels: number[], options?: IdxOptions) =>
  imagesFromIdxFiles(
    idxBytes([labels.length, 1, 2], labels.flatMap((_, at) => [at, 9])),
    idxBytes([labels.length], labels),
    options,
  );

Deno.test("imagesFromIdxFiles() makes classes of the numbers that occur", () => {
  const read = letters([26, 1, 3, 1]);
  assertEquals([read.classes, [...read.images.labels]], [["1", "3", "26"], [2, 0, 1, 0]]);
  assertEquals(read.account.taken, { images: "4x1x2", classes: "the numbers found" });
});

Deno.test("imagesFromIdxFiles() counts named classes from firstLabel", () => {
  const read = letters([1, 3, 2], { classes: ["a", "b", "c"], firstLabel: 1 });
  assertEquals([read.classes, [...read.images.labels]], [["a", "b", "c"], [0, 2, 1]]);
  assertThrows(
    () => letters([1, 3, 2], ["a", "b", "c"]),
    RangeError,
    'if 1 is "a", subtract 1 from each (readers: { firstLabel: 1 })',
  );
  assertThrows(
    () => letters([1, 0], { classes: ["a", "b"], firstLabel: 1 }),
    RangeError,
    "found label 0 of image 1, wanted 1 or more since it is firstLabel",
  );
  assertThrows(() => letters([1, 2], { firstLabel: 1 }), RangeError, "wanted classes beside it");
});

Deno.test("imagesFromIdxFiles() takes no dimension of pixels for channels", () => {
  const values = Array.from({ length: 2 * 3 * 4 * 4 }, (_, at) => at);
  const images = idxBytes([2, 3, 4, 4], values);
  const labels = idxBytes([2], [0, 1]);
  assertThrows(
    () => imagesFromIdxFiles(images, labels),
    RangeError,
    'IDX shape 2x3x4x4: found 4 channels in the last dimension, wanted 1 or 3; if they come first, say { order: "planes" }',
  );
  const read = imagesFromIdxFiles(images, labels, { order: "planes" }).images;
  assertEquals([[...read.shape], [...read.pixels.subarray(0, 6)]], [[4, 4, 3], [0, 16, 32, 1, 17, 33]]);
  assertThrows(
    () => imagesFromIdxFiles(images, labels, { clases: [] } as never),
    RangeError,
    "did you mean classes?",
  );
});
