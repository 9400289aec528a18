/**
 * Tables of rows, of a danfojs DataFrame, or of columns and values.
 * @module
 */
import { check, entries, members, optional, requireKnown, text } from "../options.ts";
import { type Displayable, displayable, isDisplayable } from "./displayable.ts";
import { escapeHtml, plainLine } from "./escape.ts";
import { formatNumber, formatShape, formatValue, labelWithUnit, type ValueFormat } from "./format.ts";
import { font, scopedRules } from "./palette.ts";
import { startTable } from "./table_client.js";

/** How a column is written; its unit stands in its head. */
export interface ColumnOptions extends ValueFormat {
  /** The head of the column. @default the column's name */
  readonly label?: string;
}

/** How a column is written: as it says, with so many digits after the point, or as a share in percent. */
export type ColumnFormat = ColumnOptions | number | "%";

/** How a table is written. */
export interface TableOptions {
  /** What the table shows, above it. @default nothing */
  readonly caption?: string;
  /** Columns by name. @default each as it is */
  readonly columns?: Readonly<Record<string, ColumnFormat>>;
}

const schema = members<Pick<TableOptions, "caption"> & { columns?: Record<string, ColumnOptions> }>({
  caption: optional(text),
  columns: optional(entries(members<ColumnOptions>({ ...formatShape, label: optional(text) }))),
});

/** A column's options from what a caller may write instead. */
const inFull = (format: ColumnFormat): ColumnOptions =>
  format === "%" ? { percent: true } : typeof format === "number" ? { digits: format } : format;

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
 * const shown = table([{ rate: 0.1, seeds: 3 }, { rate: 0.4 }], { columns: { rate: 2 } });
 * assertEquals(shown.text.split("\n"), ["rate  seeds", "----  -----", "0.10      3", "0.40      –"]);
 * ```
 */
export function table(
  rows: readonly Readonly<Record<string, unknown>>[] | Frame,
  options: TableOptions = {},
): Displayable {
  if (!isFrame(rows)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return htmlTable(columns, rows.map((row) => columns.map((name) => row[name])), options);
  }
  // A frame of one column may hold its values without rows around them.
  const values = rows.values.map((row): unknown[] => Array.isArray(row) ? row : [row]);
  const names = rows.index;
  if (!names?.some((name) => typeof name === "string")) return htmlTable(rows.columns, values, options);
  return htmlTable(["", ...rows.columns], values.map((row, index) => [names[index], ...row]), options);
}

const isFrame = (rows: object): rows is Frame => "columns" in rows && "values" in rows;

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
 * import { htmlTable } from "./table.ts";
 *
 * const rows = [["sep3", 0.8512, 12], ["identity", null, 7]];
 * const columns = { accuracy: "%" } as const;
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
  const written = options.columns &&
    Object.fromEntries(Object.entries(options.columns).map(([name, format]) => [name, inFull(format)]));
  check("Cannot make a table", schema, { ...options, columns: written });
  requireKnown("Cannot make a table", "columns", written, columns);
  values.forEach(({ length }, row) => {
    if (length === columns.length) return;
    throw new RangeError(
      `Cannot make a table: found ${length} values in row ${row}, expected ${columns.length}`,
    );
  });
  const formats = columns.map((name) => written?.[name] ?? {});
  const heads = formats.map((format, index): Head => {
    const there = values.map((row) => row[index]).filter((value) => value !== null && value !== undefined);
    const isNumeric = there.length > 0 && there.every(isNumber);
    return { label: labelWithUnit(format.label ?? columns[index]!, format), isNumeric };
  });
  const rows = values.map((row) => row.map((value, index) => formatCell(value, formats[index]!)));
  return displayable(toHtml(heads, rows, options.caption), toText(heads, rows, options.caption));
}

interface Head {
  readonly label: string;
  readonly isNumeric: boolean;
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

const styles = scopedRules("table.oneshot-table", [
  `{border-collapse:collapse;margin:0.4em 0;color:inherit;font:13px/1.45 ${font};border:0}`,
  " caption{text-align:left;font-weight:600;padding:0 0 0.4em;color:inherit}",
  " :is(th,td){border:0;border-bottom:1px solid rgb(128 128 128/30%);padding:0.3em 0.8em;" +
  "text-align:left;vertical-align:top;background:none;max-width:34em;white-space:normal}",
  " thead th{border-bottom-color:currentColor;vertical-align:bottom;font-weight:600}",
  " :is(th,td).number{text-align:right;font-variant-numeric:tabular-nums}",
  " td.number{white-space:nowrap}",
  " button{all:unset;cursor:pointer}",
  " button:hover{text-decoration:underline}",
  " button:focus-visible{outline:2px solid}",
  " [aria-sort=ascending] button::after{content:' \\25b4'}",
  " [aria-sort=descending] button::after{content:' \\25be'}",
]);

const script = `<script>for (const root of document.querySelectorAll("[data-sortable]:not([data-ready])")) ` +
  `(${startTable})(root);</script>`;

function toHtml(heads: readonly Head[], rows: readonly (readonly Cell[])[], caption?: string): string {
  const isSortable = rows.length > 1;
  const classes = heads.map(({ isNumeric }) => isNumeric ? ' class="number"' : "");
  const head = heads.map(({ label }, index) => `<th scope="col"${classes[index]}>${escapeHtml(label)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map(({ html, value }, index) => {
      const isSorted = isSortable && heads[index]!.isNumeric && value !== undefined;
      return `<td${classes[index]}${isSorted ? ` data-value="${value}"` : ""}>${html}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div style="overflow-x:auto"><style>${styles}</style>` +
    `<table class="oneshot-table"${isSortable ? " data-sortable" : ""}>` +
    (caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`) +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `${isSortable ? script : ""}</div>`;
}

function toText(heads: readonly Head[], rows: readonly (readonly Cell[])[], caption?: string): string {
  const lines = [heads.map(({ label }) => label), ...rows.map((row) => row.map(({ text }) => text))]
    .map((line) => line.map(plainLine));
  const widths = heads.map((_, index) => Math.max(...lines.map((line) => lengthOf(line[index]!))));
  const align = (line: readonly string[]) =>
    line.map((text, index) => {
      const space = " ".repeat(widths[index]! - lengthOf(text));
      return heads[index]!.isNumeric ? space + text : text + space;
    }).join("  ").trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const [head, ...body] = lines.map(align);
  return [...(caption === undefined ? [] : [plainLine(caption)]), head!, rule, ...body].join("\n");
}

/** Characters, of which some are two UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;
