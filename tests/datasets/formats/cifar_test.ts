import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseCifar } from "../../../lib/datasets/formats/cifar.ts";

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
