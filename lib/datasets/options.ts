/**
 * Options that users write: unknown names and wrong values are refused in words.
 * @module
 */
import { z } from "zod";

/** A list of texts, such as names of classes. */
export const texts = z.array(z.string("a text"), "a list of texts");
export const wholeNumber = z.int("an integer from 0").min(0, "an integer from 0");
export const number = z.custom<number>((value) => typeof value === "number", "a number");
export const flag = z.boolean("true or false");
/** One of some words. */
export const oneOf = (...words: readonly string[]) =>
  z.enum(words as [string, ...string[]], words.map((word) => JSON.stringify(word)).join(" or "));
/** How the values of a colour image are ordered: pixel by pixel, or one plane after another. */
export const valueOrder = oneOf("pixels", "planes");

/** What each option may be; all can be left out. */
export const members = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).partial();

/**
 * Checks an options object: notebooks run without a check of types, and a misspelt option would do nothing.
 *
 * @param call who was given the options, such as "imagesFromCsv()"
 * @param known what each option may be
 * @throws {RangeError} naming the first option that is unknown, with the nearest known name, or has a wrong value
 */
export function checkOptions(call: string, options: unknown, known: z.ZodObject): void {
  const names = Object.keys(known.shape);
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new RangeError(
      `Cannot call ${call}: found ${write(options)} for its options, wanted an object with ${
        names.join(", ")
      }`,
    );
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new RangeError(
      `Cannot call ${call}: found the unknown option ${write(name)}, wanted ${names.join(", ")}; ` +
        `did you mean ${write(nearest(name, names))}?`,
    );
  }
  const [issue] = known.safeParse(options, { reportInput: true }).error?.issues ?? [];
  if (issue === undefined) return;
  throw new RangeError(
    `Cannot call ${call}: found ${issue.path.join(".")} = ${write(issue.input)}, wanted ${issue.message}`,
  );
}

/** The known name that the fewest changes of letters make of a name. */
export function nearest(name: string, known: readonly string[]): string {
  const changes = known.map((other) => distance(name.toLowerCase(), other.toLowerCase()));
  return known[changes.indexOf(Math.min(...changes))]!;
}

/** Levenshtein distance: letters put in, taken out or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** A value as it would stand in code, on one line and not at length. */
function write(value: unknown): string {
  const limits = { breakLength: Infinity, depth: 1, iterableLimit: 4, strAbbreviateSize: 40 };
  return Deno.inspect(value, limits).replaceAll("\n", " ");
}
