/**
 * Images from rows of bytes, each a label and then an image, as CIFAR-10 has them.
 * @module
 */
import { check, integerFrom0, members, optional } from "../../options.ts";
import type { CheckedImages } from "../check.ts";
import { emptyImages, fillImage, imageLength, type Images, requireShape } from "../images.ts";
import { type IdxOptions, idxSchemas, labelByNumber } from "../labelled.ts";

/** Options of {@linkcode imagesFromBinary}. */
export interface BinaryOptions extends IdxOptions {
  /** Bytes before an image: 2 for CIFAR-100, a coarse and a fine label. @default 1 */
  readonly labelBytes?: number;
  /** Which of them is the label, from 0. @default 0 */
  readonly label?: number;
}

const schema = members<BinaryOptions>({
  ...idxSchemas,
  labelBytes: optional(integerFrom0),
  label: optional(integerFrom0),
});

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
  check("Cannot read binary rows", schema, options);
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
    const found = `found ${bytes.length} bytes, wanted a multiple of ${row}`;
    throw new RangeError(`Cannot read images of shape ${shape.join("x")}: ${found}`);
  }
  const images = emptyImages(count, shape);
  fillRows(images, 0, bytes, { order, labelBytes, label });
  const taken = { rows: count, labelBytes, label: `byte ${label}`, ...shape[2] === 1 ? {} : { order } };
  return labelByNumber(images, options, { form: "binary rows", taken });
}

/** Throws a `RangeError` if what should be bytes is something else, such as a path. */
export function requireBytes(bytes: Uint8Array, what: string): void {
  if (bytes instanceof Uint8Array) return;
  throw new RangeError(
    `Cannot read the ${what}: found ${bytes}, wanted bytes such as \`await Deno.readFile(path)\``,
  );
}

const cifarShape = [32, 32, 3] as const;
const cifarClasses = 10;

/**
 * Reads batches of CIFAR-10 into one set of images, in the order given. Each row is a label from 0 to 9 and then a 32x32
 * image as three planes: red, green and blue.
 *
 * @throws {RangeError} if a batch does not consist of whole rows or a label is above 9
 */
export function parseCifar(batches: readonly Uint8Array[]): Images {
  const length = 1 + imageLength(cifarShape);
  batches.forEach((batch, index) => {
    if (batch.length % length !== 0) {
      throw new RangeError(
        `Cannot parse CIFAR-10 batch ${index}: found ${batch.length} bytes, wanted a multiple of ${length}`,
      );
    }
    for (let row = 0; row < batch.length / length; row++) {
      const label = batch[row * length]!;
      if (label < cifarClasses) continue;
      throw new RangeError(
        `Cannot parse row ${row} of CIFAR-10 batch ${index}: found label ${label}, wanted 0 to 9`,
      );
    }
  });
  const counts = batches.map((batch) => batch.length / length);
  const images = emptyImages(counts.reduce((sum, count) => sum + count, 0), cifarShape);
  let first = 0;
  for (const [index, batch] of batches.entries()) {
    fillRows(images, first, batch, { order: "planes", labelBytes: 1, label: 0 });
    first += counts[index]!;
  }
  return images;
}

/** Fills images, from the first on, with rows of bytes. */
function fillRows(
  images: Images,
  first: number,
  rows: Uint8Array,
  { order, labelBytes, label }: Required<Pick<BinaryOptions, "order" | "labelBytes" | "label">>,
): void {
  const length = labelBytes + imageLength(images.shape);
  for (let start = 0, index = first; start < rows.length; start += length, index++) {
    images.labels[index] = rows[start + label]!;
    fillImage(images, index, rows.subarray(start + labelBytes, start + length), order);
  }
}
