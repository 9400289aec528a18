/**
 * How soon searches find something good: the best score so far over the scores asked for.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, members, oneOf, optional, positiveInteger, refuse, text } from "../../options.ts";
import { mean, range } from "../../stats/mod.ts";
import { formatNumber, formatRange, formatShape, formatValue, type ValueFormat } from "../format.ts";
import { palette } from "../palette.ts";
import { labelInMiddle, type TitledPlotOptions, valueAxis } from "../plot_options.ts";

/** How {@linkcode bestSoFar} looks. */
export interface BestSoFarOptions extends ValueFormat {
  readonly title: string;
  /** What a score is. @default "accuracy" */
  readonly label?: string;
  /** Whether a share is written in percent. @default true */
  readonly percent?: boolean;
  /** How the scores asked for are laid out. @default "log" */
  readonly scale?: "log" | "linear";
  /** The number of scores from which on curves are drawn, from 1: the first few say nothing. @default 1 */
  readonly from?: number;
}

const schema = members<BestSoFarOptions>({
  ...formatShape,
  title: text,
  label: optional(text),
  scale: optional(oneOf("log", "linear")),
  from: optional(positiveInteger),
});

/** The colours of the curves; the last is the page's own. */
const lineColours: readonly string[] = [...palette, "currentColor"];

/**
 * Options of a plot of the best scores of searches so far. Each method has a curve: the mean over its searches, which
 * differ by their seeds, and around it a band from the least to the greatest of them, both as far as all of them go.
 *
 * @param searches the scores of each search in their order, by method; higher is better
 * @throws {RangeError} if there is no method or more than five, a method has no search, a search has no score, a score
 * is not finite, an option is unknown, or `from` is no positive integer up to the length of the longest curve
 *
 * @example Two searches by one method
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bestSoFar } from "./best_so_far.ts";
 *
 * const { caption } = bestSoFar({ random: [[0.5, 0.4, 0.7], [0.6, 0.5, 0.6]] }, { title: "Random search" });
 * assertEquals(
 *   caption,
 *   "Best in the end: random 65.0 % after 3 (60.0 to 70.0 %, 2 searches). " +
 *     "Line: mean of the searches of a method; band: from the least to the greatest.",
 * );
 * ```
 */
export function bestSoFar(
  searches: Readonly<Record<string, readonly (readonly number[])[]>>,
  options: BestSoFarOptions,
): TitledPlotOptions {
  check("Cannot draw the best so far", schema, options);
  const { title, label = "accuracy", percent = true, scale = "log", from = 1 } = options;
  const format = { ...options, percent };
  const names = Object.keys(searches);
  if (names.length < 1 || names.length > lineColours.length) {
    throw new RangeError(
      `Cannot draw the best so far: found ${names.length} methods, expected 1 to ${lineColours.length}`,
    );
  }
  const curves = Object.entries(searches)
    .map(([name, runs]) => ({ name, runs: runs.length, steps: joinRuns(name, runs) }));
  const longest = Math.max(...curves.map(({ steps }) => steps.at(-1)!.number));
  if (from > longest) {
    refuse("Cannot draw the best so far", "from", from, `1 to ${longest}, the longest curve`);
  }
  const points = curves.flatMap(({ name, runs, steps }) =>
    startAt(steps, from).map((step) => ({ ...step, name, isBand: runs > 1 }))
  );
  const ends = curves.map(({ name, runs, steps }) => `${name} ${describeEnd(steps.at(-1)!, runs, format)}`);
  const isMany = curves.some(({ runs }) => runs > 1);
  const look = { x: "number", z: "name", curve: "step-after" } as const;
  const band = { y1: "least", y2: "greatest", fill: "name", fillOpacity: 0.2 };
  return {
    title,
    caption: `Best in the end: ${ends.join("; ")}.` +
      (isMany ? " Line: mean of the searches of a method; band: from the least to the greatest." : ""),
    height: 340,
    marginTop: 12,
    marginRight: 24,
    x: { type: scale, axis: null },
    y: { ...valueAxis(label, format), grid: true },
    color: { domain: names, range: lineColours, type: "categorical", legend: true },
    marks: [
      ...scoresAxis(scale, from, longest),
      Plot.areaY(points.filter(({ isBand }) => isBand), { ...look, ...band }),
      Plot.line(points, { ...look, y: "mean", stroke: "name", strokeWidth: 2 }),
      Plot.dot(points.filter(({ isLast }) => isLast), { x: "number", y: "mean", fill: "name", r: 3.5 }),
    ],
  };
}

/** Where the searches of a method were after a number of scores, until the next step. */
interface Step {
  readonly number: number;
  readonly least: number;
  readonly mean: number;
  readonly greatest: number;
  readonly isLast: boolean;
}

/** The steps at which any of the searches found something better; the first and the last number are always there. */
function joinRuns(name: string, runs: readonly (readonly number[])[]): Step[] {
  const length = Math.min(...runs.map((scores) => scores.length));
  if (!(length >= 1 && length < Infinity) || !runs.flat().every(Number.isFinite)) {
    throw new RangeError(
      `Cannot draw the best so far: found a search "${name}" without scores or with one that is not finite, ` +
        "expected finite scores",
    );
  }
  let best = runs.map(() => -Infinity);
  const steps: Step[] = [];
  for (let number = 1; number <= length; number++) {
    const isLast = number === length;
    const before = best;
    best = before.map((score, run) => Math.max(score, runs[run]![number - 1]!));
    if (!isLast && best.every((score, run) => score === before[run])) continue;
    const [least, greatest] = range(best);
    steps.push({ number, least, mean: mean(best), greatest, isLast });
  }
  return steps;
}

/** The steps from a number on, the first of them at that number; none of a curve that ended before. */
function startAt(steps: readonly Step[], from: number): Step[] {
  const later = steps.filter(({ number }) => number > from);
  const before = steps.findLast(({ number }) => number <= from)!;
  return later.length === 0 && before.number < from ? [] : [{ ...before, number: from }, ...later];
}

function describeEnd({ number, least, mean, greatest }: Step, runs: number, format: ValueFormat): string {
  const spread = runs === 1 ? "" : ` (${formatRange(least, greatest, format)}, ${runs} searches)`;
  return `${formatValue(mean, format)} after ${formatNumber(number)}${spread}`;
}

/** Marks of its own: the axis of a logarithmic scale leaves out labels as it thinks fit. */
function scoresAxis(scale: "log" | "linear", from: number, to: number): Plot.Markish[] {
  const options = { label: "scores asked for", ...labelInMiddle };
  const text = (number: number) => formatNumber(number);
  if (scale === "linear") return [Plot.gridX(), Plot.axisX({ ...options, tickFormat: text })];
  const ticks = logTicks(from, to);
  return [Plot.gridX(ticks), Plot.axisX(ticks, { ...options, text })];
}

/** 1, 2 and 5 times the powers of ten within bounds; the powers alone where the labels of all would touch. */
function logTicks(from: number, to: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log10(to)) + 1 }, (_, power) => Number(`1e${power}`));
  const within = (ticks: readonly number[]) => ticks.filter((tick) => tick >= from && tick <= to);
  const all = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return all.length <= 9 ? all : within(powers);
}
