/**
 * Names of classes: cleaned, compared and put in order.
 * @module
 */
import { someOf, type Tally, tally } from "./account.ts";
import { unusable } from "./images.ts";

/** Labels are bytes. */
const MOST_CLASSES = 256;

/** A name without space around it, and with each letter and its accents composed (NFC): file systems differ there. */
function cleanName(name: string): string {
  return name.normalize("NFC").trim();
}

/** Cleans the names of 2 to 256 classes. Throws a `RangeError` if one is no text, blank or there twice. */
export function cleanClasses(classes: readonly string[]): string[] {
  if (!Array.isArray(classes)) throw unusable(`${String(classes)} for the classes`, "a list of their names");
  const names = classes.map((name: unknown, label) => {
    if (typeof name !== "string") throw unusable(`${String(name)} as name of class ${label}`, "a text");
    const clean = cleanName(name);
    // What is left may still be characters that nobody sees, such as a space of no width.
    if (!/[^\p{Cc}\p{Cf}\p{Z}]/u.test(clean)) throw unusable(`a blank name of class ${label}`, "one to read");
    return clean;
  });
  if (names.length < 2 || names.length > MOST_CLASSES) {
    const found = names.length === 1 ? "1 class" : `${names.length} classes`;
    throw unusable(found, `2 to ${MOST_CLASSES}`);
  }
  names.forEach((name, label) => {
    const first = names.indexOf(name);
    if (first === label) return;
    throw unusable(`${JSON.stringify(name)} as name of classes ${first} and ${label}`, "each name once");
  });
  return names;
}

/** Groups of names that differ only by case, width, spaces or the writing of a number. */
export function nearEqualNames(classes: readonly string[]): string[][] {
  return [...Map.groupBy(classes, fold).values()].filter(({ length }) => length > 1);
}

function fold(name: string): string {
  if (isNumber(name)) return String(Number(name));
  return name.normalize("NFKC").replaceAll(/[\p{Cc}\p{Cf}\p{Z}_]/gu, "").toLowerCase();
}

/** Whether a text is a number in decimal notation; `Number` would take blanks and hexadecimal, too. */
export function isNumber(text: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text);
}

/** Which class each name of a label stands for. */
export interface ClassTable {
  readonly classes: readonly string[];
  /** The label of a name. Throws a `RangeError` that says where the name stands, if it is none of the classes. */
  readonly labelOf: (name: string, where: string) => number;
  /** Names that were read as another. */
  readonly changed: readonly Tally[];
}

/**
 * Makes classes of names. Those that are equal once cleaned are one class; if all are numbers, so are those of equal
 * value, such as 1, 1.0 and 01.
 *
 * @param given the classes in their order. @default all names: numbers by size, others by the alphabet
 * @throws {RangeError} as {@linkcode cleanClasses}
 */
export function classTable(names: Iterable<string>, given?: readonly string[]): ClassTable {
  const spellings = [...new Set(names)];
  const differ = new Set(given?.map(Number)).size === (given?.length ?? 0);
  const allNumbers = differ && [...spellings, ...given ?? []].every(isNumber);
  const key = (name: string) => allNumbers ? String(Number(name)) : cleanName(name);
  const groups = Map.groupBy(spellings, key);
  const shown = (group: string) => {
    const written = new Set(groups.get(group)!.map(cleanName));
    return written.size === 1 ? [...written][0]! : group;
  };
  const classes = cleanClasses(given ?? [...groups.keys()].map(shown).sort(byNumberOrName));
  const labels = new Map(classes.map((name, label) => [key(name), label]));
  const merged = [...groups].filter(([group, { length }]) => length > 1 && labels.has(group));
  return {
    classes,
    labelOf(name, where) {
      const label = labels.get(key(name));
      if (label !== undefined) return label;
      throw unusable(
        `label ${JSON.stringify(name)} of ${where}`,
        `one of the classes ${someOf(classes, 10)}`,
      );
    },
    changed: tally(merged.flatMap(([group, written]) => {
      const what = `spellings of class ${classes[labels.get(group)!]} read as one`;
      return written.map((name) => [what, JSON.stringify(name)] as const);
    })),
  };
}

/** Numbers by their size, so that class 10 comes after class 9; whatever else by the alphabet. */
function byNumberOrName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}
