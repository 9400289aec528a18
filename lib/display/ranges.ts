/**
 * How far apart the values of several groups lie, on one axis.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, entries, members, number, optional, positiveInteger, text } from "../options.ts";
import { range } from "../stats/mod.ts";
import { formatRange, formatShape, formatValue, type ValueFormat } from "./format.ts";
import { palette } from "./palette.ts";
import { type TitledPlotOptions, valueAxis } from "./plot_options.ts";

/** How {@linkcode ranges} looks. */
export interface RangesOptions extends ValueFormat {
  readonly title: string;
  /** What the values are. @default "accuracy" */
  readonly label?: string;
  /** Whether a share is written in percent. @default true */
  readonly percent?: boolean;
  /** Equal bins between the least and the greatest value of all groups. @default 60 */
  readonly bins?: number;
  /** Values to compare with, drawn as dashed rules. @default none */
  readonly rules?: Readonly<Record<string, number>>;
}

const schema = members<RangesOptions>({
  ...formatShape,
  title: text,
  label: optional(text),
  bins: optional(positiveInteger),
  rules: optional(entries(number(Number.isFinite, "a finite number"))),
});

/**
 * Options of a plot with a row for each group: a histogram whose highest bin fills the row, below it the values
 * as strokes (200 of them at most, evenly chosen), and in numbers the least and the greatest. All rows have the
 * same axis and the same bins. Values that are not finite are left out and counted.
 *
 * @param groups values by the name of their group, in reading order
 * @throws {RangeError} if an option is unknown or no group has a finite value
 *
 * @example Wide and narrow
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { plot } from "./plot.ts";
 * import { ranges } from "./ranges.ts";
 *
 * const groups = { "one-shot": [0.31, 0.74, 0.89], "stand-alone": [0.88, 0.9, 0.91] };
 * const shown = plot({ ...ranges(groups, { title: "Accuracies" }), width: 500 });
 * assertStringIncludes(shown.text, "one-shot 31.0 to 89.0 %, n = 3; stand-alone 88.0 to 91.0 %, n = 3");
 * ```
 */
export function ranges(
  groups: Readonly<Record<string, readonly number[]>>,
  options: RangesOptions,
): TitledPlotOptions {
  check("Cannot draw ranges", schema, options);
  const { title, label = "accuracy", percent = true, bins = 60, rules = {} } = options;
  const format = { ...options, percent };
  const rows = Object.entries(groups).map(([name, values], index) => summarise(name, values, index, format));
  const finite = rows.flatMap(({ values }) => values);
  if (finite.length === 0) {
    throw new RangeError("Cannot draw ranges: found no finite value, expected at least one");
  }
  const [least, greatest] = range(finite);
  // Equal values have a bin of some width, too.
  const width = (greatest - least) / bins || Math.abs(least) / 10 || 1;
  const bars = rows.flatMap((row) => fillBins(row, least, width, bins));
  const strokes = rows.flatMap(({ values, ...row }) =>
    evenly(values, 200).map((value) => ({ ...row, value }))
  );
  const ruleWords = Object.entries(rules)
    .map(([name, value]) => `Dashed: ${name}, ${formatValue(value, format)}.`);
  const bar = { x1: "x1", x2: "x2", y: "height", fy: "name", fill: "colour" } as const;
  const corner = { fy: "name", frameAnchor: "top-left", textAnchor: "start" } as const;
  const stroke = { stroke: "colour", strokeOpacity: 0.6 } as const;
  return {
    title,
    caption: ["The highest bin of each row fills it.", ...ruleWords].join(" "),
    description: `${rows.map(({ name, words }) => `${name} ${words}`).join("; ")}.`,
    height: 50 + 105 * rows.length,
    marginTop: 4,
    marginRight: 8,
    marginLeft: 8,
    fy: { domain: rows.map(({ name }) => name), axis: null, padding: 0.22 },
    x: { ...valueAxis(label, format), nice: false, inset: 6, grid: true },
    // Bars reach from 0 to 1; the strokes are below, the names above.
    y: { domain: [-0.3, 1.9], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.rectY(bars, { ...bar, insetLeft: 0.5, insetRight: 0.5 }),
      Plot.ruleY(rows, { y: () => 0, fy: "name", strokeOpacity: 0.5 }),
      Plot.ruleX(Object.values(rules), { y1: -0.3, y2: 1, strokeDasharray: "5 4" }),
      Plot.ruleX(strokes, { x: "value", y1: -0.3, y2: -0.05, fy: "name", ...stroke }),
      Plot.text(rows, { ...corner, text: "name", fontWeight: 600 }),
      Plot.text(rows, { ...corner, text: "words", dy: 18 }),
    ],
  };
}

/** A row: its finite values from low to high, and in words the least, the greatest and how many there are. */
function summarise(name: string, all: readonly number[], index: number, format: ValueFormat) {
  const values = all.filter(Number.isFinite).toSorted((a, b) => a - b);
  const missing = all.length - values.length;
  const ends = values.length === 0 ? "" : `${formatRange(values[0]!, values.at(-1)!, format)}, `;
  const words = `${ends}n = ${values.length}${missing > 0 ? ` (${missing} not finite)` : ""}`;
  return { name, colour: palette[index % palette.length]!, values, words };
}

type Row = ReturnType<typeof summarise>;

/** A bar for each bin that is not empty, its height a share of the highest. */
function fillBins({ name, colour, values }: Row, least: number, width: number, bins: number) {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(Math.floor((value - least) / width), bins - 1)]!++;
  const highest = Math.max(...counts);
  return counts.map((count, bin) => {
    const x1 = least + bin * width;
    return { name, colour, x1, x2: least + (bin + 1) * width, height: count / highest };
  }).filter(({ height }) => height > 0);
}

/** At most `count` of sorted values, evenly from the least to the greatest. */
function evenly(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values;
  const last = values.length - 1;
  return Array.from({ length: count }, (_, index) => values[Math.round(index * last / (count - 1))]!);
}
