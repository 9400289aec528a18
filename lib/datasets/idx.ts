/**
 * The IDX format of MNIST and its relatives: two zero bytes, the code of the values' type, the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the values with the last dimension fastest.
 * @module
 */
import { type Images, sharedImages } from "./images.ts";

/** An array read from an IDX file. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** A view into the bytes that were parsed. */
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads IDX content whose values are unsigned bytes.
 *
 * @throws {TypeError} if the content is no IDX or its values are no unsigned bytes
 * @throws {RangeError} if there are more or fewer bytes than the header tells
 */
export function parseIdx(bytes: Uint8Array): IdxArray {
  if (bytes.length < 4) {
    throw new RangeError(`Cannot parse IDX: found ${bytes.length} bytes, wanted at least 4`);
  }
  const [first, second, type, rank = 0] = bytes;
  if (first !== 0 || second !== 0 || type !== unsignedByte) {
    throw new TypeError(`Cannot parse IDX: found magic ${hex(bytes.subarray(0, 3))}, wanted 00 00 08`);
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new RangeError(
      `Cannot parse IDX: found ${bytes.length} bytes, wanted at least ${start} for ${rank} dimensions`,
    );
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const wanted = shape.reduce((product, side) => product * side, 1);
  if (bytes.length - start !== wanted) {
    throw new RangeError(
      `Cannot parse IDX of shape ${shape.join("x")}: found ${bytes.length - start} values, wanted ${wanted}`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}

/**
 * Images from the two arrays of a data set in this format.
 *
 * @param images [count, height, width] or [count, height, width, channels]
 * @param labels [count]
 * @throws {RangeError} if the shapes are others or don't fit each other
 */
export function imagesFromIdx(images: IdxArray, labels: IdxArray): Images {
  const [count, height, width, channels = 1] = images.shape;
  const shapes = `${images.shape.join("x")} and ${labels.shape.join("x")}`;
  if (count === undefined || height === undefined || width === undefined || images.shape.length > 4) {
    throw new RangeError(`Cannot make images of IDX shapes ${shapes}: wanted 3 or 4 dimensions and 1`);
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new RangeError(`Cannot make images of IDX shapes ${shapes}: wanted one label an image`);
  }
  return sharedImages([height, width, channels], { pixels: images.data, labels: labels.data });
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
