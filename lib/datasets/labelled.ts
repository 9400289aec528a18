/**
 * Classes for images: from names, or from numbers.
 * @module
 */
import { integerFrom0, list, optional, text } from "../options.ts";
import type { Origin } from "./account.ts";
import { ARRAYS, type CheckedImages, withAccount } from "./check.ts";
import { classTable } from "./class_names.ts";
import { type Images, sharedImages } from "./images.ts";

/**
 * Images whose classes come as names. Names that differ only in how accents are composed or in space around them are
 * one class; if all are numbers, so are those of equal value.
 *
 * @param pixels [count, height, width, channels], from 0 to 255
 * @param names class of each image
 * @param classes all classes in their order. @default the names: numbers by size, others by the alphabet
 * @throws {RangeError} if there are fewer than 2 classes or more than 256, the lengths don't fit, or a name is none of
 * the classes
 */
export function labelByName(
  shape: Images["shape"],
  pixels: ArrayLike<number>,
  names: readonly string[],
  classes?: readonly string[],
): CheckedImages {
  const table = classTable(names, classes);
  const labels = Uint8Array.from(names, (name, index) => {
    const label = table.labelOf(name);
    return label < 0 ? unknownClass(name, `image ${index}`, table.classes) : label;
  });
  const { changed } = table;
  return withAccount(sharedImages(shape, { pixels, labels }), table.classes, { ...ARRAYS, changed });
}

/** Throws the `RangeError` of a label that is none of the classes. */
export function unknownClass(name: string, where: string, classes: readonly string[]): never {
  const some = classes.slice(0, 10).join(", ") + (classes.length > 10 ? ", ..." : "");
  throw new RangeError(
    `Cannot use images: found label ${JSON.stringify(name)} of ${where}, wanted one of the classes ${some}`,
  );
}

/** Schema of names of classes, which may be left out. */
export const classNames = optional(list(text, "a list of names"));

/** Options of readers whose labels are numbers. */
export interface NumberedOptions {
  /** Names of the classes, in the order of the labels. @default the numbers that occur: "0", "1" and so on */
  readonly classes?: readonly string[];
  /** The number that stands for the first of `classes`. Letters are often counted from 1. @default 0 */
  readonly firstLabel?: number;
}

/** Schemas of {@linkcode NumberedOptions}. */
export const numberedMembers = { classes: classNames, firstLabel: optional(integerFrom0) };

/**
 * Images whose labels are numbers; they are changed in place to count from 0.
 *
 * @throws {RangeError} if a label is none of the classes
 */
export function labelByNumber(
  images: Images,
  { classes, firstLabel = 0 }: NumberedOptions,
  { taken, ...origin }: Origin,
): CheckedImages {
  const { labels } = images;
  if (classes === undefined) {
    if (firstLabel !== 0) {
      throw new RangeError(`Cannot use images: found firstLabel ${firstLabel}, wanted classes beside it`);
    }
    const numbers = [...new Set(labels)].sort((a, b) => a - b);
    const places = new Map(numbers.map((number, place) => [number, place]));
    labels.forEach((label, index) => labels[index] = places.get(label)!);
    const all = { ...origin, taken: { ...taken, classes: "the numbers found" } };
    return withAccount(images, numbers.map(String), all);
  }
  const below = labels.findIndex((label) => label < firstLabel);
  if (below >= 0) {
    throw new RangeError(
      `Cannot use images: found label ${labels[below]} of image ${below}, wanted ${firstLabel} or more ` +
        "since it is firstLabel",
    );
  }
  labels.forEach((label, index) => labels[index] = label - firstLabel);
  return withAccount(images, classes, { ...origin, taken: { ...taken, firstLabel } });
}
