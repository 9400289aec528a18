/**
 * A training curve.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check, members, number, oneOf, optional, text } from "../options.ts";
import { colours, palette } from "./palette.ts";
import { labelInMiddle, type TitledPlotOptions, valueAxis } from "./plot_options.ts";

/** Where a training was after some steps. */
export interface TrainingPoint {
  readonly step: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Share of images classified correctly. */
  readonly accuracy: number;
}

/** How {@linkcode curve} looks. */
export interface CurveOptions {
  /** @default "Loss while training" or "Accuracy while training" */
  readonly title?: string;
  /** Points that a smoothed one is the mean of, an odd number; 1 draws the points as they are. @default 9 */
  readonly smooth?: number;
}

const schema = members<CurveOptions>({
  title: optional(text),
  smooth: optional(
    number((value) => Number.isSafeInteger(value) && value > 0 && value % 2 === 1, "a positive odd integer"),
  ),
});
const measures = oneOf("loss", "accuracy");

/**
 * Options of a plot of one measure over the steps of a training, or of several by name. Where it is smoothed, the
 * points themselves are drawn thin behind it, and the caption says what was done.
 *
 * @throws {RangeError} if the measure or an option is unknown, or `smooth` is not a positive odd integer
 *
 * @example The caption names the smoothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { curve } from "./curve.ts";
 *
 * const points = [{ step: 1, loss: 2.3, accuracy: 0.1 }, { step: 2, loss: 1.9, accuracy: 0.3 }];
 * const { caption } = curve(points, "loss", { smooth: 5 });
 * assertEquals(caption, "Thick: mean of 5 neighbouring points (fewer at the ends). Thin: the points themselves.");
 * assertEquals(curve(points, "loss", { smooth: 1 }).caption, undefined);
 * ```
 */
export function curve(
  runs: readonly TrainingPoint[] | Readonly<Record<string, readonly TrainingPoint[]>>,
  measure: "loss" | "accuracy",
  options: CurveOptions = {},
): TitledPlotOptions {
  check("Cannot draw a curve", schema, options);
  check("Cannot draw a curve", measures, measure, "measure");
  const { smooth = 9, title = `${measure === "loss" ? "Loss" : "Accuracy"} while training` } = options;
  const isNamed = !Array.isArray(runs);
  const named = (isNamed ? runs : { "": runs }) as Readonly<Record<string, readonly TrainingPoint[]>>;
  const points = Object.entries(named).flatMap(([name, run]) => run.map((point) => ({ ...point, name })));
  const look = { x: "step", y: measure, z: "name", stroke: isNamed ? "name" : colours.blue };
  const smoothed = Plot.windowY({ k: smooth, reduce: "mean", anchor: "middle", strict: false }, look);
  return {
    title,
    height: 260,
    marginTop: 12,
    grid: true,
    x: { label: "steps", ...labelInMiddle },
    y: measure === "loss"
      ? valueAxis("cross-entropy", { unit: "nats" })
      : valueAxis("accuracy", { percent: true }),
    ...(isNamed
      ? { color: { domain: Object.keys(named), range: palette, type: "categorical", legend: true } }
      : {}),
    ...(smooth === 1 ? {} : {
      caption:
        `Thick: mean of ${smooth} neighbouring points (fewer at the ends). Thin: the points themselves.`,
    }),
    marks: [
      ...(smooth === 1 ? [] : [Plot.line(points, { ...look, strokeWidth: 1, strokeOpacity: 0.35 })]),
      Plot.line(points, { ...smoothed, strokeWidth: 2 }),
    ],
  };
}
