/**
 * A table from columns and values that are there already.
 * @module
 */
import { type Displayable, displayable, isDisplayable } from "./displayable.ts";
import { escapeHtml, plainLine } from "./escape.ts";
import { check, entries, members, optional, requireKnown, text } from "../options.ts";
import { formatNumber, formatShape, formatValue, labelWithUnit, type ValueFormat } from "./format_value.ts";
import { font } from "./palette.ts";
import { startTable } from "./table_client.js";

/** How a column is written; its unit stands in its head. */
export interface ColumnOptions extends ValueFormat {
  /** The head of the column. @default the column's name */
  readonly label?: string;
}

/** How a table is written. */
export interface TableOptions {
  /** What the table shows, above it. @default nothing */
  readonly caption?: string;
  /** Columns by name. @default each as it is */
  readonly columns?: Readonly<Record<string, ColumnOptions>>;
}

const schema = members<TableOptions>({
  caption: optional(text),
  columns: optional(entries(members<ColumnOptions>({ ...formatShape, label: optional(text) }))),
});

/**
 * Makes a table. A column with numbers and nothing else but gaps stands at the right; a cell may be something that
 * shows itself. Where scripts run, a click on a head sorts the rows.
 *
 * @param values the rows, each with a value for every column
 * @throws {RangeError} if a row has another number of values, or an option or the name of a column is unknown
 *
 * @example In a terminal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { htmlTable } from "./html_table.ts";
 *
 * const rows = [["sep3", 0.8512, 12], ["identity", null, 7]];
 * const columns = { accuracy: { percent: true } };
 * assertEquals(htmlTable(["operation", "accuracy", "n"], rows, { columns }).text.split("\n"), [
 *   "operation  accuracy (%)   n",
 *   "---------  ------------  --",
 *   "sep3               85.1  12",
 *   "identity              –   7",
 * ]);
 * ```
 */
export function htmlTable(
  columns: readonly string[],
  values: readonly (readonly unknown[])[],
  options: TableOptions = {},
): Displayable {
  check("Cannot make a table", schema, options);
  requireKnown("Cannot make a table", "columns", options.columns, columns);
  values.forEach(({ length }, row) => {
    if (length !== columns.length) {
      throw new RangeError(
        `Cannot make a table: found ${length} values in row ${row}, expected ${columns.length}`,
      );
    }
  });
  const heads = columns.map((name) => {
    const column = options.columns?.[name] ?? {};
    return labelWithUnit(column.label ?? name, column);
  });
  const numeric = columns.map((_, index) => isNumeric(values.map((row) => row[index])));
  const cells = values.map((row) =>
    row.map((value, index) => formatCell(value, options.columns?.[columns[index]!] ?? {}))
  );
  return displayable(
    toHtml(heads, cells, numeric, options.caption),
    toText(heads, cells, numeric, options.caption),
  );
}

/** A cell in both forms, and its number, if it is one, to sort by. */
type Cell = Pick<Displayable, "html" | "text"> & { readonly value?: number | bigint };

function formatCell(value: unknown, format: ValueFormat): Cell {
  if (isDisplayable(value)) return value;
  if (isNumber(value)) {
    const text = formatNumber(value, format);
    return { html: escapeHtml(text), text, value };
  }
  const text = formatValue(value);
  // The string form of an architecture is long: it may break after each block.
  return { html: escapeHtml(text).replaceAll("|", "|<wbr>"), text };
}

const isNumber = (value: unknown) => typeof value === "number" || typeof value === "bigint";

function isNumeric(column: readonly unknown[]): boolean {
  const there = column.filter((value) => value !== null && value !== undefined);
  return there.length > 0 && there.every(isNumber);
}

/** Rules for tables of this class only; the class is doubled to win over the rules of JupyterLab. */
const styles = [
  `table.oneshot-table.oneshot-table{border-collapse:collapse;margin:0.4em 0;color:inherit;font:13px/1.45 ${font};border:0}`,
  "table.oneshot-table.oneshot-table caption{text-align:left;font-weight:600;padding:0 0 0.4em;color:inherit}",
  "table.oneshot-table.oneshot-table :is(th,td){border:0;border-bottom:1px solid rgb(128 128 128/30%);padding:0.3em 0.8em;" +
  "text-align:left;vertical-align:top;background:none;max-width:34em;white-space:normal}",
  "table.oneshot-table.oneshot-table thead th{border-bottom-color:currentColor;vertical-align:bottom;font-weight:600}",
  "table.oneshot-table.oneshot-table :is(th,td).number{text-align:right;font-variant-numeric:tabular-nums}",
  "table.oneshot-table.oneshot-table td.number{white-space:nowrap}",
  "table.oneshot-table.oneshot-table button{all:unset;cursor:pointer}",
  "table.oneshot-table.oneshot-table button:hover{text-decoration:underline}",
  "table.oneshot-table.oneshot-table button:focus-visible{outline:2px solid}",
  "table.oneshot-table.oneshot-table [aria-sort=ascending] button::after{content:' \\25b4'}",
  "table.oneshot-table.oneshot-table [aria-sort=descending] button::after{content:' \\25be'}",
].join("");

const script = `<script>for (const root of document.querySelectorAll("[data-sortable]:not([data-ready])")) ` +
  `(${startTable})(root);</script>`;

function toHtml(
  heads: readonly string[],
  cells: readonly (readonly Cell[])[],
  numeric: readonly boolean[],
  caption: string | undefined,
): string {
  const isSortable = cells.length > 1;
  const classOf = (column: number) => numeric[column] ? ' class="number"' : "";
  const valueOf = ({ value }: Cell, column: number) =>
    isSortable && numeric[column] && value !== undefined ? ` data-value="${value}"` : "";
  const head = heads.map((label, column) => `<th scope="col"${classOf(column)}>${escapeHtml(label)}</th>`);
  const rows = cells.map((row) =>
    `<tr>${
      row.map((cell, column) => `<td${classOf(column)}${valueOf(cell, column)}>${cell.html}</td>`).join("")
    }</tr>`
  );
  return `<div style="overflow-x:auto"><style>${styles}</style><table class="oneshot-table"${
    isSortable ? " data-sortable" : ""
  }>` +
    (caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`) +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>` +
    `${isSortable ? script : ""}</div>`;
}

function toText(
  heads: readonly string[],
  cells: readonly (readonly Cell[])[],
  numeric: readonly boolean[],
  caption: string | undefined,
): string {
  const lines = [heads, ...cells.map((row) => row.map(({ text }) => text))].map((line) =>
    line.map(plainLine)
  );
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column]!))));
  const align = (line: readonly string[]) =>
    line.map((text, column) => {
      const space = " ".repeat(widths[column]! - lengthOf(text));
      return numeric[column] ? space + text : text + space;
    }).join("  ").trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const [head, ...rows] = lines.map(align);
  return [...(caption === undefined ? [] : [plainLine(caption)]), head!, rule, ...rows].join("\n");
}

/** Characters, of which some are two UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;
