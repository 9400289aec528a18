/**
 * What a reader took for what, as plain data.
 * @module
 */
import type { Images } from "./images.ts";

/** Things of a kind, counted. */
export interface Tally {
  readonly what: string;
  readonly count: number;
  /** The first few of them. */
  readonly examples: readonly string[];
}

/** What images were made of, and how. */
export interface Origin {
  /** What they were read as, such as "CSV". */
  readonly form: string;
  /** What was taken for what. The names of guesses are those of the reader's options, which overrule them. */
  readonly taken: Readonly<Record<string, string | number>>;
  /** What was not read. */
  readonly leftOut: readonly Tally[];
  /** What was read, but not as it stands in the source. */
  readonly changed: readonly Tally[];
}

/** All that is known of a labelled set besides its images. */
export interface ImagesAccount extends Origin {
  readonly count: number;
  readonly shape: Images["shape"];
  /** The lowest and the highest pixel value. */
  readonly values: readonly [lowest: number, highest: number];
  /** Each class with its number of images, in the order of the labels. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** What is likely a fault, though it need not be one. */
  readonly warnings: readonly string[];
}

/** One thing of a kind: an image file that was left out, and why. */
export type Found = readonly [what: string, example: string];

/** Counts things by kind, with the first few of each kind. */
export function tally(found: readonly Found[]): Tally[] {
  return [...Map.groupBy(found, ([what]) => what)].map(([what, group]) => ({
    what,
    count: group.length,
    examples: group.slice(0, 3).map(([, example]) => example),
  }));
}

/** The first of some names, such as "a, b, ..."; `count` is how many there are, if `names` are not all. */
export function someOf(names: readonly string[], most: number, count: number = names.length): string {
  const first = names.slice(0, most);
  return [...first, ...count > first.length ? ["..."] : []].join(", ");
}
