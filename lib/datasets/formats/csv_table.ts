/**
 * Images from the rows of a CSV, taken in one after another.
 * @module
 */
import type { Origin } from "../account.ts";
import { type CheckedImages, withAccount } from "../check.ts";
import { type ClassTable, classTable, isNumber } from "../class_names.ts";
import { emptyImages, fillImage, imageLength, type Images, requireShape, whiteHint } from "../images.ts";
import { byteRows } from "./byte_rows.ts";
import { columnsFault, type CsvLayout, csvLayout, type CsvOptions } from "./csv_layout.ts";

/** As many classes as labels can tell apart, each written in a few ways. */
const MOST_SPELLINGS = 1024;

/** Takes a row of a CSV, which ends in this line of the file, from 1. */
export type AddRow = (row: readonly string[], line: number) => void;

/**
 * Makes images of the rows of a CSV: `add` takes each, `finish` gives the images. Needs twice the bytes of all pixels at its
 * end, less before.
 *
 * @throws {RangeError} from both, naming the line, if a row is none of a label and an image
 */
export function csvTable(
  shape: Images["shape"],
  options: CsvOptions,
): { readonly add: AddRow; readonly finish: () => CheckedImages } {
  requireShape(shape);
  const length = imageLength(shape);
  const rows = byteRows(length);
  /** Each spelling of a label with its number, and the number of each row's. */
  const spellings = new Map<string, number>();
  const written: number[] = [];
  const lines: number[] = [];
  let layout: CsvLayout | undefined;
  let first: readonly string[] = [];

  const addImage = (row: readonly string[], line: number, { label, pixels, columns }: CsvLayout) => {
    if (row.length !== columns) throw columnsFault(row, row.length - columns + length, shape, options);
    const name = row[label]!.trim();
    if (name === "") throw new RangeError(`found no label in column ${label}, wanted one for each image`);
    if (!spellings.has(name)) spellings.set(name, spellings.size);
    if (spellings.size > MOST_SPELLINGS) {
      throw new RangeError(
        `found more than ${MOST_SPELLINGS} different labels in column ${label}, wanted classes; ` +
          "name the label's column with `label`",
      );
    }
    const values = rows.next();
    pixels.forEach((column, at) => values[at] = byteOf(row[column]!, column));
    written.push(spellings.get(name)!);
    lines.push(line);
  };

  return {
    add(row, line) {
      try {
        if (layout === undefined) {
          layout = csvLayout(row, shape, options);
          first = row;
          if (layout.header) return;
        }
        addImage(row, line, layout);
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        const isFirstImage = layout !== undefined && row === first && options.header !== false;
        const hint = isFirstImage ? "; if it has names of columns, say { header: true }" : "";
        throw new RangeError(`Cannot read line ${line} of the CSV: ${cause.message}${hint}`, { cause });
      }
    },
    finish() {
      if (layout === undefined) throw new RangeError("Cannot read CSV: found no rows, wanted one an image");
      const names = [...spellings.keys()];
      const { header = "auto", order = "pixels" } = options;
      // A header that looks like an image is found only here: its name is the first spelling, and its row the first.
      const headers = !layout.header && header === "auto" && isNameOverNumbers(names, written) ? 1 : 0;
      const lineOf = (index: number) => `line ${lines[index + headers]}`;
      const table = tableOf(names.slice(headers), layout.label, options.classes);
      const labels = names.map((name, spelling) =>
        spelling < headers ? -1 : table.labelOf(name, lineOf(written.indexOf(spelling) - headers))
      );
      const images = emptyImages(written.length - headers, shape);
      for (let index = 0; index < images.count; index++) {
        images.labels[index] = labels[written[index + headers]!]!;
        fillImage(images, index, rows.at(index + headers), order);
      }
      const hasHeader = layout.header || headers === 1;
      const taken = takenOf(layout, hasHeader ? first : undefined, shape, options);
      return withAccount(images, table.classes, { form: "CSV", taken, changed: table.changed }, lineOf);
    },
  };
}

function tableOf(names: readonly string[], label: number, classes?: readonly string[]): ClassTable {
  try {
    return classTable(names, classes);
  } catch (cause) {
    if (classes !== undefined || !(cause instanceof RangeError)) throw cause;
    const message = `${cause.message}; labels were read from column ${label}, see the option \`label\``;
    throw new RangeError(message, { cause });
  }
}

/** Whether the first label alone is no number: then it is the name of the column. */
function isNameOverNumbers(names: readonly string[], written: readonly number[]): boolean {
  const [first = "", ...others] = names;
  return others.length > 0 && !isNumber(first) && others.every(isNumber) && written.indexOf(0, 1) < 0;
}

function byteOf(text: string, column: number): number {
  // Nearly all values are one to three digits; a large file has hundreds of millions.
  let digits = 0;
  for (let at = 0; at < text.length && at < 3; at++) {
    const digit = text.charCodeAt(at) - 48;
    digits = digit >= 0 && digit <= 9 ? 10 * digits + digit : NaN;
  }
  if (digits <= 255 && text.length >= 1 && text.length <= 3) return digits;
  const value = isNumber(text) ? Number(text) : NaN;
  if (Number.isInteger(value) && value >= 0 && value <= 255) return value;
  throw new RangeError(
    `found ${JSON.stringify(text)} in column ${column}, wanted an integer from 0 to 255${whiteHint(value)}`,
  );
}

function takenOf(
  { columns, label }: CsvLayout,
  header: readonly string[] | undefined,
  [, , channels]: Images["shape"],
  { delimiter = ",", order = "pixels", skip = [] }: CsvOptions,
): Origin["taken"] {
  const names = header?.map((name) => name.trim() || '""') ?? [];
  const some = names.length > 6 ? [...names.slice(0, 3), "...", ...names.slice(-1)] : names;
  return {
    columns,
    delimiter: JSON.stringify(delimiter),
    header: header === undefined ? "none" : some.join(", "),
    label: `column ${label}${header === undefined ? "" : ` (${names[label]})`}`,
    ...skip.length === 0 ? {} : { skip: skip.join(", ") },
    ...channels === 1 ? {} : { order },
  };
}
