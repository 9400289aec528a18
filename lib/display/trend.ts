/**
 * How one number goes with another where there are too many points for a dot each.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, members, optional, positiveInteger, text } from "../options.ts";
import { quantile } from "../stats/mod.ts";
import { formatShape, type ValueFormat } from "./format.ts";
import { colours } from "./palette.ts";
import { type TitledPlotOptions, valueAxis } from "./plot_options.ts";

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
export function trend(points: readonly TrendPoint[], options: TrendOptions): TitledPlotOptions {
  check("Cannot draw a trend", schema, options);
  const { title, x, y, groups = 10 } = options;
  const rows = medians(points, groups);
  const count = points.length.toLocaleString("en");
  return {
    title,
    caption: `${count} points; a hexagon is the larger the more of them are there. Line: medians of ` +
      `${rows.length} groups of equal number, from low to high ${x.label}. Band: the middle half of each.`,
    height: 340,
    marginTop: 12,
    grid: true,
    x: valueAxis(x.label, x),
    y: valueAxis(y.label, y),
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

/** Of groups of equal number, in the order of x: median x, and the quartiles of y. */
function medians(points: readonly TrendPoint[], groups: number) {
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
    const inside = sorted.slice(start(group), start(group + 1));
    const of = (axis: "x" | "y", share: number) => quantile(inside.map((point) => point[axis]), share);
    return { x: of("x", 0.5), low: of("y", 0.25), median: of("y", 0.5), high: of("y", 0.75) };
  });
}
