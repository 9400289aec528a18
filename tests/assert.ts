/**
 * The part of `@std/assert` that the tests use, over `node:assert`, for machines that do not reach JSR. Where
 * JSR is reached, one line of `deno.json` replaces it: `"@std/assert": "jsr:@std/assert@1"`.
 *
 * `node:assert` takes an absent message for none, though its types do not say so.
 * @module
 */
import nodeAssert from "node:assert/strict";

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message = "Expected a truthy value"): asserts condition {
  nodeAssert.ok(condition, message);
}

/** Fails unless the two are deeply equal (`Object.is` for primitives). */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message!);
}

/** Fails if the two are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message!);
}

/** Fails unless |actual - expected| <= tolerance (1e-7 unless told). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance) return;
  nodeAssert.fail(message ?? `Expected ${actual} within ${tolerance} of ${expected}`);
}

/** Fails unless `actual` has the substring. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `Expected ${JSON.stringify(actual)} to include ${expected}`,
  );
}

/** Fails unless `actual` matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message!);
}

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

function checked<E extends Error>(error: unknown, errorClass: ErrorClass<E>, includes: string): E {
  nodeAssert.ok(error instanceof errorClass, `Expected a ${errorClass.name}, got ${error}`);
  assertStringIncludes(error.message, includes);
  return error;
}

/** Fails unless `fn` throws an error of the class whose message has the substring; returns the error. */
export function assertThrows<E extends Error>(
  fn: () => unknown,
  errorClass: ErrorClass<E>,
  includes = "",
): E {
  try {
    fn();
  } catch (error) {
    return checked(error, errorClass, includes);
  }
  return nodeAssert.fail("Expected the function to throw");
}

/** As {@linkcode assertThrows}, for a function that returns a promise. */
export async function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E>,
  includes = "",
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checked(error, errorClass, includes);
  }
  return nodeAssert.fail("Expected the promise to reject");
}
