/**
 * The check at the door of the room, and samples of a sample.
 * @module
 */

/**
 * Checks a sample.
 *
 * @param purpose what it is for, as the message says it: "average the values"
 * @param least how many numbers are needed
 * @throws {RangeError} if there are fewer, or one is not finite
 */
export function requireNumbers(purpose: string, values: readonly number[], least: number): void {
  if (values.length < least) {
    throw new RangeError(`Cannot ${purpose}: found ${values.length} numbers, expected at least ${least}`);
  }
  const fault = values.findIndex((value) => !Number.isFinite(value));
  if (fault >= 0) {
    throw new RangeError(
      `Cannot ${purpose}: found ${values[fault]} at index ${fault}, expected a finite number`,
    );
  }
}

/** The values at some places, any of them several times; a loop, since a bootstrap does it a million times. */
export function pick(values: readonly number[], places: ArrayLike<number>): number[] {
  const picked = new Array<number>(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = values[places[at]!]!;
  return picked;
}
