/**
 * What images hold, and what is likely a fault of theirs.
 * @module
 */
import { createHash } from "node:crypto";
import { type ImagesAccount, someOf } from "./account.ts";
import { nearEqualNames } from "./class_names.ts";
import { imageLength, type Images } from "./images.ts";

/** Indices of images, one or several for each fault. */
type Found = readonly (readonly number[])[];

/** Names of folders that have class folders in them, and are no classes. */
const parts = /^(train(ing)?|val(id|idation)?|test(ing)?|dev)$/i;

/** Counts and warnings of a set whose shape, lengths and labels fit each other. */
export function inspectImages(
  images: Images,
  classes: readonly string[],
  nameOf: (index: number) => string,
): Omit<ImagesAccount, "form" | "taken" | "leftOut" | "changed"> {
  const counts = new Uint32Array(classes.length);
  for (const label of images.labels) counts[label]!++;
  const { values, blank } = lookAtPixels(images);
  const tell = (found: Found, one: string, many: string) => {
    if (found.length === 0) return [];
    const examples = found.slice(0, 3).map((indices) => indices.map(nameOf).join(" = "));
    const some = someOf({ count: found.length, examples });
    return [`${found.length} ${found.length === 1 ? one : many} (${some})`];
  };
  return {
    count: images.count,
    shape: images.shape,
    values,
    classes: classes.map((name, label) => ({ name, count: counts[label]! })),
    warnings: [
      ...emptyClasses(classes, counts),
      ...nearEqual(classes),
      ...classes.length > 2 && classes.length === images.count ? ["each image has a class of its own"] : [],
      ...classes.every((name) => parts.test(name)) ? ["classes have the names of parts of a data set"] : [],
      ...values[1] === 1 ? ["values are 0 and 1 only: white is 255, so were numbers from 0 to 1 cut?"] : [],
      ...tell(blank, "image is of one colour all over", "images are of one colour all over"),
      ...repeated(images, tell),
    ],
  };
}

function emptyClasses(classes: readonly string[], counts: Uint32Array): string[] {
  const empty = classes.filter((_, label) => counts[label] === 0);
  if (empty.length === 0) return [];
  return [`no images of ${someOf({ count: empty.length, examples: empty.slice(0, 10) })}`];
}

function nearEqual(classes: readonly string[]): string[] {
  const groups = nearEqualNames(classes);
  const examples = groups.slice(0, 3).map((names) => names.map((name) => JSON.stringify(name)).join(" and "));
  if (groups.length === 0) return [];
  return [`names of classes are nearly equal: ${someOf({ count: groups.length, examples })}`];
}

function lookAtPixels({ count, pixels, shape }: Images): Pick<ImagesAccount, "values"> & { blank: Found } {
  const [length, channels] = [imageLength(shape), shape[2]];
  let [lowest, highest] = [255, 0];
  const blank: [number][] = [];
  for (let index = 0; index < count; index++) {
    const start = index * length;
    let same = length > channels;
    for (let at = start; at < start + length; at++) {
      const value = pixels[at]!;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      if (same && at >= start + channels && value !== pixels[at - channels]) same = false;
    }
    if (same) blank.push([index]);
  }
  return { values: [lowest, highest], blank };
}

/** Images that are there twice, told apart by whether their classes agree. */
function repeated(
  images: Images,
  tell: (found: Found, one: string, many: string) => string[],
): string[] {
  const first = new Map<string, number>();
  const [alike, otherwise]: [number, number][][] = [[], []];
  digests(images).forEach((digest, index) => {
    const before = first.get(digest);
    if (before === undefined) first.set(digest, index);
    else (images.labels[before] === images.labels[index] ? alike : otherwise)!.push([before, index]);
  });
  return [
    ...tell(alike!, "image repeats another", "images repeat others"),
    ...tell(otherwise!, "image repeats one of another class", "images repeat ones of other classes"),
  ];
}

/**
 * Warns of test images that are training images, too: they are known before the test.
 *
 * @returns no warning, or one with how many there are
 */
export function comparePartsOf(training: Images, test: Images): string[] {
  const known = new Map(digests(training).map((digest, index) => [digest, training.labels[index]]));
  let [shared, otherwise] = [0, 0];
  digests(test).forEach((digest, index) => {
    if (!known.has(digest)) return;
    shared++;
    if (known.get(digest) !== test.labels[index]) otherwise++;
  });
  if (shared === 0) return [];
  const more = otherwise === 0 ? "" : `, ${otherwise} of them with another class`;
  return [`${shared} of ${test.count} test images are among the training images${more}: the test knows them`];
}

/** What tells each image from others, whatever its class. */
function digests({ count, pixels, shape }: Images): string[] {
  const length = imageLength(shape);
  return Array.from(
    { length: count },
    (_, index) =>
      createHash("sha1").update(pixels.subarray(index * length, (index + 1) * length)).digest("base64"),
  );
}
