/**
 * A plot by Observable Plot as something a notebook shows: SVG of a fixed width that shrinks on narrow pages, takes
 * the page's colours, and says what it is to those who can't see it.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { check } from "../options.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { document, type DomElement, setAttributes, toMarkup } from "./document.ts";
import { escapeHtml, hashText, plainLine } from "./escape.ts";
import { font, palette } from "./palette.ts";
import { plotSchema, type TitledPlotOptions } from "./plot_options.ts";

export type { TitledPlotOptions } from "./plot_options.ts";

/**
 * Draws a plot. Colours that are not said to be of another type are those of the {@linkcode palette}, for names or
 * kinds; a continuous scale needs `color: { type: "linear" }` and can't have a legend, which Plot draws on a canvas.
 *
 * @throws {RangeError} if an option of the plot or of one of its scales is unknown
 *
 * @example A dot on a page
 * ```ts
 * import * as Plot from "@observablehq/plot";
 * import { assert, assertEquals } from "@std/assert";
 * import { plot } from "./plot.ts";
 *
 * const shown = plot({ title: "One dot", marks: [Plot.dot([[0, 0.7]])] });
 * assert(shown.html.startsWith("<figure"));
 * assertEquals(shown.text, "[plot: One dot]");
 * ```
 */
export function plot(options: TitledPlotOptions): Displayable {
  const { title, description, caption } = options;
  const html = figureHtml(drawPlot(options), options);
  const words = [description, caption].filter((part) => part !== undefined).map(plainLine);
  return displayable(html, [`[plot: ${plainLine(title)}]`, ...words].join(" "));
}

/** The parts of a drawn plot: its SVG and, before it, legends if there are any. */
export interface DrawnPlot {
  readonly svg: DomElement;
  readonly legends: readonly DomElement[];
}

/**
 * Draws the SVG of a plot, to be changed before {@linkcode figureHtml} makes a figure of it.
 *
 * @throws {RangeError} if an option of the plot or of one of its scales is unknown
 */
export function drawPlot(options: TitledPlotOptions): DrawnPlot {
  check("Cannot draw a plot", plotSchema, options);
  const { title, caption, description, color = {}, style, ...rest } = options;
  const isTyped = color.type !== undefined || color.scheme !== undefined;
  const drawn = drawWithLength({
    width: 600,
    marginTop: 30,
    marginLeft: 64,
    marginBottom: 46,
    ...rest,
    className: "oneshot-plot",
    color: isTyped ? color : { type: "categorical", range: palette, ...color },
    // deno-lint-ignore no-explicit-any -- Plot wants the DOM's own type
    document: document as any,
  } as Plot.PlotOptions) as unknown as DomElement;
  // Plot's style sheet would hold for every plot of the page: its few rules are put on the elements instead.
  for (const sheet of [...drawn.querySelectorAll("style")]) sheet.remove();
  const parts = drawn.localName === "svg" ? [drawn] : Array.from(drawn.children);
  const svg = parts.at(-1)!;
  const own = typeof style === "string" ? `;${style}` : "";
  setAttributes(svg, {
    "font-family": font,
    "font-size": 14,
    role: "img",
    "aria-label": `${title}. ${[description, caption].filter((part) => part).join(" ")}`.trim(),
    style: `display:block;max-width:100%;height:auto;overflow:visible;white-space:pre;background:none${own}`,
  });
  // Plot labels the groups of its marks; a label needs a role.
  for (const group of [...svg.querySelectorAll("g[aria-label]")]) group.setAttribute("role", "group");
  const legends = parts.slice(0, -1);
  legends.forEach(styleLegend);
  for (const part of parts) {
    for (const element of [part, ...part.querySelectorAll("[class]")]) element.removeAttribute("class");
  }
  return { svg, legends };
}

function styleLegend(legend: DomElement): void {
  const row = "display:flex;flex-wrap:wrap;align-items:center;gap:0.2em 1.2em;margin:0 0 0.4em";
  legend.setAttribute("style", row);
  for (const swatch of legend.querySelectorAll("span")) {
    swatch.setAttribute("style", "display:inline-flex;align-items:center;gap:0.4em");
  }
}

/** Draws with Plot; an axis on which all values are equal gets a length, since Plot's own has ticks of many zeros. */
function drawWithLength(options: Plot.PlotOptions): ReturnType<typeof Plot.plot> {
  const drawn = Plot.plot(options);
  const lengthened = (["x", "y"] as const).flatMap((axis) => {
    const { type, domain } = drawn.scale(axis) ?? {};
    const [value, end] = (domain ?? []) as unknown[];
    if (typeof value !== "number" || !Number.isFinite(value) || value !== end) return [];
    if (type === "log") return [[axis, { ...options[axis], domain: [value / 2, 2 * value] }]];
    const margin = Math.abs(value) / 10 || 1;
    // No share is above all.
    const high = options[axis]?.percent && value <= 100 ? Math.min(value + margin, 100) : value + margin;
    return [[axis, { ...options[axis], domain: [value - margin, high] }]];
  });
  return lengthened.length === 0 ? drawn : Plot.plot({ ...options, ...Object.fromEntries(lengthened) });
}

/** A drawn plot with its title and caption around it. */
export function figureHtml({ svg, legends }: DrawnPlot, options: TitledPlotOptions): string {
  const { title, description, caption } = options;
  renameIds(svg);
  const below = 'style="opacity:0.75;margin-top:0.3em"';
  const line = (text: string | undefined, attributes: string) =>
    text === undefined ? "" : `<div ${attributes}>${escapeHtml(text)}</div>`;
  return `<figure style="margin:0.5em 0;max-width:${svg.getAttribute("width")}px;font:13px/1.4 ${font}">` +
    // Screen readers get the title from the plot itself.
    line(title, 'aria-hidden="true" style="font-weight:600;margin-bottom:0.3em"') +
    [...legends, svg].map((part) => toMarkup(part)).join("") +
    line(description, `data-part="words" hidden ${below}`) + line(caption, below) + "</figure>";
}

/** Attributes in which one element names another. */
const references = [
  ...["clip-path", "mask", "filter", "fill", "stroke", "href"],
  ...["marker-start", "marker-mid", "marker-end"],
];

/**
 * Plot numbers the clips and markers of a process from 1, so those of two notebooks, or of a cell run again, would be mistaken for
 * one another. Here they are named after what is drawn, which also makes the same plot the same text.
 */
function renameIds(svg: DomElement): void {
  const owners = [...svg.querySelectorAll("[id]")];
  const rename = (name: (index: number) => string) => {
    const names = new Map(owners.map((owner, index) => [owner.getAttribute("id")!, name(index)]));
    for (const owner of owners) owner.setAttribute("id", names.get(owner.getAttribute("id")!)!);
    for (const attribute of references) {
      for (const element of svg.querySelectorAll(`[${attribute}]`)) {
        const value = element.getAttribute(attribute)!;
        const renamed = value.replace(/(?<=^(?:url\()?#)[^)]+/, (id) => names.get(id) ?? id);
        if (renamed !== value) element.setAttribute(attribute, renamed);
      }
    }
  };
  rename(String);
  const hash = hashText(toMarkup(svg));
  rename((index) => `plot-${hash}-${index}`);
}
