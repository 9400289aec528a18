import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { sharedImages } from "../../lib/datasets/images.ts";
import { firstOf, requirePart, type Subset, usedImages, wholeSubset } from "../../lib/datasets/subset.ts";

const images = sharedImages([1, 1, 1], { pixels: [1, 2, 3], labels: [0, 1, 0] });

Deno.test("wholeSubset() has all images in their order, and firstOf() the first of them", () => {
  const all = wholeSubset("test", images);
  assertEquals([all.part, [...all.indices]], ["test", [0, 1, 2]]);
  assert(all.images === images);
  assertEquals([...firstOf(all, 2).indices], [0, 1]);
  assertEquals([...firstOf(all, 9).indices], [0, 1, 2]);
  assertEquals(firstOf(all, 2).part, "test");
});

Deno.test("subsets of one part are not taken for those of another", () => {
  const train = (data: Subset<"training">) => requirePart(data, "training", "train");
  train(wholeSubset("training", images));
  // @ts-expect-error: the parts differ.
  assertThrows(() => train(wholeSubset("scoring", images)), TypeError, 'on images of the part "scoring"');
  // @ts-expect-error: the parts differ.
  assertThrows(() => train(wholeSubset("stand-alone", images)), TypeError, 'expected "training"');
  // @ts-expect-error: the parts differ.
  assertThrows(() => train(wholeSubset("test", images)), TypeError, "Cannot train on images");
});

Deno.test("usedImages() tells which images, and in which order", () => {
  const bytes = Uint8Array.of(2, 0, 0, 0, 0, 1, 0, 0);
  const used = { part: "scoring", images, indices: Uint32Array.of(2, 256) } as const;
  const digest = createHash("sha256").update(bytes).digest("hex");
  assertEquals(usedImages(used), { part: "scoring", count: 2, indices: digest.slice(0, 16) });
  // A view into the middle of an array is taken for what it shows.
  const view = { ...used, indices: Uint32Array.of(9, 2, 256, 9).subarray(1, 3) };
  assertEquals(usedImages(view), usedImages(used));
  assertNotEquals(usedImages({ ...used, indices: Uint32Array.of(256, 2) }).indices, digest.slice(0, 16));
});
