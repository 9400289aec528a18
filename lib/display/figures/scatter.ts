/**
 * Architectures as dots by two of their numbers, e.g. one-shot and stand-alone accuracy. Pointing at a dot shows what it
 * is; a click, or Enter, opens its cell and all that is known of it below the plot.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { z } from "zod";
import { anything, check, entries, members, optional, requireKnown, text } from "../../options.ts";
import { type Architecture, formatArchitecture, type Space } from "../../space/mod.ts";
import { type Displayable, displayable } from "../displayable.ts";
import { type DomElement, setAttributes } from "../document.ts";
import { embedJson, hashText, plainLine } from "../escape.ts";
import { formatShape, formatValue, type ValueFormat } from "../format.ts";
import { colours, font, monospace, scopedRules, surface } from "../palette.ts";
import { drawPlot, figureHtml } from "../plot.ts";
import { type TitledPlotOptions, valueAxis } from "../plot_options.ts";
import { cellSvg } from "./cell_diagram.ts";
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
  const { title, caption = countPoints(drawn.length, points.length), marks = [] } = options;
  const isGrouped = drawn.some(({ group }) => group !== undefined);
  // In the order of the points, not of the alphabet.
  const groups = [...new Set(drawn.map(groupOf))];
  const settings: TitledPlotOptions = {
    title,
    caption,
    height: 400,
    marginTop: 12,
    grid: true,
    x: axisOptions(x),
    y: axisOptions(y),
    ...(isGrouped ? { symbol: { legend: true, domain: groups }, color: { domain: groups } } : {}),
    marks: [...marks, dots(drawn, words, isGrouped)],
  };
  // By name: an architecture may have several dots, and its drawing is most of what a dot takes.
  const diagrams = Object.fromEntries(
    drawn.map(({ architecture }, index) => [words[index]!.name, cellSvg(space, architecture)]),
  );
  const plot = drawPlot(settings);
  const use = "Arrow keys move from dot to dot, Enter opens one.";
  // With role "img" the dots would not exist for screen readers.
  setAttributes(plot.svg, { role: "group", "aria-label": `${title}. ${caption}. ${use}` });
  const figure = figureHtml(plot, settings);
  const name = `scatter-${hashText(figure + JSON.stringify(words))}`;
  const selector = embedJson(`[data-oneshot="${name}"]:not([data-ready])`);
  // JupyterLab leaves keys alone inside what bears the last attribute.
  const html = `<div class="oneshot-scatter" data-oneshot="${name}" data-lm-suppress-shortcuts="true">` +
    `<style>${styles}</style>${figure}` +
    `<div data-part="tip" aria-hidden="true" hidden></div>` +
    `<div data-part="panel" role="region" aria-live="polite" aria-label="The chosen architecture" hidden></div>` +
    `<script>for (const root of document.querySelectorAll(${selector})) ` +
    `(${startScatter})(root, ${embedJson(words)}, ${embedJson(diagrams)});</script></div>`;
  const summary = plainLine(`${x.label} and ${y.label}, ${caption}`);
  return displayable(html, `[scatter plot: ${plainLine(title)}] ${summary}`);
}

type NamedAxis = ScatterAxis & { readonly label: string };

/** What the page shows of a point; all of it is text, so that the page has no numbers to write. */
function describePoint(
  space: Space,
  { architecture, group, facts = {}, ...point }: ScatterPoint,
  x: NamedAxis,
  y: NamedAxis,
  formats: Readonly<Record<string, ValueFormat>>,
) {
  const numbers = [[x.label, formatValue(point.x, x)], [y.label, formatValue(point.y, y)]];
  return {
    name: formatArchitecture(space, architecture),
    lines: numbers.map((words) => words.join(" ")),
    /** Names and values. */
    facts: [
      ...numbers,
      ...(group === undefined ? [] : [["group", group]]),
      ...Object.entries(facts).map(([name, value]) => [name, formatValue(value, formats[name])]),
    ],
  };
}

type PointWords = ReturnType<typeof describePoint>;

function countPoints(drawn: number, all: number): string {
  const left = all - drawn;
  return `${drawn} architecture${drawn === 1 ? "" : "s"}` +
    (left > 0 ? ` (and ${left} without a finite number, not drawn)` : "");
}

function axisOptions(axis: NamedAxis): Plot.ScaleOptions {
  const { label, percent, domain } = axis;
  const options = valueAxis(label, axis);
  if (domain === undefined) return options;
  return { ...options, nice: false, domain: domain.map((value) => percent ? value * 100 : value) };
}

/** The group of a point where any has one. */
const groupOf = ({ group = "other" }: ScatterPoint): string => group;

function dots(points: readonly ScatterPoint[], words: readonly PointWords[], isGrouped: boolean) {
  const look = isGrouped
    ? { fill: groupOf, stroke: groupOf, symbol: groupOf }
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
      Array.from(group.children).forEach((mark, nth) => {
        const point = index[nth]!;
        const { name, lines } = words[point]!;
        setAttributes(mark, {
          "data-point": point,
          "data-x": points[point]!.x,
          "data-y": points[point]!.y,
          tabindex: point === first ? 0 : -1,
          role: "button",
          "aria-pressed": "false",
          "aria-label": [name, ...lines].join(", "),
        });
      });
      return group as never;
    },
  });
}

const styles = scopedRules(".oneshot-scatter", [
  ` { position: relative; font: 13px/1.4 ${font}; }`,
  " [data-point] { outline: none; }",
  " :is([data-hot], [data-open], [data-point]:focus-visible) { fill-opacity: 1; stroke: currentColor; stroke-width: 2.5px; }",
  " [data-part=tip] { position: absolute; z-index: 5; box-sizing: border-box; max-width: 100%; padding: 0.4em 0.7em; " +
  "border: 1px solid rgb(128 128 128 / 60%); border-radius: 5px; pointer-events: none; " +
  `box-shadow: 0 2px 8px rgb(0 0 0 / 25%); ${surface}; }`,
  " [data-part]:is([hidden]) { display: none; }",
  ` code { padding: 0; background: none; color: inherit; font: 12px/1.5 ${monospace}; overflow-wrap: anywhere; }`,
  " [data-part=panel] { display: flex; flex-wrap: wrap; gap: 0.8em 2em; align-items: flex-start; max-width: 60em; " +
  "padding: 0.8em 0; border-top: 1px solid rgb(128 128 128 / 40%); }",
  " [data-part=panel] > code { flex: 1 0 100%; font-weight: 600; }",
  " [data-part=panel] > div { min-width: 0; overflow-x: auto; }",
  " [data-part=panel] table { margin: 0; border: 0; border-collapse: collapse; color: inherit; font: inherit; }",
  " [data-part=panel] :is(tr, th, td) { border: 0; padding: 0.1em 1.2em 0.1em 0; background: none; text-align: left; " +
  "vertical-align: top; font-weight: normal; overflow-wrap: anywhere; }",
  " [data-part=panel] th { opacity: 0.75; }",
  " [data-part=panel] td { font-variant-numeric: tabular-nums; }",
]);
