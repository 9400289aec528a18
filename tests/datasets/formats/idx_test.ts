import { assertEquals, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { type IdxOptions, imagesFromIdxFiles } from "../../../lib/datasets/mod.ts";
import { imagesFromIdx, parseIdx } from "../../../lib/datasets/formats/idx.ts";
import { idxBytes, numbersOf } from "../fixtures.ts";

Deno.test("parseIdx() reads a file written out byte by byte", () => {
  const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 13, 14, 255);
  const { shape, data } = parseIdx(bytes);
  assertEquals(shape, [2, 3]);
  assertEquals([...data], [10, 11, 12, 13, 14, 255]);
});

Deno.test("parseIdx() reads dimensions from the most significant byte", () => {
  const bytes = new Uint8Array(8 + 0x01_02_03);
  bytes.set([0, 0, 8, 1, 0, 1, 2, 3]);
  assertEquals(parseIdx(bytes).shape, [66_051]);
});

Deno.test("parseIdx() reads a view that does not begin its buffer", () => {
  const bytes = Uint8Array.of(99, 99, 0, 0, 8, 1, 0, 0, 0, 1, 7).subarray(2);
  assertEquals([...parseIdx(bytes).data], [7]);
});

Deno.test("parseIdx() refuses a wrong magic", () => {
  const wrong: [number[], string][] = [
    [[1, 0, 8, 0], "01 00 08"],
    [[0, 1, 8, 0], "00 01 08"],
    // Signed bytes and floats are other types of the format.
    [[0, 0, 9, 0], "00 00 09 (signed bytes), wanted 00 00 08 (unsigned bytes)"],
    [[0, 0, 13, 0], "00 00 0d (32-bit floats), wanted"],
    [[0x1f, 0x8b, 8, 0], "1f 8b 08"],
  ];
  for (const [bytes, found] of wrong) {
    assertThrows(() => parseIdx(Uint8Array.from(bytes)), TypeError, `found magic ${found}`);
  }
});

Deno.test("parseIdx() refuses other lengths than the header tells", () => {
  const cases: [number[], string][] = [
    [[0, 0, 8], "found 3 bytes, wanted at least 4"],
    [[0, 0, 8, 2, 0, 0, 0, 1], "found 8 bytes, wanted at least 12 for 2 dimensions"],
    [[0, 0, 8, 1, 0, 0, 0, 2, 5], "of shape 2: found 1 values, wanted 2"],
    [[0, 0, 8, 1, 0, 0, 0, 2, 5, 6, 7], "of shape 2: found 3 values, wanted 2"],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => parseIdx(Uint8Array.from(bytes)), RangeError, message);
  }
});

Deno.test("imagesFromIdx() gives images without a channel axis one channel", () => {
  const pixels = Uint8Array.of(1, 2, 3, 4);
  const labels = { shape: [2], data: Uint8Array.of(1, 0) };
  const flat = imagesFromIdx({ shape: [2, 1, 2], data: pixels }, labels);
  assertEquals([flat.count, ...flat.shape], [2, 1, 2, 1]);
  assertEquals([...flat.pixels], [1, 2, 3, 4]);
  assertEquals([...flat.labels], [1, 0]);
  assertEquals(imagesFromIdx({ shape: [2, 1, 2, 1], data: pixels }, labels).shape, [1, 2, 1]);
});

Deno.test("imagesFromIdx() refuses arrays that are no images and their labels", () => {
  const images = { shape: [2, 1, 1], data: new Uint8Array(2) };
  const labels = { shape: [2], data: new Uint8Array(2) };
  assertThrows(() => imagesFromIdx(labels, images), RangeError, "shapes 2 and 2x1x1");
  assertThrows(() => imagesFromIdx(images, images), RangeError, "wanted one label an image");
  assertThrows(
    () => imagesFromIdx(images, { shape: [1], data: new Uint8Array(1) }),
    RangeError,
    "2x1x1 and 1",
  );
  assertThrows(
    () => imagesFromIdx({ ...images, shape: [2, 1, 1, 1, 1] }, labels),
    RangeError,
    "3 or 4 dimensions",
  );
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

const letters = (labels: number[], options?: IdxOptions | string[]) =>
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
