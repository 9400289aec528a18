/**
 * Images from CSV: a row an image, a column a value.
 * @module
 */
import { parse } from "csv-parse/sync";
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
  const rows: string[][] = readRows(text);
  if (rows.length > 0 && isHeader(rows[0]!, label)) rows.shift();
  const pixels = new Uint8Array(rows.length * length);
  const names = rows.map((row, index) => {
    const fail = (found: string, wanted: string): never => {
      throw new RangeError(`Cannot read image ${index + 1} of the CSV: found ${found}, wanted ${wanted}`);
    };
    if (row.length !== length + 1) {
      fail(`${row.length} columns`, `a label and ${length} values for shape ${shape.join("x")}`);
    }
    const name = row[label] ?? fail("no label", `one in column ${label}`);
    let place = index * length;
    row.forEach((text, column) => {
      if (column === label) return;
      const value = Number(text);
      if (text.trim() === "" || !Number.isInteger(value) || value < 0 || value > 255) {
        fail(`${JSON.stringify(text)} in column ${column}`, "an integer from 0 to 255");
      }
      pixels[place++] = value;
    });
    return name.trim();
  });
  return labelByName(shape, pixels, names);
}

function readRows(text: string): string[][] {
  try {
    return parse(text, {
      ...{ bom: true, skip_empty_lines: true, relax_column_count: true },
      record_delimiter: ["\r\n", "\n", "\r"],
    });
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : cause;
    throw new RangeError(`Cannot read CSV: found a fault (${fault}), wanted rows of a label and values`, {
      cause,
    });
  }
}

/** Whether no value of a row is a number. */
function isHeader(row: readonly string[], label: number): boolean {
  return row.every((text, column) =>
    column === label || !Number.isFinite(Number(text)) || text.trim() === ""
  );
}
