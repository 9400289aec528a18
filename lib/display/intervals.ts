/**
 * Estimates with their intervals, and the single values behind them: in rows by name, or along a number.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, entries, members, number, optional, text } from "../options.ts";
import { range } from "../stats/mod.ts";
import { formatRange, formatShape, formatValue, type ValueFormat } from "./format.ts";
import { colours } from "./palette.ts";
import { labelInMiddle, type TitledPlotOptions, valueAxis } from "./plot_options.ts";

/** An estimate, and how sure it is. */
export interface IntervalEstimate {
  readonly estimate: number;
  /** Bounds of its 95 % interval. @default none is drawn */
  readonly low?: number;
  readonly high?: number;
  /** Single values that it sums up, such as one for each seed; drawn if there are several. @default none */
  readonly each?: readonly number[];
}

/** Estimates by name, undefined ones left out, or each at a positive number. */
export type IntervalEstimates =
  | Readonly<Record<string, IntervalEstimate | undefined>>
  | readonly (IntervalEstimate & { readonly at: number })[];

/** How {@linkcode intervals} looks. */
export interface IntervalsOptions extends ValueFormat {
  readonly title: string;
  /** What is estimated. */
  readonly label: string;
  /** Digits after the point. @default 2, or 1 in percent */
  readonly digits?: number;
  /** What the positions are, where they are numbers. @default nothing */
  readonly along?: string;
  /** What the single values are. @default "single values" */
  readonly each?: string;
  /** Values to compare with, drawn as rules; one that is undefined is left out. @default none */
  readonly rules?: Readonly<Record<string, number | undefined>>;
}

const schema = members<IntervalsOptions>({
  ...formatShape,
  title: text,
  label: text,
  along: optional(text),
  each: optional(text),
  rules: optional(entries(optional(number(() => true, "a number")))),
});

/**
 * Options of a plot of estimates. Those by name get a row each, in reading order; those at numbers stand upright along
 * a logarithmic axis, joined by a line. A dot is an estimate, the line across it the interval, and rings are the single
 * values. What is not finite is not drawn. The caption has the numbers, unless the rows have them.
 *
 * @throws {RangeError} if an option is unknown, no estimate is finite, or one is at a number that is not positive
 *
 * @example The caption has the numbers
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { intervals } from "./intervals.ts";
 *
 * const estimates = [
 *   { at: 0.001, estimate: 0.4, low: 0.2, high: 0.6 },
 *   { at: 0.1, estimate: 0.71, low: 0.52, high: 0.84 },
 * ];
 * const { caption } = intervals(estimates, { title: "Two rates", label: "Spearman correlation" });
 * assertEquals(caption, "0.001: 0.40 (0.20 to 0.60); 0.1: 0.71 (0.52 to 0.84). Line across a dot: 95 % interval.");
 * ```
 */
export function intervals(
  estimates: IntervalEstimates,
  options: IntervalsOptions,
): TitledPlotOptions {
  check("Cannot draw intervals", schema, options);
  const isNamed = !isList(estimates);
  const list = isNamed
    ? Object.entries(estimates).flatMap(([at, one]) => one === undefined ? [] : [{ ...one, at }])
    : estimates;
  requireDrawable(list);
  const parts = partsOf(list, options);
  const { title, label, along, percent = false } = options;
  const guide = [
    ...(list.some(({ low }) => low !== undefined) ? ["Line across a dot: 95 % interval."] : []),
    ...(parts.singles.length > 0 ? [`Rings: ${options.each ?? "single values"}.`] : []),
  ];
  const numbers = `${parts.entries.map(({ hover }) => hover).join("; ")}.`;
  const values = { ...valueAxis(label, { ...options, percent }), grid: true };
  if (!isNamed) {
    return { title, caption: [numbers, ...guide].join(" "), ...alongNumber(parts, values, along) };
  }
  const caption = guide.length > 0 ? { caption: guide.join(" ") } : {};
  return { title, description: numbers, ...caption, ...inRows(parts, values) };
}

const isList = (estimates: IntervalEstimates): estimates is Extract<IntervalEstimates, readonly unknown[]> =>
  Array.isArray(estimates);

/** An estimate with its name, or its position on the axis. */
type PlacedEstimate = IntervalEstimate & { readonly at: string | number };

