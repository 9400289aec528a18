/**
 * Cutting training images into the parts that a study needs.
 * @module
 */
import { check, flag, integerFrom0, members, optional, refuse, safeInteger } from "../options.ts";
import { permutation, prng } from "../random.ts";
import type { Images } from "./images.ts";
import type { Subset } from "./subset.ts";

/** The parts of a data set's training images; each image is in one of them. */
export interface Parts {
  readonly training: Subset<"training">;
  readonly scoring: Subset<"scoring">;
  readonly standAlone: Subset<"stand-alone">;
}

/** How training images are split. */
export interface SplitOptions {
  /** Images to set aside for validation, from 0 to one less than there are. */
  readonly validation: number;
  /** How many of them are for one-shot accuracies; the others are for networks trained alone. */
  readonly scoring: number;
  /** The same seed gives the same split; any safe integer. */
  readonly seed: number;
  /** Whether each class keeps its share in every part. @default false: all splits of the sizes are equally likely */
  readonly stratified?: boolean;
}

const schema = members<SplitOptions>({
  validation: integerFrom0,
  scoring: integerFrom0,
  seed: safeInteger,
  stratified: optional(flag),
});

/**
 * Splits training images by chance. Each part is in random order: its first images are a fair sample of it, with
 * `stratified` one that has each class in proportion.
 *
 * @throws {RangeError} if an option is unknown or no number, no image would be left to train on, more are to score on
 * than are set aside, or a class has too few images for so many to be set aside
 */
export function splitTraining(images: Images, options: SplitOptions): Parts {
  check("Cannot split", schema, options);
  const { validation, scoring, seed, stratified = false } = options;
  requireAtMost("validation", validation, images.count - 1, `${images.count} images`);
  requireAtMost("scoring", scoring, validation, `${validation} validation images`);
  const order = permutation(prng(seed, "split"), images.count);
  const aside = (stratified ? proportionalOrder(images, order) : order).slice(0, validation);
  if (aside.length < validation) {
    const wanted = `at most ${aside.length}: each class keeps one to train on`;
    refuse("Cannot split", "validation", validation, wanted);
  }
  const isAside = new Uint8Array(images.count);
  for (const index of aside) isAside[index] = 1;
  return {
    training: { part: "training", images, indices: order.filter((index) => isAside[index] === 0) },
    scoring: { part: "scoring", images, indices: aside.slice(0, scoring) },
    standAlone: { part: "stand-alone", images, indices: aside.slice(scoring) },
  };
}

function requireAtMost(name: string, count: number, most: number, of: string): void {
  if (count > most) refuse("Cannot split", name, count, `at most ${most} of ${of}`);
}

/**
 * Indices of images in an order of which any beginning holds the classes in proportion. First each class gives one, the
 * largest class first; each next one comes from the class with the least (given + 1/2) / images, which is Sainte-Laguë's
 * rule. Where classes are equal, `order` decides, all images by chance. The last image of each class in it is left out, so
 * whoever takes from the beginning leaves some of every class.
 */
export function proportionalOrder({ labels }: Pick<Images, "labels">, order: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(256);
  for (const label of labels) sizes[label]!++;
  const given = new Uint32Array(256);
  const turns = Array.from(order, (index) => {
    const size = sizes[labels[index]!]!;
    const before = given[labels[index]!]!++;
    return { index, turn: before === 0 ? -size : (before + 0.5) / size, isLast: before === size - 1 };
  });
  const taken = turns.filter(({ isLast }) => !isLast).sort((a, b) => a.turn - b.turn);
  return Uint32Array.from(taken, ({ index }) => index);
}
