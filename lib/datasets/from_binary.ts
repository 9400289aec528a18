/**
 * Images from IDX files and from plain binary rows.
 * @module
 */
import { gunzipSync } from "node:zlib";
import { imagesFromIdx, parseIdx } from "./idx.ts";
import { emptyImages, imageLength, type Images, interleave } from "./images.ts";
import { type LabelledImages, numberedClasses } from "./labelled.ts";

/**
 * Reads two IDX contents, packed with gzip or not.
 *
 * @param classes their names, in the order of the labels. @default "0", "1" and so on
 * @throws {TypeError | RangeError} if one of them is a damaged gzip or no IDX, or they don't fit each other
 */
export function imagesFromIdxFiles(
  images: Uint8Array,
  labels: Uint8Array,
  classes?: readonly string[],
): LabelledImages {
  const read = imagesFromIdx(parseIdx(unpacked(images, "images")), parseIdx(unpacked(labels, "labels")));
  return named(read, classes);
}

/**
 * Reads rows of one byte for the label and then the bytes of an image, as CIFAR-10 has them.
 *
 * @param order of an image's bytes: pixel by pixel, each with all its channels, or one plane after the other for each
 * channel, as CIFAR-10 has it
 * @param classes their names, in the order of the labels. @default "0", "1" and so on
 * @throws {RangeError} if the content is not of whole rows
 */
export function imagesFromBinary(
  bytes: Uint8Array,
  shape: Images["shape"],
  { order = "pixels", classes }: {
    readonly order?: "pixels" | "planes";
    readonly classes?: readonly string[];
  } = {},
): LabelledImages {
  const length = imageLength(shape);
  const count = bytes.length / (1 + length);
  if (count === 0 || !Number.isInteger(count)) {
    throw new RangeError(
      `Cannot read images of shape ${shape.join("x")}: found ${bytes.length} bytes, wanted a multiple of ${
        1 + length
      }`,
    );
  }
  const images = emptyImages(count, shape);
  for (let image = 0; image < count; image++) {
    const row = bytes.subarray(image * (1 + length), (image + 1) * (1 + length));
    images.labels[image] = row[0]!;
    if (order === "pixels") images.pixels.set(row.subarray(1), image * length);
    else interleave(images, image, row.subarray(1));
  }
  return named(images, classes);
}

function named(images: Images, classes: readonly string[] = numberedClasses(images)): LabelledImages {
  const last = images.labels.reduce((most, label) => Math.max(most, label), 0);
  if (last >= classes.length) {
    throw new RangeError(`Cannot name classes: found label ${last}, wanted less than ${classes.length}`);
  }
  return { images, classes };
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpacked(bytes: Uint8Array, what: string): Uint8Array {
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
