/**
 * Labelled images as plain data.
 * @module
 */
import { oneOf, optional } from "../options.ts";

/** Labelled images of one size. Loaders put both arrays over shared memory, so that workers read one copy. */
export interface Images {
  readonly count: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** [count, height, width, channels], from 0 (black) to 255. */
  readonly pixels: Uint8Array;
  /** [count]; the index of each image's class. */
  readonly labels: Uint8Array;
}

/** How the values of an image are ordered in a file: pixel by pixel, or one plane after another. */
export type ValueOrder = "pixels" | "planes";

/** Schema of {@linkcode ValueOrder}, which may be left out. */
export const valueOrder = optional(oneOf<ValueOrder>("pixels", "planes"));

/** The error of images that can't be used. */
export const unusable = (found: string, wanted: string): RangeError =>
  new RangeError(`Cannot use images: found ${found}, wanted ${wanted}`);

/**
 * Images in shared memory from arrays that need not be.
 *
 * @param pixels [count, height, width, channels], from 0 to 255; copied
 * @param labels [count]; copied
 * @throws {RangeError} if the shape is none of an image, the lengths don't fit it, or a value is no integer from 0 to 255
 */
export function sharedImages(
  shape: Images["shape"],
  { pixels, labels }: { readonly pixels: ArrayLike<number>; readonly labels: ArrayLike<number> },
): Images {
  requireSides(shape);
  const count = labels.length;
  const wanted = count * imageLength(shape);
  if (pixels.length !== wanted) {
    const set = `${count} labels and shape ${shape.join("x")}`;
    throw new RangeError(
      `Cannot make images: found ${pixels.length} pixel values, wanted ${wanted} for ${set}`,
    );
  }
  requireBytes(pixels, "pixel values");
  requireBytes(labels, "labels");
  const images = emptyImages(count, shape);
  images.pixels.set(pixels);
  images.labels.set(labels);
  return images;
}

/** Black images of class 0 in shared memory, for a parser to fill. */
export function emptyImages(count: number, shape: Images["shape"]): Images {
  const pixels = new Uint8Array(new SharedArrayBuffer(count * imageLength(shape)));
  return { count, shape, pixels, labels: new Uint8Array(new SharedArrayBuffer(count)) };
}

/** Values in one image: height x width x channels. */
export function imageLength([height, width, channels]: Images["shape"]): number {
  return height * width * channels;
}

/** The values of image `index`, [height, width, channels], where they are. */
export function pixelsOf({ pixels, shape }: Images, index: number): Uint8Array {
  const length = imageLength(shape);
  return pixels.subarray(index * length, (index + 1) * length);
}

/** Fills image `index` with its values: [height, width, channels], or of planes [channels, height, width]. */
export function fillImage(images: Images, index: number, values: Uint8Array, order: ValueOrder): void {
  const pixels = pixelsOf(images, index);
  if (order === "pixels") return pixels.set(values);
  const [height, width, channels] = images.shape;
  const plane = height * width;
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < plane; pixel++) {
      pixels[pixel * channels + channel] = values[channel * plane + pixel]!;
    }
  }
}

/** Throws a `RangeError` if a shape is not that of grey images, or of images of red, green and blue. */
export function requireShape(shape: Images["shape"]): void {
  requireSides(shape);
  const [first, , channels] = shape;
  if (channels === 1 || channels === 3) return;
  const wanted = "height, width and 1 channel (grey) or 3";
  const hint = first === 1 || first === 3 ? "; the channels come last, not first" : "";
  throw new RangeError(
    `Cannot make images of shape ${shape.join("x")}: found ${channels} channels, wanted ${wanted}${hint}`,
  );
}

function requireSides(shape: Images["shape"]): void {
  const isList = Array.isArray(shape) && shape.length === 3;
  if (isList && shape.every((side) => Number.isSafeInteger(side) && side > 0)) return;
  const found = Array.isArray(shape) ? shape.join("x") : String(shape);
  throw new RangeError(
    `Cannot make images of shape ${found}: wanted height, width and 1 or 3 channels, all positive integers`,
  );
}

/** Throws a `RangeError` if one of the indices is no image's. */
export function requireIndices({ count }: Images, indices: Uint32Array | readonly number[]): void {
  for (const index of indices) {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`Cannot take image ${index}: wanted an integer from 0 to ${count - 1}`);
    }
  }
}

/** Other numbers would be cut to a byte in silence: pixels from 0 to 1 would all be black. */
function requireBytes(values: ArrayLike<number>, what: string): void {
  if (values instanceof Uint8Array) return;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!Number.isInteger(value) || value < 0 || value > 255) {
      throw new RangeError(
        `Cannot make images: found ${value} among the ${what}, wanted integers 0 to 255${whiteHint(value)}`,
      );
    }
  }
}

/** What may be wrong with a value that is no byte. */
export const whiteHint = (value: number): string =>
  value > 0 && value < 1 ? "; where 1 is white, multiply by 255 and round" : "";
