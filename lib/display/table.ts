/**
 * A table from rows, by way of a danfojs DataFrame.
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { htmlTable, type TableOptions } from "./html_table.ts";

/** What a table takes of a DataFrame: so one from danfojs can be shown as it is. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Shows rows, or a DataFrame. Columns stand in the order in which rows first name them; a value that a row does not
 * have is shown as a gap. Rows become a DataFrame by danfojs-node, which is loaded when the first table is made
 * and brings TensorFlow with it: some seconds, once.
 *
 * @throws {Error} if TensorFlow's addon is not built, with the command that builds it
 *
 * @example Two rows
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { table } from "./table.ts";
 *
 * const shown = await table([{ rate: 0.1, seeds: 3 }, { rate: 0.4 }], { columns: { rate: { digits: 2 } } });
 * assertEquals(shown.text.split("\n"), ["rate  seeds", "----  -----", "0.10      3", "0.40      –"]);
 * ```
 */
export async function table(
  rows: readonly Readonly<Record<string, unknown>>[] | Frame,
  options: TableOptions = {},
): Promise<Displayable> {
  const { columns, values } = isFrame(rows) ? rows : await toFrame(rows);
  // A frame of one column may hold its values without rows around them.
  const lines = values.map((row) => Array.isArray(row) ? row : [row]);
  return htmlTable(columns, lines, options);
}

function isFrame(rows: object): rows is Frame {
  return "columns" in rows && "values" in rows && Array.isArray(rows.columns);
}

async function toFrame(rows: readonly Readonly<Record<string, unknown>>[]): Promise<Frame> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (rows.length === 0 || columns.length === 0) return { columns, values: rows.map(() => []) };
  // Danfojs loads TensorFlow, which reads how many threads it may use only then: the engine sees to that.
  const { loadRuntime } = await import("../engine/runtime.ts");
  await loadRuntime();
  const { DataFrame } = await import("./danfojs.ts");
  const values = rows.map((row) => columns.map((name) => row[name] ?? null));
  const frame = new DataFrame(values, { columns });
  return { columns: frame.columns, values: frame.values };
}
