/**
 * What images hold, and what is likely a fault of theirs.
 * @module
 */
import { createHash } from "node:crypto";
import { type ImagesAccount, type Origin, someOf } from "./account.ts";
import { nearEqualNames } from "./class_names.ts";
import { imageLength, type Images, pixelsOf } from "./images.ts";

/** Names of folders that have class folders in them, and are no classes. */
const parts = /^(train(ing)?|val(id|idation)?|test(ing)?|dev)$/i;

/** Counts and warnings of a set whose shape, lengths and labels fit each other. */
export function inspectImages(
  images: Images,
  classes: readonly string[],
  nameOf: (index: number) => string,
): Omit<ImagesAccount, keyof Origin> {
  const counts = new Uint32Array(classes.length);
  for (const label of images.labels) counts[label]!++;
  const empty = classes.filter((_, label) => counts[label] === 0);
  const nearEqual = nearEqualNames(classes).map((names) =>
    names.map((name) => JSON.stringify(name)).join(" and ")
  );
  const { values, blank } = lookAtPixels(images);
  const { alike, otherwise } = findRepeated(images);
  /** A warning of some images, or of groups of equal ones; none if there are none. */
  const tell = (found: readonly (readonly number[])[], one: string, many: string) => {
    if (found.length === 0) return [];
    const names = found.slice(0, 3).map((indices) => indices.map(nameOf).join(" = "));
    return [`${found.length} ${found.length === 1 ? one : many} (${someOf(names, 3, found.length)})`];
  };
  return {
    count: images.count,
    shape: images.shape,
    values,
    classes: classes.map((name, label) => ({ name, count: counts[label]! })),
    warnings: [
      ...empty.length > 0 ? [`no images of ${someOf(empty, 10)}`] : [],
      ...nearEqual.length > 0 ? [`names of classes are nearly equal: ${someOf(nearEqual, 3)}`] : [],
      ...classes.length > 2 && classes.length === images.count ? ["each image has a class of its own"] : [],
      ...classes.every((name) => parts.test(name)) ? ["classes have the names of parts of a data set"] : [],
      ...values[1] === 1 ? ["values are 0 and 1 only: white is 255, so were numbers from 0 to 1 cut?"] : [],
      ...tell(blank, "image is of one colour all over", "images are of one colour all over"),
      ...tell(alike, "image repeats another", "images repeat others"),
      ...tell(otherwise, "image repeats one of another class", "images repeat ones of other classes"),
    ],
  };
}

/** The lowest and the highest value, and the images of one colour. */
function lookAtPixels(images: Images): Pick<ImagesAccount, "values"> & { blank: [number][] } {
  const [length, channels] = [imageLength(images.shape), images.shape[2]];
  let [lowest, highest] = [255, 0];
  const blank: [number][] = [];
  for (let index = 0; index < images.count; index++) {
    const pixels = pixelsOf(images, index);
    let isBlank = length > channels;
    for (let at = 0; at < length; at++) {
      const value = pixels[at]!;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      if (isBlank && at >= channels && value !== pixels[at - channels]) isBlank = false;
    }
    if (isBlank) blank.push([index]);
  }
  return { values: [lowest, highest], blank };
}

type Pair = readonly [first: number, again: number];

/** Images that are there twice, each with the first of its kind, by whether their classes agree. */
function findRepeated(images: Images): Record<"alike" | "otherwise", Pair[]> {
  const first = new Map<string, number>();
  const repeated = { alike: [] as Pair[], otherwise: [] as Pair[] };
  digests(images).forEach((digest, index) => {
    const before = first.get(digest);
    if (before === undefined) first.set(digest, index);
    else {repeated[images.labels[before] === images.labels[index] ? "alike" : "otherwise"].push([
        before,
        index,
      ]);}
  });
  return repeated;
}

/** A warning with the number of test images that are training images, too; none if there are none. */
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
function digests(images: Images): string[] {
  return Array.from(
    { length: images.count },
    (_, index) => createHash("sha1").update(pixelsOf(images, index)).digest("base64"),
  );
}
