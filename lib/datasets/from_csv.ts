/**
 * Images from CSV: a row an image, a column a value.
 * @module
 */
import { CsvError, parse } from "csv-parse/sync";
import { imageLength, type Images } from "./images.ts";
import { labelByName, type LabelledImages } from "./labelled.ts";

/**
 * Reads rows of a label, a number or a word, and the values of all pixels, 0 to 255: of each pixel all channels, pixels
 * from left to right, rows from top to bottom. A first row of names is left out.
 *
 * @param text the file's content
 * @param shape height, width and channels of the images
 * @param label the label's column, from 0
 * @throws {RangeError} if a row has other columns or a value that is no integer from 0 to 255; the message has the row
 */
export function imagesFromCsv(text: string, shape: Images["shape"], { label = 0 } = {}): LabelledImages {
  const length = imageLength(shape);
  // A value and what parts it from the next take two characters or more, so this is room for all; what is not
  // written to costs no memory.
  const pixels = new Uint8Array(Math.ceil(text.length / 2));
  const names: string[] = [];
  const addRow = (row: readonly string[]) => {
    const fail = (found: string, wanted: string): never => {
      throw new RangeError(
        `Cannot read image ${names.length + 1} of the CSV: found ${found}, wanted ${wanted}`,
      );
    };
    if (row.length !== length + 1) {
      fail(`${row.length} columns`, `a label and ${length} values for shape ${shape.join("x")}`);
    }
    const name = row[label] ?? fail("no label", `one in column ${label}`);
    let place = names.length * length;
    row.forEach((text, column) => {
      if (column === label) return;
      const value = Number(text);
      if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value > 255) {
        fail(`${JSON.stringify(text)} in column ${column}`, "an integer from 0 to 255");
      }
      pixels[place++] = value;
    });
    names.push(name.trim());
  };
  forEachRow(text, (row, number) => {
    if (number > 0 || !isHeader(row, label)) addRow(row);
  });
  return labelByName(shape, pixels.subarray(0, names.length * length), names);
}

/** Gives each row away as soon as it is read: the texts of all values at once would take many times their bytes. */
function forEachRow(text: string, use: (row: readonly string[], number: number) => void): void {
  let number = 0;
  try {
    parse(text, {
      ...{ bom: true, skip_empty_lines: true, relax_column_count: true },
      record_delimiter: ["\r\n", "\n", "\r"],
      on_record: (row: readonly string[]) => {
        use(row, number++);
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new RangeError(
      `Cannot read CSV: found a fault (${cause.message}), wanted rows of a label and values`,
      { cause },
    );
  }
}

/** Whether no value of a row is a number. */
function isHeader(row: readonly string[], label: number): boolean {
  return row.every((text, column) =>
    column === label || !Number.isFinite(Number(text)) || text.trim() === ""
  );
}
