/**
 * What was thrown, in words.
 * @module
 */

/** The message of an error; of anything else that was thrown, its text. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
