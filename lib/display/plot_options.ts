/**
 * The options of a plot, and the names that are accepted: Plot itself ignores a name that it does not know.
 * @module
 */
import type * as Plot from "@observablehq/plot";
import { z } from "zod";
import { anything, members, optional, type Shape, text } from "../options.ts";
import { labelWithUnit, type ValueFormat } from "./format.ts";

/** Options of Plot, with a title that must be there and a caption, both plain text. */
export interface TitledPlotOptions
  extends Omit<Plot.PlotOptions, "title" | "subtitle" | "caption" | "document"> {
  /** What is seen, in a few words; also the plot's name for screen readers. */
  readonly title: string;
  /** What should be known when reading it, below the plot. @default nothing */
  readonly caption?: string;
  /**
   * What stands in the plot, for those who don't see all of it: screen readers, terminals, and readers of the site on a
   * phone. @default nothing
   */
  readonly description?: string;
}

/** An axis with its label in the middle, without an arrow. */
export const labelInMiddle = { labelAnchor: "center", labelArrow: "none" } as const;

/** An axis of values, which begins and ends at round numbers; its label, with the unit, is in the middle. */
export function valueAxis(label: string, format: ValueFormat): Plot.ScaleOptions {
  const { percent = false } = format;
  return { label: labelWithUnit(label, format), percent, nice: true, ...labelInMiddle };
}

/** A schema under each of the names, which are all names of `T`: the compiler sees to that. */
const each = <T extends object>(
  names: { readonly [Name in keyof Required<T>]: true },
  schema: z.ZodType = anything,
) => Object.fromEntries(Object.keys(names).map((name) => [name, z.optional(schema)])) as unknown as Shape<T>;

// deno-fmt-ignore
const scale = members<Plot.ScaleOptions>(each<Plot.ScaleOptions>({
  type: true, domain: true, range: true, unknown: true, reverse: true, transform: true, interval: true, percent: true,
  scheme: true, interpolate: true, exponent: true, base: true, constant: true, n: true, quantiles: true, pivot: true,
  symmetric: true, paddingInner: true, paddingOuter: true, legend: true, ticks: true, tickSize: true,
  tickSpacing: true, tickPadding: true, tickFormat: true, tickRotate: true, fontVariant: true, ariaLabel: true,
  ariaDescription: true, labelAnchor: true, labelOffset: true, line: true, clamp: true, nice: true, zero: true,
  round: true, align: true, padding: true, axis: true, grid: true, label: true, labelArrow: true, inset: true,
  insetTop: true, insetRight: true, insetBottom: true, insetLeft: true,
}));

type Words = Pick<TitledPlotOptions, "title" | "caption" | "description">;
type Scales = Pick<TitledPlotOptions, Plot.ScaleName>;

/** What is accepted of the options of a plot: the names are checked, and what Plot makes of their values is left to it. */
// deno-fmt-ignore
export const plotSchema = members<TitledPlotOptions>({
  title: text, caption: optional(text), description: optional(text),
  ...each<Scales>({
    x: true, y: true, fx: true, fy: true, r: true, color: true, opacity: true, symbol: true, length: true,
  }, scale),
  ...each<Omit<TitledPlotOptions, keyof Words | keyof Scales>>({
    marks: true, width: true, height: true, aspectRatio: true, margin: true, marginTop: true, marginRight: true,
    marginBottom: true, marginLeft: true, style: true, className: true, figure: true, ariaLabel: true,
    ariaDescription: true, clip: true, projection: true, facet: true, clamp: true, nice: true, zero: true, round: true,
    align: true, padding: true, axis: true, grid: true, label: true, labelArrow: true, inset: true, insetTop: true,
    insetRight: true, insetBottom: true, insetLeft: true,
  }),
});
