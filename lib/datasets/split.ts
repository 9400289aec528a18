/**
 * Setting validation images aside.
 * @module
 */
import { permutation, prng } from "../random.ts";
import type { Images } from "./images.ts";

/** Indices of training images in two disjoint sets that hold each image once. */
export interface Split {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/** How training images are split. */
export interface SplitOptions {
  /** Images to set aside, from 0 to one less than there are. */
  readonly validation: number;
  /** The same seed gives the same split; any safe integer. */
  readonly seed: number;
}

/**
 * Splits training images by chance, all splits of the sizes being equally likely. Both sets are in random order:
 * the first images of either are a fair sample of it.
 *
 * @throws {RangeError} if no image would be left to train on
 */
export function splitTraining(images: Pick<Images, "count">, options: SplitOptions): Split {
  const { validation, seed } = options;
  if (!Number.isInteger(validation) || validation < 0 || validation >= images.count) {
    throw new RangeError(
      `Cannot set ${validation} of ${images.count} images aside: wanted an integer from 0 to ${
        images.count - 1
      }`,
    );
  }
  const order = permutation(prng(seed, "split"), images.count);
  return { training: order.slice(validation), validation: order.slice(0, validation) };
}
