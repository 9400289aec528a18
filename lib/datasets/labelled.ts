/**
 * Classes for images: from names, or from numbers.
 * @module
 */
import { integerFrom0, list, optional, text } from "../options.ts";
import type { Origin } from "./account.ts";
import { type CheckedImages, withAccount } from "./check.ts";
import { classTable } from "./class_names.ts";
import { type Images, sharedImages, unusable, type ValueOrder, valueOrder } from "./images.ts";

/**
 * Images whose classes come as names. Names that differ only in how accents are composed or in space around them are
 * one class; if all are numbers, so are those of equal value.
 *
 * @param pixels [count, height, width, channels], from 0 to 255
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
  const labels = Uint8Array.from(names, (name, index) => table.labelOf(name, `image ${index}`));
  return withAccount(sharedImages(shape, { pixels, labels }), table.classes, { changed: table.changed });
}

/** Schema of names of classes, which may be left out. */
export const classNames = optional(list(text, "a list of names"));

/** Options of readers of bytes, whose labels are numbers. */
export interface IdxOptions {
  /** Names of the classes, in the order of the labels. @default the numbers that occur: "0", "1" and so on */
  readonly classes?: readonly string[];
  /** The number that stands for the first of `classes`. Letters are often counted from 1. @default 0 */
  readonly firstLabel?: number;
  /** "planes" if the channels come before height and width, as CIFAR-10 has them. @default "pixels" */
  readonly order?: ValueOrder;
}

/** Schemas of {@linkcode IdxOptions}. */
export const idxSchemas = {
  classes: classNames,
  firstLabel: optional(integerFrom0),
  order: valueOrder,
};

/** Images whose labels are numbers, changed in place to count from 0. Throws a `RangeError` if one is of no class. */
export function labelByNumber(
  images: Images,
  { classes, firstLabel = 0 }: IdxOptions,
  { form, taken }: Pick<Origin, "form" | "taken">,
): CheckedImages {
  const { labels } = images;
  if (classes === undefined) {
    if (firstLabel !== 0) throw unusable(`firstLabel ${firstLabel}`, "classes beside it");
    const numbers = Uint8Array.from(new Set(labels)).sort();
    labels.forEach((number, index) => labels[index] = numbers.indexOf(number));
    const all = { ...taken, classes: "the numbers found" };
    return withAccount(images, Array.from(numbers, String), { form, taken: all });
  }
  const below = labels.findIndex((label) => label < firstLabel);
  if (below >= 0) {
    const found = `label ${labels[below]} of image ${below}`;
    throw unusable(found, `${firstLabel} or more since it is firstLabel`);
  }
  labels.forEach((label, index) => labels[index] = label - firstLabel);
  return withAccount(images, classes, { form, taken: { ...taken, firstLabel } });
}
