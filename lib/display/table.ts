/**
 * A table from rows, or from a danfojs DataFrame.
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { htmlTable, type TableOptions } from "./html_table.ts";

/** What a table takes of a DataFrame: so one from danfojs can be shown as it is. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  /** Names of the rows; numbers are not shown. @default none */
  readonly index?: readonly (string | number)[];
}

/**
 * Shows rows, or a DataFrame. Columns stand in the order in which rows first name them; a value that a row does not
 * have is shown as a gap.
 *
 * @example Two rows
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { table } from "./table.ts";
 *
 * const shown = table([{ rate: 0.1, seeds: 3 }, { rate: 0.4 }], { columns: { rate: { digits: 2 } } });
 * assertEquals(shown.text.split("\n"), ["rate  seeds", "----  -----", "0.10      3", "0.40      –"]);
 * ```
 */
export function table(
  rows: readonly Readonly<Record<string, unknown>>[] | Frame,
  options: TableOptions = {},
): Displayable {
  if (isFrame(rows)) {
    // A frame of one column may hold its values without rows around them.
    const values = rows.values.map((row): unknown[] => Array.isArray(row) ? row : [row]);
    const names = rows.index?.some((name) => typeof name === "string") ? rows.index : undefined;
    if (names === undefined) return htmlTable(rows.columns, values, options);
    return htmlTable(["", ...rows.columns], values.map((row, at) => [names[at], ...row]), options);
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return htmlTable(columns, rows.map((row) => columns.map((name) => row[name] ?? null)), options);
}

function isFrame(rows: object): rows is Frame {
  return "columns" in rows && "values" in rows && Array.isArray(rows.columns);
}
