/**
 * Checks of what users write. A notebook's cells run without a check of types, so a misspelt name would be ignored, and a
 * wrong value would fail late or not at all.
 *
 * @example A misspelt name
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { check, members, optional, positiveInteger } from "./options.ts";
 *
 * interface GridOptions {
 *   readonly columns?: number;
 * }
 * const schema = members<GridOptions>({ columns: optional(positiveInteger) });
 *
 * check("Cannot draw a grid", schema, { columns: 3 });
 * assertThrows(
 *   () => check("Cannot draw a grid", schema, { colums: 3 }),
 *   RangeError,
 *   "Cannot draw a grid with colums = 3: expected a name among columns; did you mean columns?",
 * );
 * ```
 * @module
 */
import { z } from "zod";

/**
 * Checks a value, which is then used as it is, not as zod would copy it. Throws a `RangeError` with the first name that is
 * unknown, or else the first value that is not accepted: what was found and what is accepted.
 *
 * @param action what can't be done if the value has a fault, e.g. `Cannot train`
 * @param name of the value as a whole
 */
export function check(action: string, schema: z.ZodType, found: unknown, name = "options"): void {
  const { error } = schema.safeParse(found);
  if (error === undefined) return;
  const { issues } = error;
  // The name first: what it was meant for is often missed, too.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  const value = path.reduce<unknown>((owner, key) => (owner as Record<PropertyKey, unknown>)[key], found);
  refuse(action, writePath(path, name), value, issue.message);
}

/** The error of something that can't be done, in the words of all errors here: what was found, what was expected. */
export function cannot(purpose: string, found: unknown, expected: string): RangeError {
  return new RangeError(`Cannot ${purpose}: found ${found}, expected ${expected}`);
}

/** Throws the error of a value that is not accepted: a `RangeError`. */
export function refuse(action: string, name: string, found: unknown, wanted: string): never {
  throw new RangeError(`${action} with ${name} = ${write(found)}: expected ${wanted}`);
}

/** A schema for each name of a type, of the type that the name has there. */
export type Shape<T> = { readonly [Name in keyof T]-?: z.ZodType<T[Name]> };

/** An object with the names of `T` and no others. */
export function members<T extends object>(shape: Shape<T>): z.ZodType<T> {
  return strict(shape) as unknown as z.ZodType<T>;
}

/** An object of one of the kinds of `T`; each kind has names of its own besides `kind`. */
export function kindsOf<T extends { readonly kind: string }>(
  shapes: { readonly [Kind in T["kind"]]: Omit<Shape<Extract<T, { readonly kind: Kind }>>, "kind"> },
): z.ZodType<T> {
  const kinds = Object.entries<z.ZodRawShape>(shapes)
    .map(([kind, shape]) => strict({ kind: z.literal(kind), ...shape }));
  const error: z.core.$ZodErrorMap = ({ code, input }) =>
    code === "invalid_union"
      ? either((input as { kind: unknown }).kind, Object.keys(shapes))
      : "an object with a kind";
  return z.discriminatedUnion("kind", kinds as [z.ZodObject], { error }) as unknown as z.ZodType<T>;
}

function strict(shape: z.ZodRawShape): z.ZodObject {
  const names = Object.keys(shape);
  const error: z.core.$ZodErrorMap = (issue) =>
    issue.code === "unrecognized_keys"
      ? among((issue["keys"] as string[])[0], names)
      : `an object with ${names.join(", ")}`;
  return z.strictObject(shape, { error });
}

/** The names that are accepted, and which of them may have been meant. */
export function among(found: unknown, names: readonly string[]): string {
  return `a name among ${names.join(", ")}${didYouMean(found, names)}`;
}

/** One of several words. */
export function oneOf<Word extends string>(...words: readonly Word[]): z.ZodType<Word> {
  return z.custom<Word>((value) => words.some((word) => word === value), {
    error: ({ input }) => either(input, words),
  });
}

/** The words that are accepted, and which of them may have been meant. */
function either(found: unknown, words: readonly string[]): string {
  const wanted = words.map(write);
  return `${wanted.slice(0, -1).join(", ")} or ${wanted.at(-1)}${didYouMean(found, words)}`;
}

