/**
 * Architectures as dots between two numbers of theirs, e.g. one-shot and stand-alone accuracy. Pointing at a dot shows
 * what it is; a click, or Enter, opens its cell and all that is known of it below the plot.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { z } from "zod";
import { type Architecture, formatArchitecture, type Space } from "../../space/mod.ts";
import { cellSvg } from "./cell_diagram.ts";
import { type Displayable, displayable } from "../displayable.ts";
import type { DomElement } from "../document.ts";
import { embedJson, hashText, plainLine } from "../escape.ts";
import { formatShape, formatValue, labelWithUnit, type ValueFormat } from "../format_value.ts";
import {
  anything,
  check,
  entries,
  members,
  optional,
  positiveNumber,
  requireKnown,
  text,
} from "../../options.ts";
import { colours, font, monospace, surface } from "../palette.ts";
import { drawPlot, figureHtml, type TitledPlotOptions } from "../plot.ts";
import { startScatter } from "./scatter_client.js";

/** An architecture and two numbers of it. */
export interface ScatterPoint {
  readonly architecture: Architecture;
  readonly x: number;
  readonly y: number;
  /** What else is known of it, by name, in the order in which it is listed. @default nothing */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Dots of one group have one colour and one shape. @default "other" if any point has a group */
  readonly group?: string;
}

/** One of the two numbers. */
export interface ScatterAxis extends ValueFormat {
  /** Whether a share is written in percent. @default true */
  readonly percent?: boolean;
  /** @default for x "one-shot accuracy", for y "stand-alone accuracy" */
  readonly label?: string;
  /** Least and greatest value of the axis, in the numbers' own unit. @default those of the points */
  readonly domain?: readonly [number, number];
}

/** How {@linkcode scatter} looks. */
export interface ScatterOptions {
  readonly title: string;
  /** @default how many points are drawn, and how many can't be */
  readonly caption?: string;
  readonly x?: ScatterAxis;
  readonly y?: ScatterAxis;
  /** How facts are written, by name. @default with 4 significant digits */
  readonly formats?: Readonly<Record<string, ValueFormat>>;
  /** Further marks, drawn below the dots. @default none */
  readonly marks?: readonly Plot.Markish[];
  /** Height in pixels. @default 400 */
  readonly height?: number;
}

const axis = members<ScatterAxis>({
  ...formatShape,
  label: optional(text),
  domain: optional(z.tuple([z.number(), z.number()], "[least, greatest]")),
});
const schema = members<ScatterOptions>({
  title: text,
  caption: optional(text),
  x: optional(axis),
  y: optional(axis),
  formats: optional(entries(members<ValueFormat>(formatShape))),
  marks: optional(anything),
  height: optional(positiveNumber),
});

/**
 * Shows architectures as dots. The output holds all it needs, asks nothing of any host, and without scripts is still a
 * plot with a short text at each dot. Points whose x or y is not finite are not drawn, and the caption says so.
 *
 * @throws {TypeError | RangeError} if an architecture does not belong to the space, or an option or the fact of a format is
 * unknown
 *
 * @example One architecture
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace, parseArchitecture } from "../../space/mod.ts";
 * import { scatter } from "./scatter.ts";
 *
 * const architecture = parseArchitecture(paperSpace, "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5");
 * const point = { architecture, x: 0.71, y: 0.86, facts: { seeds: 3 } };
 * const shown = scatter(paperSpace, [point], { title: "One candidate" });
 * assertEquals(shown.text, "[scatter plot: One candidate] one-shot accuracy and stand-alone accuracy, 1 architecture");
 * ```
 */
