/**
 * The checks at the door of the room, and what its statistics are made of.
 * @module
 */
import { cannot } from "../options.ts";

/** A sample: a number for each item. */
export type Numbers = readonly number[];

/**
 * Checks a sample: throws a `RangeError` if it has fewer than `least` numbers, or one is not finite.
 *
 * @param purpose what it is for, as the message says it: "average the values"
 */
export function requireNumbers(purpose: string, values: Numbers, least: number): void {
  if (values.length < least) throw cannot(purpose, `${values.length} numbers`, `at least ${least}`);
  const fault = values.findIndex((value) => !Number.isFinite(value));
  if (fault >= 0) throw cannot(purpose, `${values[fault]} at index ${fault}`, "a finite number");
}

/** Checks that two lists are equally long; `noun` is what they hold. Throws a `RangeError` if not. */
export function requireSameLength(
  purpose: string,
  noun: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): void {
  if (x.length !== y.length) throw cannot(purpose, `${x.length} and ${y.length} ${noun}`, "as many in both");
}

/** The values at some indices, which may repeat; a loop, since a bootstrap does it a million times. */
export function pick(values: Numbers, indices: ArrayLike<number>): number[] {
  const picked = new Array<number>(indices.length);
  for (let at = 0; at < picked.length; at++) picked[at] = values[indices[at]!]!;
  return picked;
}

/** The scalar product of two lists. */
export function dot(x: Numbers, y: Numbers): number {
  return x.reduce((sum, value, index) => sum + value * y[index]!, 0);
}

/** A correlation that rounding may have carried past 1 or -1; NaN stays NaN. */
export function clamp(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}
