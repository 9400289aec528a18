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

/** Counts things by kind and keeps the first few names of each kind. */
export function tallyBook(): { add(what: string, example: string, count?: number): void; list(): Tally[] } {
  const kinds = new Map<string, { count: number; examples: string[] }>();
  return {
    add(what, example, count = 1) {
      const kind = kinds.get(what) ?? { count: 0, examples: [] };
      kinds.set(what, kind);
      kind.count += count;
      if (kind.examples.length < 3) kind.examples.push(example);
    },
    list: () => [...kinds].map(([what, kind]) => ({ what, ...kind })),
  };
}

/** Some examples in words, such as "a, b, ...". */
export function someOf({ count, examples }: Omit<Tally, "what">): string {
  return [...examples, ...count > examples.length ? ["..."] : []].join(", ");
}
