import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type DomElement, parseDocument } from "../../lib/display/document.ts";
import { type IntervalEstimates, intervals, type IntervalsOptions } from "../../lib/display/intervals.ts";
import { plot } from "../../lib/display/plot.ts";
import { assertHarmless, hostile } from "./markup.ts";

const rates = [
  { at: 1e-8, estimate: 0.4, low: 0.2, high: 0.6, each: [0.35, 0.45] },
  { at: 1e-4, estimate: 0.6, low: 0.5, high: 0.7, each: [0.6, 0.6] },
  { at: 1, estimate: 0.5, low: 0.3, high: 0.7, each: [0.45, 0.55] },
];
const named = { "full recipe": rates[0], "no dropout": rates[1], "no ramp": rates[2] };
const draw = (estimates: IntervalEstimates, more: Partial<IntervalsOptions> = {}) =>
  plot(intervals(estimates, { title: "Estimates", label: "correlation", ...more }));

const elements = (html: string, selector: string): DomElement[] => [
  ...parseDocument(html).body.querySelectorAll(selector),
];
const number = (element: DomElement, name: string) => Number(element.getAttribute(name));
/** Centres of the dots, which have words, then of the rings. */
function circlesOf(html: string): { x: number; y: number }[][] {
  const groups = elements(html, "[aria-label=dot]").map((group) => [...group.querySelectorAll("circle")]);
  const isRing = ([first]: DomElement[]) => Number(first!.querySelector("title") === null);
  return groups.toSorted((a, b) => isRing(a) - isRing(b))
    .map((group) => group.map((one) => ({ x: number(one, "cx"), y: number(one, "cy") })));
}
const linesOf = (html: string): DomElement[] => elements(html, "[aria-label=rule] line");
const textsOf = (html: string) => elements(html, "text").map(({ textContent }) => textContent);

Deno.test("intervals() stands numbers upright at their logarithms", () => {
  const { html } = draw(rates);
  const [dots, rings] = circlesOf(html);
  // Four decades and four decades; higher values are higher up, in proportion.
  assertAlmostEquals(dots![1]!.x - dots![0]!.x, dots![2]!.x - dots![1]!.x, 1e-6);
  assertAlmostEquals((dots![0]!.y - dots![1]!.y) / 2, dots![0]!.y - dots![2]!.y, 1e-6);
  // The mean of two seeds is half-way between their rings.
  assertEquals(rings!.length, 6);
  assertAlmostEquals((rings![0]!.y + rings![1]!.y) / 2, dots![0]!.y, 1e-6);
  const [line] = linesOf(html);
  assertAlmostEquals(number(line!, "x1"), dots![0]!.x, 1e-6);
  // 0.2 below and above 0.4 is as far as 0.6 is from 0.4.
  const unit = dots![0]!.y - dots![1]!.y;
  assertAlmostEquals(number(line!, "y1"), dots![0]!.y + unit, 1e-6);
  assertAlmostEquals(number(line!, "y2"), dots![0]!.y - unit, 1e-6);
});

Deno.test("intervals() gives names a row each, in reading order", () => {
  const { html } = draw(named);
  const [dots] = circlesOf(html);
  assert(dots![0]!.y < dots![1]!.y && dots![1]!.y < dots![2]!.y);
  assertAlmostEquals((dots![1]!.x - dots![0]!.x) / 2, dots![2]!.x - dots![0]!.x, 1e-6);
  const [line] = linesOf(html);
  assertAlmostEquals(number(line!, "y1"), dots![0]!.y, 1e-6);
  // 0.2 below and above 0.4 is as far as 0.6 is from 0.4.
  const unit = dots![1]!.x - dots![0]!.x;
  assertAlmostEquals(number(line!, "x1"), dots![0]!.x - unit, 1e-6);
  assertAlmostEquals(number(line!, "x2"), dots![0]!.x + unit, 1e-6);
  const texts = textsOf(html);
  for (const text of ["full recipe", "0.40 (0.20 to 0.60)", "no ramp", "correlation"]) {
    assert(texts.includes(text), text);
  }
});

Deno.test("intervals() leaves out names that have no estimate", () => {
  const text = draw({ ceiling: undefined, found: { estimate: 0.5 } }).text;
  assertEquals(text, "[plot: Estimates] found: 0.50.");
});

