/**
 * The IDX format of MNIST and its relatives: two zero bytes, the code of the values' type, the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the values with the last dimension fastest.
 * @module
 */
import { gunzipSync } from "node:zlib";
import { messageOf } from "../../errors.ts";
import { check, members } from "../../options.ts";
import type { CheckedImages } from "../check.ts";
import { fillImage, type Images, pixelsOf, sharedImages, type ValueOrder } from "../images.ts";
import { type IdxOptions, idxSchemas, labelByNumber } from "../labelled.ts";
import { requireBytes } from "./binary.ts";

/** An array read from an IDX file. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** A view into the bytes that were parsed. */
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;
/** Other types of the format. */
const types: Readonly<Record<number, string>> = {
  0x09: "signed bytes",
  0x0b: "16-bit integers",
  0x0c: "32-bit integers",
  0x0d: "32-bit floats",
  0x0e: "64-bit floats",
};

const schema = members<IdxOptions>(idxSchemas);

/**
 * Reads two IDX contents, packed with gzip or not. Needs as much memory again as the contents have bytes unpacked.
 *
 * @param options or the names of the classes alone
 * @throws {TypeError | RangeError} if one of them is a damaged gzip or no IDX, they don't fit each other, or they don't
 * pass {@linkcode checkImages}
 */
export function imagesFromIdxFiles(
  images: Uint8Array,
  labels: Uint8Array,
  options: IdxOptions | readonly string[] = {},
): CheckedImages {
  const chosen: IdxOptions = Array.isArray(options) ? { classes: options } : options as IdxOptions;
  check("Cannot read IDX", schema, chosen);
  const { order = "pixels" } = chosen;
  const [array, numbers] = [parseIdx(unpack(images, "images")), parseIdx(unpack(labels, "labels"))];
  const taken = { images: array.shape.join("x"), ...array.shape.length === 4 ? { order } : {} };
  return labelByNumber(imagesFromIdx(array, numbers, order), chosen, { form: "IDX", taken });
}

function unpack(bytes: Uint8Array, what: string): Uint8Array {
  requireBytes(bytes, what);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const found = `${bytes.length} bytes of a gzip that is cut off or damaged (${messageOf(cause)})`;
    throw new RangeError(
      `Cannot unpack the ${what}: found ${found}, wanted a whole one; copy or download the file again`,
      { cause },
    );
  }
}

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
    const kind = first === 0 && second === 0 && types[type!] !== undefined ? ` (${types[type!]})` : "";
    throw new TypeError(
      `Cannot parse IDX: found magic ${hex(bytes.subarray(0, 3))}${kind}, wanted 00 00 08 (unsigned bytes)`,
    );
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
 * @param images [count, height, width] or [count, height, width, channels]; of planes, [count, channels, height, width]
 * @param labels [count]
 * @throws {RangeError} if the shapes are others or don't fit each other
 */
export function imagesFromIdx(images: IdxArray, labels: IdxArray, order: ValueOrder = "pixels"): Images {
  const [count, ...sides] = images.shape;
  const [height, width, channels = 1] = order === "planes" && sides.length === 3
    ? [...sides.slice(1), sides[0]!]
    : sides;
  const [found, foundLabels] = [images.shape.join("x"), labels.shape.join("x")];
  const shapes = `Cannot make images of IDX shapes ${found} and ${foundLabels}`;
  if (count === undefined || height === undefined || width === undefined || images.shape.length > 4) {
    throw new RangeError(`${shapes}: wanted 3 or 4 dimensions and 1`);
  }
  if (foundLabels !== `${count}`) throw new RangeError(`${shapes}: wanted one label an image`);
  if (order === "pixels" && [1, 3].includes(sides[0]!) && ![1, 3].includes(channels)) {
    throw new RangeError(
      `Cannot make images of IDX shape ${found}: found ${channels} channels in the last dimension, ` +
        'wanted 1 or 3; if they come first, say { order: "planes" }',
    );
  }
  const made = sharedImages([height, width, channels], { pixels: images.data, labels: labels.data });
  if (order === "planes") {
    const planes = { ...made, pixels: images.data };
    for (let index = 0; index < count; index++) fillImage(made, index, pixelsOf(planes, index), order);
  }
  return made;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
