import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  emptyImages,
  fillImage,
  imageLength,
  requireIndices,
  requireShape,
  sharedImages,
} from "../../lib/datasets/images.ts";

Deno.test("sharedImages() copies plain numbers into shared memory", () => {
  const pixels = [0, 1, 2, 3, 4, 255];
  const images = sharedImages([1, 3, 1], { pixels, labels: [7, 8] });
  pixels[0] = 9;
  assertEquals([...images.pixels], [0, 1, 2, 3, 4, 255]);
  assertEquals([...images.labels], [7, 8]);
  assertEquals(images.count, 2);
  assert(images.pixels.buffer instanceof SharedArrayBuffer);
  assert(images.labels.buffer instanceof SharedArrayBuffer);
});

Deno.test("sharedImages() lets another thread see the same bytes", async () => {
  const images = sharedImages([1, 1, 1], { pixels: [5], labels: [0] });
  const source = "onmessage = ({ data }) => { data.pixels[0] += 1; postMessage(data.count); };";
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: "module" });
  const answer = new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  worker.postMessage(images);
  assertEquals(await answer, 1);
  worker.terminate();
  assertEquals(images.pixels[0], 6);
});

Deno.test("sharedImages() refuses lengths that don't fit the shape and numbers that are no bytes", () => {
  assertThrows(
    () => sharedImages([2, 2, 3], { pixels: new Uint8Array(23), labels: [0, 1] }),
    RangeError,
    "found 23 pixel values, wanted 24 for 2 labels and shape 2x2x3",
  );
  for (const value of [0.5, -1, 256, NaN]) {
    assertThrows(
      () => sharedImages([1, 1, 1], { pixels: [value], labels: [0] }),
      RangeError,
      `found ${value}`,
    );
    assertThrows(() => sharedImages([1, 1, 1], { pixels: [0], labels: [value] }), RangeError, "labels");
  }
});

Deno.test("emptyImages() and imageLength() count height x width x channels", () => {
  assertEquals(imageLength([2, 3, 4]), 24);
  const images = emptyImages(2, [2, 3, 4]);
  assertEquals([images.pixels.length, images.labels.length], [48, 2]);
});

Deno.test("requireIndices() passes indices of images only", () => {
  const images = emptyImages(3, [1, 1, 1]);
  requireIndices(images, [0, 2, 2]);
  requireIndices(images, []);
  for (const index of [-1, 3, 0.5, NaN]) {
    assertThrows(
      () => requireIndices(images, [0, index]),
      RangeError,
      `image ${index}: wanted an integer from 0 to 2`,
    );
  }
});

Deno.test("sharedImages() and requireShape() refuse shapes that are none of an image", () => {
  const cases: [unknown, string][] = [
    [[8, 8], "shape 8x8: wanted height, width and 1 or 3 channels"],
    [[0, 8, 1], "all positive integers"],
    [[8, 1.5, 1], "all positive integers"],
    [undefined, "shape undefined"],
  ];
  for (const [shape, message] of cases) {
    const make = () => sharedImages(shape as [number, number, number], { pixels: [], labels: [] });
    assertThrows(make, RangeError, message);
    assertThrows(() => requireShape(shape as [number, number, number]), RangeError, message);
  }
  requireShape([8, 8, 1]);
  requireShape([3, 3, 3]);
  assertThrows(
    () => requireShape([8, 8, 4]),
    RangeError,
    "shape 8x8x4: found 4 channels, wanted height, width and 1",
  );
  assertThrows(
    () => requireShape([3, 8, 8]),
    RangeError,
    "found 8 channels, wanted height, width and 1 channel (grey) or 3; the channels come last, not first",
  );
});

Deno.test("fillImage() takes values pixel by pixel or plane by plane", () => {
  const images = emptyImages(2, [1, 2, 3]);
  fillImage(images, 0, Uint8Array.of(1, 2, 3, 4, 5, 6), "pixels");
  fillImage(images, 1, Uint8Array.of(1, 2, 3, 4, 5, 6), "planes");
  assertEquals([...images.pixels], [1, 2, 3, 4, 5, 6, 1, 3, 5, 2, 4, 6]);
});
