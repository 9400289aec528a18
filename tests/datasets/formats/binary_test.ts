import { assert, assertEquals, assertThrows } from "@std/assert";
import { type BinaryOptions, imagesFromBinary, parseCifar } from "../../../lib/datasets/mod.ts";
import { numbersOf } from "../fixtures.ts";

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

/** A row of the true format whose value tells plane and place: red 0-99, green 100-199, blue 200-254 by turns. */
function row(label: number, offset: number): number[] {
  const plane = (start: number, span: number) =>
    Array.from({ length: 1024 }, (_, at) => start + (at + offset) % span);
  return [label, ...plane(0, 100), ...plane(100, 100), ...plane(200, 55)];
}

Deno.test("parseCifar() puts the three planes of each row into pixels", () => {
  const images = parseCifar([Uint8Array.from([...row(3, 0), ...row(9, 1)]), Uint8Array.from(row(0, 2))]);
  assertEquals([images.count, ...images.shape], [3, 32, 32, 3]);
  assertEquals([...images.labels], [3, 9, 0]);
  const pixel = (image: number, y: number, x: number) => [
    ...images.pixels.subarray(((image * 32 + y) * 32 + x) * 3, ((image * 32 + y) * 32 + x) * 3 + 3),
  ];
  assertEquals(pixel(0, 0, 0), [0, 100, 200]);
  assertEquals(pixel(0, 0, 31), [31, 131, 231]);
  // Place 2 * 32 + 1 = 65 of the plane; in blue 65 - 55 = 10.
  assertEquals(pixel(0, 2, 1), [65, 165, 210]);
  // Place 1023, moved by 1: 1024 - 1000 = 24; in blue 1024 - 18 * 55 = 34.
  assertEquals(pixel(1, 31, 31), [24, 124, 234]);
  assertEquals(pixel(2, 0, 0), [2, 102, 202]);
  assert(images.pixels.buffer instanceof SharedArrayBuffer);
});

Deno.test("parseCifar() makes no images of no batches", () => {
  assertEquals(parseCifar([]).count, 0);
});

Deno.test("parseCifar() refuses broken rows and labels that are none", () => {
  const whole = Uint8Array.from(row(1, 0));
  assertThrows(
    () => parseCifar([whole, whole.subarray(1)]),
    RangeError,
    "batch 1: found 3072 bytes, wanted a multiple of 3073",
  );
  assertThrows(
    () => parseCifar([Uint8Array.from([...row(1, 0), ...row(10, 0)])]),
    RangeError,
    "row 1 of CIFAR-10 batch 0: found label 10, wanted 0 to 9",
  );
});