export function scatter(space: Space, points: readonly ScatterPoint[], options: ScatterOptions): Displayable {
  check("Cannot draw a scatter plot", schema, options);
  requireKnown("Cannot draw a scatter plot", "formats", options.formats, [
    ...new Set(points.flatMap(({ facts = {} }) => Object.keys(facts))),
  ]);
  const x = { label: "one-shot accuracy", percent: true, ...options.x };
  const y = { label: "stand-alone accuracy", percent: true, ...options.y };
  const drawn = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const words = drawn.map((point) => describePoint(space, point, x, y, options.formats ?? {}));
  const caption = options.caption ?? countPoints(drawn.length, points.length);
  const settings: TitledPlotOptions = {
    title: options.title,
    caption,
    height: options.height ?? 400,
    marginTop: 12,
    grid: true,
    x: axisOptions(x),
    y: axisOptions(y),
    ...groupOptions(drawn),
    marks: [...options.marks ?? [], dots(drawn, words)],
  };
  // An architecture may have several dots, and its drawing is most of what a dot takes.
  const named = new Map(drawn.map(({ architecture }, index) => [words[index]!.name, architecture]));
  const diagrams = Object.fromEntries(
    Array.from(named, ([name, architecture]) => [name, cellSvg(space, architecture)]),
  );
  const plot = drawPlot(settings);
  // With role "img" the dots would not exist for screen readers.
  plot.svg.setAttribute("role", "group");
  const use = "Arrow keys move from dot to dot, Enter opens one.";
  plot.svg.setAttribute("aria-label", `${options.title}. ${caption}. ${use}`);
  const figure = figureHtml(plot, settings);
  const key = hashText(figure + JSON.stringify(words));
  const selector = `[data-oneshot="scatter-${key}"]:not([data-ready])`;
  // JupyterLab leaves keys alone inside what bears the last attribute.
  const html =
    `<div class="oneshot-scatter" data-oneshot="scatter-${key}" data-lm-suppress-shortcuts="true">` +
    `<style>${styles}</style>${figure}` +
    `<div data-part="tip" aria-hidden="true" hidden></div>` +
    `<div data-part="panel" role="region" aria-live="polite" aria-label="The chosen architecture" hidden></div>` +
    `<script>for (const root of document.querySelectorAll(${embedJson(selector)})) ` +
    `(${startScatter})(root, ${embedJson(words)}, ${embedJson(diagrams)});</script></div>`;
  const text = `[scatter plot: ${plainLine(options.title)}] ${
    plainLine(`${x.label} and ${y.label}, ${caption}`)
  }`;
  return displayable(html, text);
}

type NamedAxis = ScatterAxis & { readonly label: string };

