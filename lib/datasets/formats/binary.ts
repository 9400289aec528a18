/**
 * Images from IDX files and from plain binary rows.
 * @module
 */
import { gunzipSync } from "node:zlib";
import { check, integerFrom0, members, optional } from "../../options.ts";
import type { CheckedImages } from "../check.ts";
import { imagesFromIdx, parseIdx } from "./idx.ts";
import {
  emptyImages,
  fillImage,
  imageLength,
  type Images,
  requireShape,
  type ValueOrder,
  valueOrder,
} from "../images.ts";
import { labelByNumber, numberedMembers, type NumberedOptions } from "../labelled.ts";

/** Options of {@linkcode imagesFromIdxFiles}. */
export interface IdxOptions extends NumberedOptions {
  /** "planes" if the channels come before height and width. @default "pixels" */
  readonly order?: ValueOrder;
}

/** Options of {@linkcode imagesFromBinary}. */
export interface BinaryOptions extends NumberedOptions {
  /** "planes" if there is one plane after another for each channel, as CIFAR-10 has it. @default "pixels" */
  readonly order?: ValueOrder;
  /** Bytes before an image: 2 for CIFAR-100, a coarse and a fine label. @default 1 */
  readonly labelBytes?: number;
  /** Which of them is the label, from 0. @default 0 */
  readonly label?: number;
}

const idxMembers = members<IdxOptions>({ ...numberedMembers, order: valueOrder });
const binaryMembers = members<BinaryOptions>({
  ...{ ...numberedMembers, order: valueOrder },
  labelBytes: optional(integerFrom0),
  label: optional(integerFrom0),
});

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
  check("Cannot read IDX", idxMembers, chosen);
  const { order = "pixels" } = chosen;
  const [array, numbers] = [parseIdx(unpacked(images, "images")), parseIdx(unpacked(labels, "labels"))];
  const taken = { images: array.shape.join("x"), ...array.shape.length === 4 ? { order } : {} };
  return labelByNumber(imagesFromIdx(array, numbers, order), chosen, {
    ...{ form: "IDX", taken, leftOut: [], changed: [] },
  });
}

/**
 * Reads rows of one byte for the label and then the bytes of an image, as CIFAR-10 has them. Needs as much memory again as
 * there are bytes.
 *
 * @throws {RangeError} if the content is not of whole rows, or doesn't pass {@linkcode checkImages}
 */
export function imagesFromBinary(
  bytes: Uint8Array,
  shape: Images["shape"],
  options: BinaryOptions = {},
): CheckedImages {
  check("Cannot read binary rows", binaryMembers, options);
  const { order = "pixels", labelBytes = 1, label = 0 } = options;
  requireBytes(bytes, "rows");
  requireShape(shape);
  if (label >= labelBytes) {
    throw new RangeError(
      `Cannot read images: found label ${label}, wanted less than labelBytes ${labelBytes}`,
    );
  }
  const row = labelBytes + imageLength(shape);
  const count = bytes.length / row;
  if (count === 0 || !Number.isInteger(count)) {
    throw new RangeError(
      `Cannot read images of shape ${
        shape.join("x")
      }: found ${bytes.length} bytes, wanted a multiple of ${row}`,
    );
  }
  const images = emptyImages(count, shape);
  for (let image = 0; image < count; image++) {
    images.labels[image] = bytes[image * row + label]!;
    fillImage(images, image, bytes.subarray(image * row + labelBytes, (image + 1) * row), order);
  }
  const taken = { rows: count, labelBytes, label: `byte ${label}`, ...shape[2] === 1 ? {} : { order } };
  return labelByNumber(images, options, { form: "binary rows", taken, leftOut: [], changed: [] });
}

function requireBytes(bytes: Uint8Array, what: string): void {
  if (bytes instanceof Uint8Array) return;
  throw new RangeError(
    `Cannot read the ${what}: found ${bytes}, wanted bytes such as \`await Deno.readFile(path)\``,
  );
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpacked(bytes: Uint8Array, what: string): Uint8Array {
  requireBytes(bytes, what);
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : cause;
    throw new RangeError(
      `Cannot unpack the ${what}: found ${bytes.length} bytes of a gzip that is cut off or damaged (${fault}), ` +
        "wanted a whole one; copy or download the file again",
      { cause },
    );
  }
}
