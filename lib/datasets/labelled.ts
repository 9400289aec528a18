/**
 * Images with the names of their classes: what is made of images of one's own, whatever form they came in.
 * @module
 */
import { permutation, prng } from "../random.ts";
import { imageLength, type Images, sharedImages } from "./images.ts";
import { proportionalOrder } from "./proportional_order.ts";

/** Images and the names of their classes. */
export interface LabelledImages {
  readonly images: Images;
  /** In the order of the labels. */
  readonly classes: readonly string[];
}

/**
 * Images whose classes are told by name.
 *
 * @param pixels [count, height, width, channels], from 0 to 255
 * @param names class of each image
 * @throws {RangeError} if there are fewer than 2 classes or more than 256, or the lengths don't fit
 */
export function labelByName(
  shape: Images["shape"],
  pixels: ArrayLike<number>,
  names: readonly string[],
): LabelledImages {
  const classes = [...new Set(names)].sort(byNumberOrName);
  if (classes.length < 2 || classes.length > 256) {
    throw new RangeError(`Cannot label images: found ${classes.length} classes, wanted 2 to 256`);
  }
  const places = new Map(classes.map((name, place) => [name, place]));
  const labels = Uint8Array.from(names, (name) => places.get(name)!);
  return { images: sharedImages(shape, { pixels, labels }), classes };
}

/** Numbers by their size, so that class 10 comes after class 9; whatever else by the alphabet. */
function byNumberOrName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Names for classes that only have numbers: "0", "1" and so on. */
export function numberedClasses({ labels }: Images): string[] {
  const last = labels.reduce((most, label) => Math.max(most, label), 0);
  return Array.from({ length: last + 1 }, (_, label) => String(label));
}

/**
 * Sets test images aside, by chance within each class: for data that come without.
 *
 * There are share x count test images, rounded, of each class in proportion ({@linkcode proportionalOrder}). One image
 * of each class always stays for training, so a class with a single image gives none, and the test can be smaller than
 * its share.
 *
 * @param share of the images, between 0 and 1
 * @throws {RangeError} if one of the two parts would be empty
 */
export function holdOut(
  { images, classes }: LabelledImages,
  { share, seed }: { readonly share: number; readonly seed: number },
): { readonly training: LabelledImages; readonly test: LabelledImages } {
  const count = Math.round(share * images.count);
  const order = permutation(prng(seed, "hold out"), images.count);
  const isTest = new Set(proportionalOrder(images, order).subarray(0, Math.max(0, count)));
  if (isTest.size === 0 || count >= images.count) {
    throw new RangeError(
      `Cannot set ${share} of ${images.count} images aside: wanted a share that leaves images in both parts`,
    );
  }
  return {
    training: { images: pick(images, order.filter((index) => !isTest.has(index))), classes },
    test: { images: pick(images, order.filter((index) => isTest.has(index))), classes },
  };
}

/** The first images of some, or all if there are fewer. */
export function firstImages(images: Images, count: number): Images {
  return pick(images, Uint32Array.from({ length: Math.min(count, images.count) }, (_, index) => index));
}

function pick({ shape, pixels, labels }: Images, indices: Uint32Array): Images {
  const length = imageLength(shape);
  const chosen = new Uint8Array(indices.length * length);
  indices.forEach((index, place) =>
    chosen.set(pixels.subarray(index * length, (index + 1) * length), place * length)
  );
  return sharedImages(shape, { pixels: chosen, labels: Uint8Array.from(indices, (index) => labels[index]!) });
}
