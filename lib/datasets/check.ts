/**
 * The check of labelled images that every way in passes.
 *
 * What would give wrong results in silence is an error. What is likely a fault, but may be meant, is a warning on the
 * account of the set.
 * @module
 */
import { type ImagesAccount, type Origin, someOf } from "./account.ts";
import { cleanClasses } from "./class_names.ts";
import { imageLength, type Images, requireShape, unusable } from "./images.ts";
import { inspectImages } from "./inspect.ts";

/** Images and the names of their classes. */
export interface LabelledImages {
  readonly images: Images;
  /** In the order of the labels. */
  readonly classes: readonly string[];
  /** What is known of them besides; readers and {@linkcode checkImages} give it. */
  readonly account?: ImagesAccount;
}

/** Labelled images that were checked, with their account. */
export type CheckedImages = Required<LabelledImages>;

/**
 * Checks labelled images, whatever made them, and looks for what is likely a fault.
 *
 * @returns the images, the names of the classes in NFC and without space around them, and the account
 * @throws {RangeError} if shape, lengths, labels or names of classes don't fit each other
 */
export function checkImages(set: LabelledImages): CheckedImages {
  const { images, classes, account } = set ?? {};
  const names = requireLabelled(images, classes);
  const isOfThese = account?.count === images.count &&
    account.classes.length === names.length &&
    account.classes.every(({ name }, label) => name === names[label]);
  return isOfThese ? { images, classes: names, account } : withAccount(images, names, account);
}

/**
 * Checks labelled images that a reader made.
 *
 * @param origin what the reader took for what, if it is not as for arrays
 * @param nameOf what an image is called in warnings. @default "image 0" and so on
 * @throws {RangeError} as {@linkcode checkImages}
 */
export function withAccount(
  images: Images,
  classes: readonly string[],
  origin: Partial<Origin> = {},
  nameOf = (index: number) => `image ${index}`,
): CheckedImages {
  const names = requireLabelled(images, classes);
  const arrays: Origin = { form: "arrays", taken: {}, leftOut: [], changed: [] };
  const account = { ...arrays, ...origin, ...inspectImages(images, names, nameOf) };
  return { images, classes: names, account };
}

/** The errors of {@linkcode checkImages} alone, which take no time; returns the names of the classes, cleaned. */
export function requireLabelled(images: Images, classes: readonly string[]): string[] {
  if (!(images?.pixels instanceof Uint8Array && images.labels instanceof Uint8Array)) {
    throw unusable(
      "no bytes for pixels and labels",
      "images that sharedImages() or a reader made; await those of files",
    );
  }
  requireShape(images.shape);
  const { count, shape, pixels, labels } = images;
  const length = imageLength(shape);
  if (labels.length !== count || pixels.length !== count * length) {
    const found = `${pixels.length} pixel values and ${labels.length} labels`;
    throw unusable(found, `${count * length} and ${count} for ${count} images of ${shape.join("x")}`);
  }
  if (count === 0) throw unusable("none", "images of two classes or more");
  const names = cleanClasses(classes);
  const beyond = labels.findIndex((label) => label >= names.length);
  if (beyond >= 0) {
    const found = `label ${labels[beyond]} of image ${beyond}`;
    const hint = countFromZero(labels, names);
    throw unusable(found, `0 to ${names.length - 1} for ${names.length} classes${hint}`);
  }
  return names;
}

/** Throws a `RangeError` with the classes that have no images: they can't be learnt. */
export function requireEveryClass({ labels }: Images, classes: readonly string[]): void {
  const used = new Set(labels);
  const empty = classes.flatMap((name, label) =>
    used.has(label) ? [] : [`${JSON.stringify(name)} (${label})`]
  );
  if (empty.length === 0) return;
  const all = empty.length > 3 ? ` (${empty.length} in all)` : "";
  throw unusable(
    `no image of class ${someOf(empty, 3)}${all}`,
    "one or more of each class to train on; leave such names out, and count the other labels from 0",
  );
}

/** Advice where labels run from 1, as those of letters do. */
function countFromZero(labels: Uint8Array, classes: readonly string[]): string {
  const used = [...new Set(labels)];
  const [lowest, highest] = [Math.min(...used), Math.max(...used)];
  if (lowest === 0 || highest - lowest >= classes.length) return "";
  return `; the labels run from ${lowest} to ${highest}: if ${lowest} is ${JSON.stringify(classes[0])}, ` +
    `subtract ${lowest} from each (readers: { firstLabel: ${lowest} })`;
}
