/**
 * What was read, in a few lines.
 * @module
 */
import { type ImagesAccount, someOf, type Tally } from "./account.ts";
import { checkImages, type LabelledImages } from "./check.ts";
import { comparePartsOf } from "./inspect.ts";
import { checkDataset, type OwnDataset } from "./own.ts";

/**
 * Says what images were read as: how many there are, what was taken for what, what was left out or changed, and what is
 * likely a fault. A guess in the first line has the name of the reader's option that overrules it.
 *
 * @throws {RangeError} as {@linkcode checkImages}
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describeImages, imagesFromCsv } from "./mod.ts";
 *
 * const bags = imagesFromCsv("label,a,b\nbag,0,9\nshoe,5,5\nbag,0,9\n", [1, 2, 1]);
 * assertEquals(describeImages(bags).split("\n"), [
 *   "Read as CSV: columns 3; delimiter \",\"; header label, a, b; label column 0 (label)",
 *   "3 images of 1x2x1, values 0 to 9; 2 classes: bag (2), shoe (1)",
 *   "Warning: 1 image is of one colour all over (line 3)",
 *   "Warning: 1 image repeats another (line 2 = line 4)",
 * ]);
 * ```
 */
export function describeImages(set: LabelledImages): string {
  const { account } = checkImages(set);
  return [...originOf(account), ...contentOf(account)].join("\n");
}

/**
 * Says the same of both parts of a data set, and how many test images are among the training images.
 *
 * @throws {RangeError} as {@linkcode checkDataset}
 */
export function describeDataset(dataset: OwnDataset): string {
  const { training, test } = checkDataset(dataset);
  const lines = [
    ...originOf(training.account),
    ...originOf(test.account),
    ...contentOf(training.account, "To train: "),
    ...contentOf(test.account, "To test: "),
    ...comparePartsOf(training.images, test.images).map((warning) => `Warning: ${warning}`),
  ];
  // Both parts of one source have the same origin.
  return [...new Set(lines)].join("\n");
}

function originOf({ form, taken, leftOut, changed }: ImagesAccount): string[] {
  const guesses = Object.entries(taken).map(([name, value]) => `${name} ${value}`).join("; ");
  return [
    `Read as ${form}${guesses === "" ? "" : `: ${guesses}`}`,
    ...tallies("Left out", leftOut),
    ...tallies("Changed", changed),
  ];
}

function contentOf({ count, shape, values, classes, warnings }: ImagesAccount, part = ""): string[] {
  const [lowest, highest] = values;
  const counted = classes.map(({ name, count }) => `${name} (${count})`);
  return [
    `${part}${count} images of ${shape.join("x")}, values ${lowest} to ${highest}; ` +
    `${classes.length} classes: ${someOf(counted, 12)}`,
    ...warnings.map((warning) => `Warning: ${part.toLowerCase()}${warning}`),
  ];
}

function tallies(title: string, list: readonly Tally[]): string[] {
  if (list.length === 0) return [];
  const counted = list.map(({ what, count, examples }) =>
    `${what}: ${count} (${someOf(examples, 3, count)})`
  );
  return [`${title}: ${counted.join("; ")}`];
}
