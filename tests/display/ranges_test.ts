import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type DomElement, parseDocument } from "../../lib/display/document.ts";
import { plot } from "../../lib/display/plot.ts";
import { ranges } from "../../lib/display/ranges.ts";
import { assertHarmless, hostile } from "./markup.ts";

const wide = Array.from({ length: 600 }, (_, index) => 0.3 + 0.6 * index / 599);
const narrow = Array.from({ length: 50 }, (_, index) => 0.88 + 0.02 * index / 49);
const draw = (groups: Record<string, readonly number[]>, title = "Ranges") => plot(ranges(groups, { title }));

const number = (element: DomElement, name: string) => Number(element.getAttribute(name));
/** Bars of each row: left and right edge and height, in pixels. */
function barsOf(html: string): { left: number; right: number; height: number }[][] {
  const rows = parseDocument(html).body.querySelector("[aria-label=rect]")!;
  return Array.from(rows.children).map((row) =>
    [...row.querySelectorAll("rect")].map((bar) => ({
      left: number(bar, "x"),
      right: number(bar, "x") + number(bar, "width"),
      height: number(bar, "height"),
    }))
  );
}

Deno.test("ranges() shows a wide and a narrow group as wide and narrow on one axis", () => {
  const [one, other] = barsOf(draw({ "one-shot": wide, "stand-alone": narrow }).html);
  const widthOf = (bars: { left: number; right: number }[]) => bars.at(-1)!.right - bars[0]!.left;
  // 0.02 of 0.6 in bins of 0.01: two or three of 60 bins.
  assertEquals(one!.length, 60);
  assert(widthOf(one!) > 15 * widthOf(other!));
  // Values near 0.89 are at the same place in both rows.
  assert(other![0]!.left > one![0]!.left && other!.at(-1)!.right < one!.at(-1)!.right + 0.01);
});

Deno.test("ranges() fills each row with its highest bin, the others in proportion", () => {
  // Bins of 0.25 over 0 to 1: 1, 2, 0 and 4 values; a value on an edge goes up, the greatest stays in the last.
  const values = [0, 0.25, 0.3, 0.75, 0.8, 0.9, 1];
  const [bars] = barsOf(plot(ranges({ a: values }, { title: "Bins", bins: 4 })).html);
  const heights = bars!.map(({ height }) => height / bars![2]!.height);
  assertEquals(bars!.length, 3);
  [1 / 4, 2 / 4, 1].forEach((share, index) => assertAlmostEquals(heights[index]!, share, 1e-9));
});

Deno.test("ranges() says the range of each group in numbers", () => {
  const { html, text } = draw({ "one-shot": wide, "stand-alone": narrow });
  assertStringIncludes(text, "one-shot 30.0 to 90.0 %, n = 600; stand-alone 88.0 to 90.0 %, n = 50");
  const texts = [...parseDocument(html).body.querySelectorAll("text")].map(({ textContent }) => textContent);
  for (const line of ["one-shot", "30.0 to 90.0 %, n = 600", "accuracy (%)"]) {
    assert(texts.includes(line), line);
  }
  // They are in the picture, so not below it, too.
  const caption = [...parseDocument(html).body.querySelectorAll("figure > div")].at(-1)!;
  assertEquals(caption.textContent, "The highest bin of each row fills it.");
});

Deno.test("ranges() draws a rule at its value in each row, and names it", () => {
  const { html, text } = plot(ranges({ a: [0, 1], b: [0, 1] }, { title: "Rules", rules: { chance: 0.5 } }));
  assertStringIncludes(text, "Dashed: chance, 50.0 %.");
  const rules = [...parseDocument(html).body.querySelectorAll("[stroke-dasharray] line")];
  assertEquals(rules.length, 2);
  const [bars] = barsOf(html);
  const middle = (bars!.at(0)!.left + bars!.at(-1)!.right) / 2;
  for (const rule of rules) assertAlmostEquals(number(rule, "x1"), middle, 1);
});

Deno.test("ranges() leaves out and counts what is not finite", () => {
  const { html, text } = draw({ a: [NaN, 0.5, Infinity], b: [NaN] });
  assertStringIncludes(text, "a 50.0 to 50.0 %, n = 1 (2 not finite); b n = 0 (1 not finite)");
  assertEquals(barsOf(html).flat().length, 1);
  assertThrows(() => ranges({ a: [NaN], b: [] }, { title: "None" }), RangeError, "no finite value");
});

Deno.test("ranges() draws 200 strokes at most, the least and greatest among them", () => {
  const strokesOf = (html: string) =>
    [...parseDocument(html).body.querySelectorAll("[aria-label=rule] line")].map((line) =>
      number(line, "x1")
    );
  const many = strokesOf(draw({ a: wide }).html);
  const few = strokesOf(draw({ a: [0.3, 0.4, 0.9] }).html);
  assertEquals(many.filter((x) => !Number.isNaN(x)).length, 200 + 1, "and the ground line");
  assertAlmostEquals(Math.min(...many.slice(1)), Math.min(...few.slice(1)), 1e-9);
  assertAlmostEquals(Math.max(...many), Math.max(...few), 1e-9);
});

Deno.test("ranges() shows hostile names as text", () => {
  assertHarmless(draw({ [hostile]: narrow }, hostile).html);
});
