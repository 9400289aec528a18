/**
 * The configuration of a run as one text and one short hash.
 * @module
 */
import { createHash } from "node:crypto";

/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * The value as JSON without spaces and with the keys of every object sorted, so that equal values give equal texts;
 * `JSON.parse` gives the value back to the bit, negative zero included.
 *
 * @param name what to call the value in messages
 * @throws {TypeError} if JSON cannot say the value; the message has the path to the fault
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { canonicalJson } from "./configuration.ts";
 *
 * assertEquals(canonicalJson({ steps: 10, rates: [0.1] }), '{"rates":[0.1],"steps":10}');
 * assertThrows(() => canonicalJson({ rates: [NaN] }, "settings"), TypeError, "settings.rates[0]");
 * ```
 */
export function canonicalJson(value: unknown, name = "value"): string {
  return write(value, name, []);
}

/** The name of a configuration: 16 hexadecimal digits of the SHA-256 of its {@linkcode canonicalJson}. */
export function configurationHash(configuration: unknown): string {
  return sha256(canonicalJson(configuration, "configuration")).slice(0, 16);
}

/** SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function write(value: unknown, path: string, parents: readonly object[]): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw unsayable(path, `the number ${value}`);
    // JSON.stringify would lose the sign.
    return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  }
  if (typeof value !== "object") {
    throw unsayable(path, value === undefined ? "undefined" : `a ${typeof value}`);
  }
  if (parents.includes(value)) throw unsayable(path, "a value that contains itself");
  const line = [...parents, value];
  if (Array.isArray(value)) {
    // Array.from also visits the holes of a sparse array, as undefined.
    return `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`, line)).join(",")}]`;
  }
  if (!isPlain(value)) throw unsayable(path, `an instance of ${value.constructor?.name ?? "a class"}`);
  const entries = Object.entries(value)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, item]) => `${JSON.stringify(key)}:${write(item, path + accessor(key), line)}`);
  return `{${entries.join(",")}}`;
}

/** A map, a date or a typed array would silently turn into something else. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function accessor(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function unsayable(path: string, found: string): TypeError {
  return new TypeError(
    `Cannot write ${path} as JSON: found ${found}, ` +
      `expected null, a boolean, a finite number, a string, an array or a plain object`,
  );
}
