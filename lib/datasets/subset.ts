/**
 * Images that are meant for one purpose. A function asks for the part that it may use, so the wrong part does not
 * type-check.
 * @module
 */
import { createHash } from "node:crypto";
import type { Images } from "./images.ts";

/**
 * What images are for:
 *
 * - `training`: weights, normalisation and fixed batch-norm statistics
 * - `scoring`: validation images for one-shot accuracies
 * - `stand-alone`: the other validation images, for networks that are trained alone, so that the two accuracies share
 *   no luck with their images
 * - `test`: the final test, and nothing that helps to choose
 */
export type Part = "training" | "scoring" | "stand-alone" | "test";

/** Some images of a data set that have one purpose. */
export interface Subset<P extends Part = Part> {
  readonly part: P;
  readonly images: Images;
  /** Which of the images, in the order in which they are used. */
  readonly indices: Uint32Array;
}

/** All images, in their order. */
export function wholeSubset<P extends Part>(part: P, images: Images): Subset<P> {
  return { part, images, indices: Uint32Array.from({ length: images.count }, (_, index) => index) };
}

/** The first images of a subset, or all if there are fewer. */
export function firstOf<S extends Subset>(subset: S, count: number): S {
  return { ...subset, indices: subset.indices.subarray(0, count) };
}

/** Throws a `TypeError` if a subset is of another part: a notebook's cells run without a check of types. */
export function requirePart<P extends Part>({ part }: Subset, wanted: P, purpose: string): void {
  if (part === wanted) return;
  throw new TypeError(`Cannot ${purpose} on images of the part "${part}": expected "${wanted}"`);
}

/** Which images a run used, in a form to be recorded. */
export interface UsedImages {
  readonly part: Part;
  readonly count: number;
  /** SHA-256 of the indices as 32-bit integers, little endian, in the order of use; 16 hexadecimal digits. */
  readonly indices: string;
}

/** The record of a subset. */
export function usedImages({ part, indices }: Subset): UsedImages {
  const bytes = new Uint8Array(Uint32Array.from(indices).buffer);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { part, count: indices.length, indices: digest.slice(0, 16) };
}
