/**
 * Images from CSV: a row an image, a column a value.
 * @module
 */
import { parse as parseStream } from "csv-parse/stream";
import { CsvError, type Options, parse } from "csv-parse/sync";
import { z } from "zod";
import {
  check,
  flag,
  integerFrom0,
  list,
  members,
  oneOf,
  optional,
  type Shape,
  text as string,
} from "../../options.ts";
import type { CheckedImages } from "../check.ts";
import { type Images, valueOrder } from "../images.ts";
import { classNames } from "../labelled.ts";
import type { CsvOptions } from "./csv_layout.ts";
import { type AddRow, csvTable } from "./csv_table.ts";
import { utf8Of } from "./text_stream.ts";

/** Options of {@linkcode imagesFromCsvFile}. */
export interface CsvFileOptions extends CsvOptions {
  /** Such as "windows-1252", which Excel writes. @default UTF-8, or UTF-16 if the file begins like that */
  readonly encoding?: string;
}

const column = z.union([integerFrom0, string], "a column's place, from 0, or its name");
const schemas: Shape<CsvOptions> = {
  label: optional(column),
  header: optional(z.union([flag, oneOf("auto")], 'true, false or "auto"')),
  skip: optional(list(column, "a list of columns")),
  delimiter: optional(string.min(1, "a letter or more")),
  order: valueOrder,
  classes: classNames,
};
const textSchema = members<CsvOptions>(schemas);
const fileSchema = members<CsvFileOptions>({ ...schemas, encoding: optional(string) });

/**
 * Reads rows of a label, a number or a word, and the values of all pixels, 0 to 255: of each pixel all channels, pixels
 * from left to right, rows from top to bottom. A first row of names is left out; labels that are numbers of equal value,
 * such as 1 and 1.0, are one class. What was guessed stands in the account, and the options overrule it.
 *
 * A large file is better read by {@linkcode imagesFromCsvFile}.
 *
 * @throws {RangeError} if a row has no label, other columns or a value that is no integer from 0 to 255, with its line; or
 * if the images don't pass {@linkcode checkImages}
 */
export function imagesFromCsv(text: string, shape: Images["shape"], options: CsvOptions = {}): CheckedImages {
  check("Cannot read CSV", textSchema, options);
  if (typeof text !== "string" || /^[^\n,;]+\.[ct]sv$/i.test(text)) {
    throw unreadable(`${text}`, "text; imagesFromCsvFile() reads a file by its path");
  }
  if (/[\0\ufffd]/.test(text)) {
    const hint = 'imagesFromCsvFile() reads UTF-16, and others with { encoding: "windows-1252" }';
    throw unreadable("characters of another encoding", `text; ${hint}`);
  }
  const table = csvTable(shape, options);
  try {
    parse(text, parserOptions(table.add, options));
  } catch (cause) {
    throw inWords(cause);
  }
  return table.finish();
}

/**
 * Reads CSV as {@linkcode imagesFromCsv} does, from a file or a stream, row by row. Needs twice the bytes of
 * all pixels and some 250 MB, however large the file is.
 *
 * @param source a path, a file's URL, or a stream such as a response's body
 * @throws {RangeError} as {@linkcode imagesFromCsv}, or if there are bytes that are none of the encoding
 * @throws {Deno.errors.NotFound} if there is no such file
 */
export async function imagesFromCsvFile(
  source: string | URL | ReadableStream<Uint8Array>,
  shape: Images["shape"],
  options: CsvFileOptions = {},
): Promise<CheckedImages> {
  check("Cannot read CSV", fileSchema, options);
  const table = csvTable(shape, options);
  const bytes = source instanceof ReadableStream ? source : (await Deno.open(source)).readable;
  try {
    await ReadableStream.from(utf8Of(bytes, options.encoding))
      .pipeThrough(parseStream(parserOptions(table.add, options)))
      .pipeTo(new WritableStream());
  } catch (cause) {
    throw inWords(cause);
  }
  return table.finish();
}

/** Each row is given away as soon as it is read: the texts of all values at once would take many times their bytes. */
function parserOptions(add: AddRow, { delimiter = "," }: CsvOptions): Options {
  return {
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    on_record(row: readonly string[], { lines }) {
      add(row, lines);
      return null;
    },
  };
}

function inWords(cause: unknown): unknown {
  if (!(cause instanceof CsvError)) return cause;
  return unreadable(`a fault (${cause.message})`, "rows of a label and values", cause);
}

const unreadable = (found: string, wanted: string, cause?: unknown) =>
  new RangeError(`Cannot read CSV: found ${found}, wanted ${wanted}`, { cause });
