/**
 * Setting test images aside, and taking some of all images.
 * @module
 */
import { check, members, number, safeInteger } from "../options.ts";
import { permutation, prng } from "../random.ts";
import {
  type CheckedImages,
  checkImages,
  type LabelledImages,
  requireEveryClass,
  withAccount,
} from "./check.ts";
import { emptyImages, fillImage, type Images, pixelsOf } from "./images.ts";
import { proportionalOrder } from "./split.ts";

/** How {@linkcode holdOut} chooses. */
export interface HoldOutOptions {
  /** Share of the images, between 0 and 1. */
  readonly share: number;
  /** The same seed gives the same parts; any safe integer. */
  readonly seed: number;
}

const schema = members<HoldOutOptions>({ share: number(() => true, "a number"), seed: safeInteger });

/**
 * Sets test images aside, by chance within each class: for data that come without.
 *
 * There are share x count test images, rounded, of each class in proportion ({@linkcode proportionalOrder}). One image
 * of each class always stays for training, so a class with a single image gives none, and the test can be smaller than
 * its share.
 *
 * @throws {RangeError} if the images don't pass {@linkcode checkImages}, a class has none, or one of the two parts would
 * be empty
 */
export function holdOut(
  set: LabelledImages,
  options: HoldOutOptions,
): { readonly training: CheckedImages; readonly test: CheckedImages } {
  check("Cannot hold out", schema, options);
  const { images, classes, account } = checkImages(set);
  requireEveryClass(images, classes);
  const { share, seed } = options;
  const count = Math.round(share * images.count);
  const order = permutation(prng(seed, "hold out"), images.count);
  const isTest = new Set(proportionalOrder(images, order).subarray(0, Math.max(0, count)));
  if (isTest.size === 0 || count >= images.count) {
    throw new RangeError(
      `Cannot set ${share} of ${images.count} images aside: wanted a share that leaves images in both parts`,
    );
  }
  const part = (indices: Uint32Array) => withAccount(pick(images, indices), classes, account);
  return {
    training: part(order.filter((index) => !isTest.has(index))),
    test: part(order.filter((index) => isTest.has(index))),
  };
}

/** The first images of some, or all if there are fewer. */
export function firstImages(images: Images, count: number): Images {
  return pick(images, Uint32Array.from({ length: Math.min(count, images.count) }, (_, index) => index));
}

function pick(images: Images, indices: Uint32Array): Images {
  const picked = emptyImages(indices.length, images.shape);
  indices.forEach((index, at) => {
    picked.labels[at] = images.labels[index]!;
    fillImage(picked, at, pixelsOf(images, index), "pixels");
  });
  return picked;
}
