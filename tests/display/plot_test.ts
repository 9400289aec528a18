import * as Plot from "@observablehq/plot";
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { palette } from "../../lib/display/palette.ts";
import { parseDocument, toMarkup } from "../../lib/display/document.ts";
import { plot, type TitledPlotOptions } from "../../lib/display/plot.ts";
import { assertHarmless, assertWellFormed, hostile, idsOf } from "./markup.ts";

const clipped = (y: number) => ({ title: "Clipped", marks: [Plot.dot([[1, y], [2, 3]], { clip: true })] });
const groups = [{ x: 1, kind: "a" }, { x: 2, kind: "b" }];

Deno.test("plot() names the picture for screen readers", () => {
  const { html, text } = plot({ title: "Dots & more", caption: "Two of them", marks: [Plot.dot([[1, 2]])] });
  const svg = parseDocument(html).body.querySelector("svg")!;
  assertEquals(svg.getAttribute("role"), "img");
  assertEquals(svg.getAttribute("aria-label"), "Dots & more. Two of them");
  assertEquals(text, "[plot: Dots & more] Two of them");
  assertWellFormed(html);
});

Deno.test("plot() tells a description to those who don't see the picture, and hides it from the others", () => {
  const { html, text } = plot({ title: "A", caption: "B.", description: "C.", marks: [Plot.dot([[1, 2]])] });
  const { body } = parseDocument(html);
  assertEquals(body.querySelector("svg")!.getAttribute("aria-label"), "A. C. B.");
  assertEquals(text, "[plot: A] C. B.");
  const lines = [...body.querySelectorAll("figure > div")];
  assertEquals(
    lines.map((line) => [line.textContent, line.getAttribute("hidden") !== null]),
    [["A", false], ["C.", true], ["B.", false]],
  );
});

Deno.test("plot() has an axis of some length and short ticks where all values are equal", () => {
  const labels = (options: Partial<TitledPlotOptions>) =>
    [...parseDocument(plot({ title: "Flat", ...options }).html).body.querySelectorAll("text")]
      .map(({ textContent }) => textContent!).filter((label) => /^[\d.]+$/.test(label));
  const dots = [[1, 1], [2, 1]].map(([x, y]) => ({ x, y }));
  const flat = (scale: Plot.ScaleOptions) => {
    const ticks = labels({ x: { axis: null }, y: scale, marks: [Plot.dot(dots, { x: "x", y: "y" })] });
    return [ticks.length > 1, Math.max(...ticks.map(({ length }) => length)) < 5, Number(ticks.at(-1))];
  };
  assertEquals(flat({ percent: true }), [true, true, 100]);
  assertEquals(flat({}), [true, true, 1.1]);
  assertEquals(flat({ type: "log" }).slice(1), [true, 2]);
});

Deno.test("plot() has a fixed width, page colours and no background", () => {
  const svg = parseDocument(plot({ title: "Dots", marks: [Plot.dot([[1, 2]])] }).html).body.querySelector(
    "svg",
  )!;
  assertEquals(svg.getAttribute("width"), "600");
  assertEquals(svg.getAttribute("fill"), "currentColor");
  assertStringIncludes(svg.getAttribute("style")!, "max-width:100%");
  assertStringIncludes(svg.getAttribute("style")!, "background:none");
  assert(!/white|black|#fff|#000/.test(toMarkup(svg).replaceAll("white-space", "")));
});

Deno.test("plot() takes options of Plot, and they win", () => {
  const { html } = plot({ title: "Wide", width: 300, style: "margin:3px", marks: [Plot.dot([[1, 2]])] });
  assertStringIncludes(html, 'width="300"');
  assertStringIncludes(html, "margin:3px");
});

Deno.test("plot() brings no style sheet and no class onto the page", () => {
  const { html } = plot({
    title: "Groups",
    color: { legend: true },
    marks: [Plot.dot(groups, { x: "x", fill: "kind" })],
  });
  assert(!html.includes("<style"));
  assert(!html.includes("class="));
  assertWellFormed(html);
  const swatches = [...parseDocument(html).body.querySelectorAll("span")];
  assertEquals(swatches.map((swatch) => swatch.textContent), ["a", "b"]);
  for (const colour of palette.slice(0, 2)) assertStringIncludes(html, `fill="${colour}"`);
});

Deno.test("plot() gives ids that clash with no other plot's, and the same plot the same text", () => {
  const [first, second, again] = [plot(clipped(2)).html, plot(clipped(9)).html, plot(clipped(2)).html];
  const [a, b] = [idsOf(first), idsOf(second)];
  assertEquals(a.ids.length, 1);
  assertStringIncludes(first, "<clipPath id=");
  assertEquals(a.references, a.ids);
  assertEquals(b.references, b.ids);
  assertNotEquals(a.ids, b.ids);
  assertEquals(again, first);
});

Deno.test("plot() draws the markers of a line, whatever number they have", () => {
  const dotted = () => plot({ title: "Dots", marks: [Plot.line([[1, 2], [3, 4]], { marker: "dot" })] }).html;
  const { ids, references } = idsOf(dotted());
  assertEquals(ids.length, 1);
  assertEquals(references, [ids[0]!, ids[0]!, ids[0]!]);
  assertEquals(dotted(), dotted());
});

Deno.test("plot() shows hostile text as text", () => {
  const { html, text } = plot({
    title: hostile,
    caption: hostile,
    x: { label: hostile },
    symbol: { legend: true },
    marks: [Plot.dot([{ x: 1, kind: hostile }], { x: "x", symbol: "kind", title: "kind" })],
  });
  assertHarmless(html);
  assertEquals(
    parseDocument(html).body.querySelector("figure > svg")!.getAttribute("aria-label"),
    `${hostile}. ${hostile}`,
  );
  assertEquals(text, `[plot: ${hostile}] ${hostile}`);
});
