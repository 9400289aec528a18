/**
 * What the columns of a CSV are, guessed from its first row where nobody says.
 * @module
 */
import { didYouMean } from "../../options.ts";
import { isNumber } from "../class_names.ts";
import { imageLength, type Images, type ValueOrder } from "../images.ts";

/** What can be said of a CSV. */
export interface CsvOptions {
  /** The label's column, from 0, or its name in the header. @default the one named label, class, target or y, or else 0 */
  readonly label?: number | string;
  /** Whether the first row has names of columns. @default "auto": what the row looks like */
  readonly header?: boolean | "auto";
  /** Columns that are neither label nor pixels, from 0, or their names in the header. @default none */
  readonly skip?: readonly (number | string)[];
  /** What parts the values of a row. @default "," */
  readonly delimiter?: string;
  /** "planes" if a row has one plane after another for each channel. @default "pixels" */
  readonly order?: ValueOrder;
  /** All classes in their order. @default those found: numbers by size, others by the alphabet */
  readonly classes?: readonly string[];
}

/** Where label and pixels are in a row. */
export interface CsvLayout {
  readonly columns: number;
  readonly label: number;
  /** Columns of the pixels in their order. */
  readonly pixels: readonly number[];
  /** Whether the first row has names. */
  readonly header: boolean;
}

const labelNames = /^(label|class|target|category)e?s?$|^y$/i;
/** With fewer columns a row that counts up may be an image. */
const LEAST_COUNTED = 16;

/** Finds label, pixels and header by the first row. Throws a `RangeError` if it has other columns than are needed. */
export function csvLayout(row: readonly string[], shape: Images["shape"], options: CsvOptions): CsvLayout {
  const { label: wanted, header: said = "auto", skip = [] } = options;
  const byName = [wanted, ...skip].some((column) => typeof column === "string");
  if (byName && said === false) throw fault("header: false beside the name of a column", "its place, from 0");
  const skipped = new Set(skip.map((column) => columnOf(column, row)));
  const named = byName || said === true || (said === "auto" && row.some(isLabelName));
  const label = wanted === undefined
    ? Math.max(0, named ? row.findIndex(isLabelName) : 0)
    : columnOf(wanted, row);
  if (skipped.has(label)) {
    throw fault(`the label in column ${label}, which skip leaves out`, "another column");
  }
  const pixels = [...row.keys()].filter((column) => column !== label && !skipped.has(column));
  if (pixels.length !== imageLength(shape)) throw columnsFault(row, pixels.length, shape, options);
  const header = said === true ||
    (said === "auto" && (isHeader(row, pixels) || !row.every(isNumber) && byName));
  if (byName && !header) {
    throw fault("numbers in the first row", "names of columns; if they are names, say { header: true }");
  }
  return { columns: row.length, label, pixels, header };
}

const isLabelName = (text: string): boolean => labelNames.test(text.trim());

/** Whether a row has names for its pixels: no numbers, or numbers that count the columns. */
function isHeader(row: readonly string[], pixels: readonly number[]): boolean {
  const cells = pixels.map((column) => row[column]!);
  if (cells.every((text) => !isNumber(text))) return true;
  if (cells.length < LEAST_COUNTED || !cells.every(isNumber)) return false;
  const counts = (from: (at: number) => number) => cells.every((text, at) => Number(text) === from(at));
  return counts((at) => at) || counts((at) => at + 1) || counts((at) => pixels[at]!);
}

/** The index of a column that is given so, or by its name in the first row. */
function columnOf(column: number | string, row: readonly string[]): number {
  if (typeof column === "number") {
    if (column < row.length) return column;
    throw fault(`${row.length} columns`, `more than ${column} for column ${column}, counted from 0`);
  }
  const names = row.map((text) => text.trim());
  const found = names.indexOf(column);
  if (found >= 0) return found;
  throw fault(
    `no column ${JSON.stringify(column)} in the first row`,
    `a name from it${didYouMean(column, names)}`,
  );
}

/** The error of a row with other columns than the shape needs, with what may be the cause. */
export function columnsFault(
  row: readonly string[],
  pixels: number,
  shape: Images["shape"],
  { delimiter = ",", skip = [] }: CsvOptions,
): RangeError {
  const length = imageLength(shape);
  const other = [";", "\t", "|", " ", ","].find((text) => text !== delimiter && row[0]!.includes(text));
  const channels = [1, 3].find((channels) => pixels > 1 && Number.isInteger(Math.sqrt(pixels / channels)));
  const side = Math.sqrt(pixels / (channels ?? 1));
  const hints: readonly (readonly [holds: boolean, hint: string])[] = [
    [row[0]!.startsWith("version https://git-lfs"), "this is a pointer: `git lfs pull` gets the file"],
    [row.length <= 2 && other !== undefined, `is the delimiter ${JSON.stringify(other)}?`],
    [pixels === length - 1, "has each row a label?"],
    [
      pixels > length && pixels <= length + 2,
      "columns that are no pixels, such as a number of the row, can be left out with `skip`",
    ],
    [channels !== undefined, `${pixels} values are those of ${side}x${side}x${channels}`],
  ];
  const hint = hints.find(([holds]) => holds)?.[1];
  const left = skip.length === 0 ? "" : `, ${skip.length} of them to skip`;
  const found = row.length === 1 ? "1 column" : `${row.length} columns${left}`;
  const wanted = `a label and ${length} values for shape ${shape.join("x")}`;
  return fault(found, hint === undefined ? wanted : `${wanted}; ${hint}`);
}

const fault = (found: string, wanted: string) => new RangeError(`found ${found}, wanted ${wanted}`);