/** Throws a `RangeError` if an entry has a name that is not known; where none is known at all, all are accepted. */
export function requireKnown(
  action: string,
  name: string,
  found: Readonly<Record<string, unknown>> = {},
  known: readonly string[],
): void {
  const unknown = Object.keys(found).find((one) => !known.includes(one));
  if (unknown === undefined || known.length === 0) return;
  refuse(action, writePath([name, unknown], name), found[unknown], among(unknown, known));
}

/** A number for which something holds, said in `wanted`. */
export function number(holds: (value: number) => boolean, wanted: string): z.ZodType<number> {
  return z.custom<number>((value) => typeof value === "number" && holds(value), wanted);
}

function integerFrom(least: number, wanted: string): z.ZodType<number> {
  return number((value) => Number.isSafeInteger(value) && value >= least, wanted);
}

/** A list of at least so many items. */
export function list<T>(item: z.ZodType<T>, wanted: string, least = 0): z.ZodArray<z.ZodType<T>> {
  return z.array(item, wanted).min(least, wanted);
}

/** Entries by names of the user's own. */
export function entries<T>(value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z.record(z.string(), value, "an object with names of your own");
}

/** A value or nothing. */
export const optional = <T>(schema: z.ZodType<T>): z.ZodType<T | undefined> => z.optional(schema);

/** What is checked elsewhere, or need not be. */
export const anything: z.ZodType<never> = z.any() as unknown as z.ZodType<never>;

export const text = z.string("a string");
export const flag: z.ZodType<boolean> = z.boolean("true or false");
export const anyFunction = z.custom<never>((value) => typeof value === "function", "a function");
export const positiveInteger = integerFrom(1, "a positive integer");
export const integerFrom0 = integerFrom(0, "an integer from 0");
export const safeInteger = integerFrom(-Infinity, "a safe integer");
export const positiveNumber = number((value) => value > 0 && value < Infinity, "a positive number");
export const from0 = number((value) => value >= 0 && value < Infinity, "0 or more");
/** A share that is less than all. */
export const below1 = number((value) => value >= 0 && value < 1, "0 or more and less than 1");

/** The end of an error on an unknown name: what may have been meant, or nothing if no known name is like it. */
export function didYouMean(found: unknown, names: readonly string[]): string {
  // No name is so long, and comparing it would take long.
  if (typeof found !== "string" || found.length > 100) return "";
  const word = found.toLowerCase();
  const alike = names.flatMap((name) => {
    const known = name.toLowerCase();
    const distance = editDistance(word, known);
    const length = Math.max(word.length, known.length);
    const isNear = distance < length && distance <= 1 + length / 4;
    const beginsAlike = word.length > 2 && known.startsWith(word.slice(0, 3));
    const isWithin = known.length > 3 && word.includes(known);
    return isNear || beginsAlike || isWithin ? [{ name, distance }] : [];
  });
  const [nearest] = alike.sort((a, b) => a.distance - b.distance);
  return nearest === undefined ? "" : `; did you mean ${nearest.name}?`;
}

/** The least number of letters to put in, take away or change (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let at = 0; at < to.length; at++) {
      next.push(Math.min(row[at]! + (letter === to[at] ? 0 : 1), row[at + 1]! + 1, next[at]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}

/** The path to a value as it would stand in code. */
function writePath(path: readonly PropertyKey[], name: string): string {
  if (path.length === 0) return name;
  const written = path.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return /^[\w$]+$/.test(String(key)) ? `.${String(key)}` : `[${write(key)}]`;
  }).join("");
  return written.startsWith(".") ? written.slice(1) : name + written;
}

/** A value as it would stand in code, on one line and not at length. */
function write(value: unknown): string {
  const options = { breakLength: Infinity, depth: 1, iterableLimit: 4 };
  const written = Deno.inspect(value, options).replaceAll("\n", " ");
  return written.length > 80 ? `${written.slice(0, 79)}…` : written;
}
