import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { bestSoFar, type BestSoFarOptions } from "../../../lib/display/figures/best_so_far.ts";
import { parseDocument } from "../../../lib/display/document.ts";
import { plot } from "../../../lib/display/plot.ts";
import { assertHarmless, assertWellFormed, hostile } from "../markup.ts";

const draw = (searches: Record<string, number[][]>, options: Partial<BestSoFarOptions> = {}) =>
  plot(bestSoFar(searches, { title: "Searches", ...options }));

/** The corners of each path of a mark, in pixels. */
function pathsOf(html: string, mark: "line" | "area"): { x: number; y: number }[][] {
  const paths = [...parseDocument(html).body.querySelectorAll(`[aria-label=${mark}] path`)];
  return paths.map((path) => corners(path.getAttribute("d")!));
}

/** Of a path of horizontal and vertical steps, written in any of SVG's absolute ways. */
function corners(path: string): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  for (const [, command, numbers] of path.matchAll(/([MLHV])([^A-Za-z]*)/g)) {
    const [first, second] = numbers!.split(/[ ,]/).map(Number);
    const last = points.at(-1);
    if (command === "H") points.push({ x: first!, y: last!.y });
    else if (command === "V") points.push({ x: last!.x, y: first! });
    else points.push({ x: first!, y: second! });
  }
  return points;
}

Deno.test("bestSoFar() draws a step where a better score comes, and none where a worse one does", () => {
  const [line] = pathsOf(draw({ one: [[0.2, 0.1, 0.6, 0.3, 0.5]] }, { scale: "linear" }).html, "line");
  const heights = [...new Set(line!.map(({ y }) => y))];
  assertEquals(heights.length, 2);
  assert(heights[0]! > heights[1]!, "it rises on the page");
  const xs = line!.map(({ x }) => x);
  const [start, end] = [Math.min(...xs), Math.max(...xs)];
  const rise = line!.find(({ y }) => y === heights[1])!;
  // The third of five scores is half-way.
  assertAlmostEquals(rise.x, (start + end) / 2, 0.01);
});

Deno.test("bestSoFar() draws the mean of the searches between the least and the greatest, as far as all go", () => {
  // Best so far: 0, 4, 4 and 2, 2, 8; the third search has a fourth score, which the others have not.
  const searches = { three: [[0, 4, 1], [2, 2, 8], [4, 0, 0, 9]] };
  const { html, text } = draw(searches, { scale: "linear", percent: false });
  const [line] = pathsOf(html, "line");
  const [area] = pathsOf(html, "area");
  const ys = area!.map(({ y }) => y);
  // The band goes from 0 to 8, the mean from 2 to 16 / 3.
  const pixel = (score: number) => Math.max(...ys) - (Math.max(...ys) - Math.min(...ys)) * score / 8;
  const means = [...new Set(line!.map(({ y }) => y))];
  [2, 10 / 3, 16 / 3].forEach((score, index) => assertAlmostEquals(means[index]!, pixel(score), 0.01));
  assertStringIncludes(text, "three 5.333 after 3 (4 to 8, 3 searches)");
});

Deno.test("bestSoFar() draws no band around a single search, and says nothing of one", () => {
  const { html, text } = draw({ one: [[0.2, 0.6]] });
  assertEquals(pathsOf(html, "area"), []);
  assertEquals(text, "[plot: Searches] Best in the end: one 60.0 % after 2.");
});

Deno.test("bestSoFar() may begin later, with the best until then", () => {
  const scores = [0.1, 0.5, 0.2, 0.3, 0.9, 0.4];
  const whole = pathsOf(draw({ one: [scores] }, { scale: "linear" }).html, "line")[0]!;
  const later = pathsOf(
    draw({ one: [scores], short: [[0.3, 0.7]] }, { scale: "linear", from: 3 }).html,
    "line",
  );
  assertEquals(new Set(whole.map(({ y }) => y)).size, 3);
  assertEquals(later.map((line) => new Set(line.map(({ y }) => y)).size), [2], "the short one ended before");
});

Deno.test("bestSoFar() keeps the drawing of a long search small", () => {
  const scores = Array.from({ length: 20_000 }, (_, index) => Math.sin(index * index) / 2 + 0.5);
  assert(draw({ "long search": [scores] }).html.length < 20_000);
});

Deno.test("bestSoFar() has an axis of scores with round numbers, logarithmic or linear", () => {
  const scores = Array.from({ length: 3000 }, (_, index) => index / 3000);
  const ticks = (options: Partial<BestSoFarOptions>) => {
    const { html } = draw({ one: [scores] }, options);
    const axis = parseDocument(html).body.querySelector("[aria-label='x-axis tick label']")!;
    return [...axis.querySelectorAll("text")].map(({ textContent }) => textContent);
  };
  assertEquals(ticks({ from: 10 }), ["10", "20", "50", "100", "200", "500", "1,000", "2,000"]);
  assertEquals(ticks({}), ["1", "10", "100", "1,000"], "11 labels would touch");
  assertStringIncludes(ticks({ scale: "linear" }).join(" "), "1,000");
  const { html } = draw({ one: [scores] });
  assertStringIncludes(html, ">scores asked for<");
  assertStringIncludes(html, "accuracy (%)");
});

Deno.test("bestSoFar() names up to five methods in a legend and refuses more", () => {
  const named = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`method <${index}>`, [[0.1, 0.2]]]));
  const { html } = draw(named(5));
  assertWellFormed(html);
  const names = [...parseDocument(html).body.querySelectorAll("span")].map(({ textContent }) => textContent);
  assertEquals(names, Object.keys(named(5)));
  const strokes = [...parseDocument(html).body.querySelectorAll("[aria-label=line] path")]
    .map((path) => path.getAttribute("stroke"));
  assertEquals(new Set(strokes).size, 5);
  for (const count of [0, 6]) assertThrows(() => draw(named(count)), RangeError, "expected 1 to 5");
});

Deno.test("bestSoFar() refuses searches without scores, scores without value and a late beginning", () => {
  for (const runs of [[], [[]], [[0.1], []], [[0.1, NaN]]]) {
    assertThrows(() => draw({ one: runs }), RangeError, 'a search "one"');
  }
  for (
    const [from, wanted] of [[0, "a positive integer"], [1.5, "a positive integer"], [3, "1 to 2"]] as const
  ) {
    assertThrows(
      () => draw({ one: [[0.1, 0.2]] }, { from }),
      RangeError,
      `from = ${from}: expected ${wanted}`,
    );
  }
});

Deno.test("bestSoFar() shows hostile names as text", () => {
  assertHarmless(draw({ [hostile]: [[0.1, 0.2], [0.3, 0.4]] }, { title: hostile }).html);
});