Deno.test("intervals() names each power of ten", () => {
  const ticks = textsOf(draw([{ at: 1e-5, estimate: 1 }, { at: 0.6, estimate: 2 }], { along: "rate" }).html);
  for (const tick of ["1e-5", "1e-4", "0.001", "0.01", "0.1", "rate"]) assert(ticks.includes(tick), tick);
  assert(
    draw([{ at: 0.3, estimate: 1 }, { at: 0.6, estimate: 2 }]).html.includes("<circle"),
    "no power between",
  );
});

Deno.test("intervals() draws rules at their values, and none that is undefined", () => {
  for (const estimates of [rates, named]) {
    const rules = { ceiling: 0.6, "another ceiling": undefined };
    const { html } = draw(estimates, { rules });
    const [dots] = circlesOf(html);
    const [rule] = linesOf(html);
    const axis = estimates === rates ? "y" : "x";
    assertAlmostEquals(number(rule!, `${axis}1`), dots![1]![axis], 1e-6);
    assert(textsOf(html).includes("ceiling") && !textsOf(html).includes("another ceiling"));
  }
});

Deno.test("intervals() tells the numbers and how to read them", () => {
  const seeds = draw({ "full recipe": rates[0] }, { percent: true, each: "each seed" }).text;
  assertEquals(
    seeds,
    "[plot: Estimates] full recipe: 40.0 % (20.0 to 60.0 %). Line across a dot: 95 % interval. Rings: each seed.",
  );
  const alone = [{ at: 0.1, estimate: 0.5, each: [0.5] }];
  assertEquals(draw(alone).text, "[plot: Estimates] 0.1: 0.50.");
  // Rows have their numbers in the picture, and need not have them below it, too.
  assertEquals(
    elements(draw(named, { each: "each seed" }).html, "figure > div").at(-1)!.textContent,
    "Line across a dot: 95 % interval. Rings: each seed.",
  );
  assertStringIncludes(elements(draw(rates).html, "figure > div").at(-1)!.textContent!, "1e-8: 0.40");
  assertStringIncludes(draw(rates, { percent: true, label: "accuracy" }).html, "accuracy (%)");
  assertEquals(elements(draw(rates).html, "title")[0]!.textContent, "1e-8: 0.40 (0.20 to 0.60)");
});

Deno.test("intervals() lets single values and the estimate be seen where they are equal", () => {
  const shifts = elements(draw(named).html, "[aria-label=dot]").map((group) =>
    Number(/translate\([\d.]+,([\d.]+)\)/.exec(group.getAttribute("transform") ?? "")?.[1] ?? 0)
  );
  const [dot, ring] = elements(draw(named).html, "[aria-label=dot] circle:first-child");
  assert(shifts[1]! - shifts[0]! >= number(dot!, "r") + number(ring!, "r"));
  // At numbers the dot is drawn upon the rings, and is smaller.
  const sizes = elements(draw(rates).html, "[aria-label=dot] circle:first-child").map((one) =>
    number(one, "r")
  );
  assert(sizes[0]! > sizes[1]!);
});

Deno.test("intervals() leaves out what is not finite", () => {
  const broken = { estimate: NaN, low: NaN, high: NaN, each: [NaN, 0.5] };
  const both = [[0.01, [...rates, { at: 0.01, ...broken }]], ["broken", { ...named, broken }]] as const;
  for (const [at, estimates] of both) {
    const { html, text } = draw(estimates);
    assertStringIncludes(text, `${at}: NaN (NaN to NaN)`);
    assertEquals(circlesOf(html).map(({ length }) => length), [3, 7]);
    for (const mark of elements(html, "circle, line, path")) {
      assert(mark.getAttributeNames().every((name) => !mark.getAttribute(name)!.includes("NaN")));
    }
  }
});

Deno.test("intervals() refuses estimates that have no place on one axis", () => {
  const refuse = (estimates: IntervalEstimates, words: string) =>
    assertThrows(() => intervals(estimates, { title: "None", label: "x" }), RangeError, words);
  for (const none of [[], {}, { a: undefined }, { a: { estimate: NaN } }]) refuse(none, "no finite estimate");
  for (const at of [0, -1, NaN, Infinity]) refuse([{ at, estimate: 1 }], "expected a positive number");
});

Deno.test("intervals() shows hostile names as text", () => {
  const title = hostile;
  assertHarmless(draw({ [hostile]: { estimate: 1, each: [1] } }, { title, rules: { [hostile]: 1 } }).html);
});