/** What the page is told of a point; all of it is text, so that the page has no numbers to write. */
interface PointWords {
  readonly name: string;
  readonly lines: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

function describePoint(
  space: Space,
  point: ScatterPoint,
  x: NamedAxis,
  y: NamedAxis,
  formats: Readonly<Record<string, ValueFormat>>,
): PointWords {
  const numbers = [[x.label, formatValue(point.x, x)], [y.label, formatValue(point.y, y)]] as const;
  const group = point.group === undefined ? [] : [["group", point.group] as const];
  const facts = Object.entries(point.facts ?? {})
    .map(([name, value]) => [name, formatValue(value, formats[name])] as const);
  return {
    name: formatArchitecture(space, point.architecture),
    lines: numbers.map(([name, value]) => `${name} ${value}`),
    facts: [...numbers, ...group, ...facts],
  };
}

function countPoints(drawn: number, all: number): string {
  const left = all - drawn;
  return `${drawn} architecture${drawn === 1 ? "" : "s"}` +
    (left > 0 ? ` (and ${left} without a finite number, not drawn)` : "");
}

function axisOptions(axis: NamedAxis): Plot.ScaleOptions {
  const { label, percent = false, domain } = axis;
  const shown = percent ? domain?.map((value) => value * 100) : domain;
  return {
    label: labelWithUnit(label, axis),
    percent,
    nice: domain === undefined,
    labelAnchor: "center",
    labelArrow: "none",
    ...(shown === undefined ? {} : { domain: [...shown] }),
  };
}

function groupOptions(points: readonly ScatterPoint[]): Partial<Plot.PlotOptions> {
  if (points.every(({ group }) => group === undefined)) return {};
  // In the order of the points, not of the alphabet.
  const domain = [...new Set(points.map(({ group = "other" }) => group))];
  return { symbol: { legend: true, domain }, color: { domain } };
}

function dots(points: readonly ScatterPoint[], words: readonly PointWords[]): Plot.Markish {
  const isGrouped = points.some(({ group }) => group !== undefined);
  const group = ({ group = "other" }: ScatterPoint) => group;
  const look = isGrouped
    ? { fill: group, stroke: group, symbol: group }
    : { fill: colours.blue, stroke: colours.blue };
  // The first that Tab reaches is the one at the left; arrow keys lead on from it.
  const first = points.reduce((least, { x }, index) => x < points[least]!.x ? index : least, 0);
  return Plot.dot(points as ScatterPoint[], {
    x: "x",
    y: "y",
    r: 5,
    fillOpacity: 0.45,
    strokeWidth: 1.2,
    ...look,
    title: (_point: ScatterPoint, index: number) => [words[index]!.name, ...words[index]!.lines].join("\n"),
    render(index, scales, values, dimensions, context, next) {
      const group = next!(index, scales, values, dimensions, context) as unknown as DomElement;
      Array.from(group.children).forEach((mark, place) => {
        const point = index[place]!;
        const { name, lines } = words[point]!;
        mark.setAttribute("data-point", String(point));
        mark.setAttribute("data-x", String(points[point]!.x));
        mark.setAttribute("data-y", String(points[point]!.y));
        mark.setAttribute("tabindex", point === first ? "0" : "-1");
        mark.setAttribute("role", "button");
        mark.setAttribute("aria-pressed", "false");
        mark.setAttribute("aria-label", [name, ...lines].join(", "));
      });
      return group as never;
    },
  });
}

const styles = `
.oneshot-scatter.oneshot-scatter { position: relative; font: 13px/1.4 ${font}; }
.oneshot-scatter.oneshot-scatter [data-point] { outline: none; }
.oneshot-scatter.oneshot-scatter :is([data-hot], [data-open], [data-point]:focus-visible) { fill-opacity: 1; stroke: currentColor; stroke-width: 2.5px; }
.oneshot-scatter.oneshot-scatter [data-part=tip] { position: absolute; z-index: 5; box-sizing: border-box; max-width: 100%; padding: 0.4em 0.7em; border: 1px solid rgb(128 128 128 / 60%); border-radius: 5px; pointer-events: none; box-shadow: 0 2px 8px rgb(0 0 0 / 25%); ${surface}; }
.oneshot-scatter.oneshot-scatter [data-part]:is([hidden]) { display: none; }
.oneshot-scatter.oneshot-scatter code { padding: 0; background: none; color: inherit; font: 12px/1.5 ${monospace}; overflow-wrap: anywhere; }
.oneshot-scatter.oneshot-scatter [data-part=panel] { display: flex; flex-wrap: wrap; gap: 0.8em 2em; align-items: flex-start; max-width: 60em; padding: 0.8em 0; border-top: 1px solid rgb(128 128 128 / 40%); }
.oneshot-scatter.oneshot-scatter [data-part=panel] > code { flex: 1 0 100%; font-weight: 600; }
.oneshot-scatter.oneshot-scatter [data-part=panel] > div { min-width: 0; overflow-x: auto; }
.oneshot-scatter.oneshot-scatter [data-part=panel] table { margin: 0; border: 0; border-collapse: collapse; color: inherit; font: inherit; }
.oneshot-scatter.oneshot-scatter [data-part=panel] :is(tr, th, td) { border: 0; padding: 0.1em 1.2em 0.1em 0; background: none; text-align: left; vertical-align: top; font-weight: normal; overflow-wrap: anywhere; }
.oneshot-scatter.oneshot-scatter [data-part=panel] th { opacity: 0.75; }
.oneshot-scatter.oneshot-scatter [data-part=panel] td { font-variant-numeric: tabular-nums; }
`.trim().replaceAll("\n", "");
