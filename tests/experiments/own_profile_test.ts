import { assertEquals, assertThrows } from "@std/assert";
import { type LabelledImages, sharedImages } from "../../lib/datasets/mod.ts";
import { checkFit, checkProfile } from "../../lib/experiments/check_profile.ts";
import { ownProfile } from "../../lib/experiments/mod.ts";
import type { Profile } from "../../lib/profiles/mod.ts";
import { paperOperations } from "../../lib/space/mod.ts";

const own = (count: number, side = 4): LabelledImages => ({
  images: sharedImages([side, side, 3], {
    pixels: new Uint8Array(count * side * side * 3),
    labels: Uint8Array.from({ length: count }, (_, index) => index % 3),
  }),
  classes: ["a", "b", "c"],
});
const profileOf = (training: number, test: number, side = 4) =>
  ownProfile({ title: "Own", training: own(training, side), test: own(test, side) });

Deno.test("ownProfile() fits batches and parts to any number of images", () => {
  for (const count of [256, 257, 300, 1000, 6001, 40_000]) {
    const profile = profileOf(count, 7);
    checkProfile(profile);
    checkFit(profile, { count, shape: [4, 4, 3] });
    const { shape, retraining } = profile;
    assertEquals([shape.classes, shape.image, retraining.batchSize], [3, [4, 4, 3], 7]);
  }
  assertEquals([profileOf(256, 7).shape.stemStride, profileOf(256, 7, 28).shape.stemStride], [1, 2]);
});

Deno.test("ownProfile() takes operations and filters, and refuses too few images", () => {
  const operations = paperOperations.slice(0, 3);
  const { space, shape } = ownProfile({ title: "Own", training: own(300), test: own(3) }, {
    operations,
    filters: 16,
  });
  assertEquals([space.operations, shape.filters], [operations, 16]);
  assertThrows(
    () => profileOf(255, 3),
    RangeError,
    "Cannot search with 255 images to train and 3 to test on",
  );
  assertThrows(() => profileOf(256, 0), RangeError, "expected 256 or more and 1 or more");
});

Deno.test("ownProfile() varies no training image unless asked to, and keeps each class's share", () => {
  const settingsOf = ({ oneShot, standAlone, retraining }: Profile) =>
    [oneShot, standAlone, retraining].map(({ settings }) => settings.augmentation);
  const plain = profileOf(300, 7);
  assertEquals(settingsOf(plain), Array(3).fill({ flip: false, crop: 0 }));
  assertEquals(plain.split.stratified, true);
  const parts = { title: "Own", training: own(300), test: own(7) };
  const augmentation = { flip: true, crop: 1 };
  assertEquals(settingsOf(ownProfile(parts, { augmentation })), Array(3).fill(augmentation));
});

Deno.test("ownProfile() takes other decisions than its own, within what is possible", () => {
  const parts = { title: "Own", training: own(300), test: own(7) };
  const { shape, split, candidates, standAlone } = ownProfile(parts, { stemStride: 2, validation: 100 });
  assertEquals([shape.stemStride, split.validation, candidates.images], [2, 100, 50]);
  assertEquals(standAlone.batchSize, 50);
  for (const validation of [1, 173]) {
    const message = `Cannot make a profile with validation = ${validation}: expected 2 to 172 of 300 images`;
    assertThrows(() => ownProfile(parts, { validation }), RangeError, message);
  }
});
