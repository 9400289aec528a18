/**
 * How one number goes with another over very many things: too many for a dot each.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, members, optional, positiveInteger, text } from "../options.ts";
import { formatShape, labelWithUnit, type ValueFormat } from "./format_value.ts";
import { colours } from "./palette.ts";
import type { TitledPlotOptions } from "./plot.ts";

/** Two numbers of one thing. */
export interface TrendPoint {
  readonly x: number;
  readonly y: number;
}

/** One of the two numbers. */
export interface TrendAxis extends ValueFormat {
  readonly label: string;
}

/** How {@linkcode trend} looks. */
export interface TrendOptions {
  readonly title: string;
  readonly x: TrendAxis;
  readonly y: TrendAxis;
  /** Groups of equal number, in the order of x, that have a median each; fewer if there are fewer points. @default 10 */
  readonly groups?: number;
}

const axis = members<TrendAxis>({ ...formatShape, label: text });
const schema = members<TrendOptions>({ title: text, x: axis, y: axis, groups: optional(positiveInteger) });

/** Points in the middle of a group. */
export interface Median {
  /** Median x of the group. */
  readonly x: number;
  /** Quartiles of its y. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * Options of a plot with hexagons, the larger the more points are there, a line through the medians of groups of equal
 * number, from low to high x, and a band with the middle half of each group.
 *
 * @throws {RangeError} if an option is unknown, there are no points or a number is not finite
 *
 * @example Six points in two groups
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { plot } from "./plot.ts";
 * import { trend } from "./trend.ts";
 *
 * const points = [1, 2, 3, 4, 5, 6].map((x) => ({ x, y: x / 10 }));
 * const axes = { x: { label: "size" }, y: { label: "accuracy", percent: true } };
 * const shown = plot(trend(points, { title: "Size and accuracy", ...axes, groups: 2 }));
 * assertStringIncludes(shown.text, "6 points");
 * ```
 */
export function trend(
  points: readonly TrendPoint[],
  options: TrendOptions,
): TitledPlotOptions {
  check("Cannot draw a trend", schema, options);
  const { title, x, y, groups = 10 } = options;
  const rows = medians(points, groups);
  return {
    title,
    caption:
      `${
        points.length.toLocaleString("en")
      } points; a hexagon is the larger the more of them are there. Line: ` +
      `medians of ${rows.length} groups of equal number, from low to high ${x.label}. Band: the middle half of each.`,
    height: 340,
    marginTop: 12,
    grid: true,
    x: axisOptions(x),
    y: axisOptions(y),
    marks: [
      hexagons(points),
      Plot.areaY(rows, { x: "x", y1: "low", y2: "high", fill: colours.orange, fillOpacity: 0.2 }),
      Plot.lineY(rows, { x: "x", y: "median", stroke: colours.orange, strokeWidth: 2.5, marker: "dot" }),
    ],
  };
}

/** A mark with a hexagon wherever there are points, the larger the more; also to be drawn below other marks. */
export function hexagons(points: readonly TrendPoint[]): Plot.Markish {
  return Plot.dot(
    points as TrendPoint[],
    Plot.hexbin({ r: "count" }, { x: "x", y: "y", binWidth: 9, fill: "currentColor", fillOpacity: 0.45 }),
  );
}

/**
 * The medians of groups of equal number, in the order of x.
 *
 * @throws {RangeError} if there are no points or a number is not finite
 */
export function medians(points: readonly TrendPoint[], groups: number): Median[] {
  if (points.length === 0) {
    throw new RangeError("Cannot draw a trend: found no points, expected at least one");
  }
  const fault = points.find(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y));
  if (fault !== undefined) {
    throw new RangeError(
      `Cannot draw a trend: found a point at (${fault.x}, ${fault.y}), expected finite numbers`,
    );
  }
  const sorted = points.toSorted((a, b) => a.x - b.x);
  const count = Math.min(groups, points.length);
  const start = (group: number): number => Math.round(group * points.length / count);
  return Array.from({ length: count }, (_, group) => {
    const members = sorted.slice(start(group), start(group + 1));
    const ys = members.map(({ y }) => y).sort((a, b) => a - b);
    return {
      x: quantile(members.map((member) => member.x), 0.5),
      low: quantile(ys, 0.25),
      median: quantile(ys, 0.5),
      high: quantile(ys, 0.75),
    };
  });
}

/** Of sorted values, linear between them. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (place - Math.floor(place)) * (high - low);
}

function axisOptions(axis: TrendAxis): Plot.ScaleOptions {
  const { label, percent = false } = axis;
  return {
    label: labelWithUnit(label, axis),
    percent,
    nice: true,
    labelAnchor: "center",
    labelArrow: "none",
  };
}