function requireDrawable(estimates: readonly PlacedEstimate[]): void {
  const wrong = estimates.find(({ at }) => typeof at === "number" && !(at > 0 && at < Infinity));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot draw intervals: found one at ${wrong.at}, expected a positive number`);
  }
  if (!estimates.some(({ estimate }) => Number.isFinite(estimate))) {
    throw new RangeError("Cannot draw intervals: found no finite estimate, expected at least one");
  }
}

/** What is drawn: estimates with their words, single values that are more than the estimate itself, and rules. */
function partsOf(estimates: readonly PlacedEstimate[], options: IntervalsOptions) {
  const format = { ...options, digits: options.digits ?? (options.percent ? 1 : 2) };
  const entries = estimates.map((one, row) => {
    const { at, estimate, low, high } = one;
    const isAlone = low === undefined || high === undefined;
    const words = formatValue(estimate, format) + (isAlone ? "" : ` (${formatRange(low, high, format)})`);
    return { ...one, row, words, hover: `${formatPosition(at)}: ${words}` };
  });
  const singles = entries.filter(({ each = [] }) => each.length > 1)
    .flatMap(({ at, row, each = [] }) => each.map((value) => ({ at, row, value })));
  const rules = Object.entries(options.rules ?? {})
    .flatMap(([name, value]) => value === undefined ? [] : [{ name, value }]);
  return { entries, singles, rules };
}

type Parts = ReturnType<typeof partsOf>;

const formatPosition = (at: string | number): string =>
  typeof at === "number" && at < 0.001 ? at.toExponential() : String(at);

const interval = { stroke: colours.blue, strokeWidth: 2 } as const;
const dot = { r: 5, fill: colours.blue, title: "hover" } as const;
const ring = { r: 3.5, stroke: colours.orange, strokeWidth: 1.5 } as const;
/** Pixels that the single values of a row are below its estimate, as they would cover one another on one line. */
const below = 9;

function inRows({ entries, singles, rules }: Parts, x: Plot.ScaleOptions) {
  // The words of a row are above its dot, and rules leave them free.
  const line = ({ row }: { readonly row: number }) => row + 0.18;
  const words = { y: ({ row }: { readonly row: number }) => row - 0.22 };
  const ticks = rules.flatMap(({ value }) => entries.map(({ row }) => ({ value, row })));
  return {
    height: 74 + 46 * entries.length,
    marginTop: rules.length > 0 ? 24 : 6,
    marginLeft: 44,
    marginRight: 44,
    x,
    y: { domain: [entries.length - 0.5, -0.5], axis: null },
    marks: [
      Plot.ruleX(ticks, { x: "value", y1: "row", y2: ({ row }) => row + 0.36, strokeOpacity: 0.7 }),
      Plot.text(rules, { x: "value", text: "name", frameAnchor: "top", dy: -14 }),
      Plot.ruleY(entries, { y: line, x1: "low", x2: "high", ...interval }),
      Plot.dot(entries, { x: "estimate", y: line, ...dot }),
      Plot.dot(singles, { x: "value", y: line, dy: below, ...ring }),
      Plot.text(entries, { ...words, text: "at", frameAnchor: "left", fontWeight: 600 }),
      Plot.text(entries, { ...words, text: "words", frameAnchor: "right" }),
    ],
  };
}

function alongNumber({ entries, singles, rules }: Parts, y: Plot.ScaleOptions, label: string | undefined) {
  const ordered = entries.toSorted((a, b) => Number(a.at) - Number(b.at));
  return {
    height: 300,
    marginTop: 14,
    // The rules' names stand beside the frame, where no line crosses them.
    marginRight: 20 + 7.5 * Math.max(0, ...rules.map(({ name }) => name.length)),
    x: numberAxis(entries.map(({ at }) => Number(at)), label),
    y,
    marks: [
      Plot.ruleY(rules, { y: "value", strokeDasharray: "5 4", strokeOpacity: 0.7 }),
      Plot.text(rules, { y: "value", text: "name", frameAnchor: "right", textAnchor: "start", dx: 6 }),
      Plot.line(ordered, { x: "at", y: "estimate", stroke: colours.blue, strokeOpacity: 0.5 }),
      Plot.ruleX(ordered, { x: "at", y1: "low", y2: "high", ...interval }),
      // Numbers may be too close for something beside them: rings wider than the dot are seen around it.
      Plot.dot(singles, { x: "at", y: "value", ...ring, r: 5 }),
      Plot.dot(ordered, { x: "at", y: "estimate", ...dot, r: 3.5 }),
    ],
  };
}

/** A logarithmic axis with a tick at each power of ten, or where there is none, as Plot has them. */
function numberAxis(positions: readonly number[], label: string | undefined): Plot.ScaleOptions {
  const [first, last] = range(positions.map(Math.log10));
  const powers: number[] = [];
  // Read rather than computed: a power of ten may miss the double that is meant.
  for (let power = Math.ceil(first); power <= last; power++) powers.push(Number(`1e${power}`));
  return {
    type: "log",
    label: label ?? null,
    ...(powers.length > 0 ? { ticks: powers } : {}),
    tickFormat: formatPosition,
    inset: 12,
    ...labelInMiddle,
  };
}
