import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { plot } from "../../lib/display/plot.ts";
import { trend, type TrendPoint } from "../../lib/display/trend.ts";

const axes = { x: { label: "size" }, y: { label: "accuracy", percent: true } };
/** What the line and the band are drawn from. */
const medians = (points: TrendPoint[], groups: number) =>
  (trend(points, { title: "Medians", ...axes, groups }).marks!.at(-1) as unknown as { data: Median[] }).data;
interface Median {
  x: number;
  low: number;
  median: number;
  high: number;
}

Deno.test("trend() cuts the points into groups of equal number in the order of x", () => {
  const points = [7, 1, 3, 5, 2, 8, 4, 6].map((x) => ({ x, y: 10 * x }));
  assertEquals(medians(points, 2), [
    { x: 2.5, low: 17.5, median: 25, high: 32.5 },
    { x: 6.5, low: 57.5, median: 65, high: 72.5 },
  ]);
});

Deno.test("trend() has every point in a group, and no more groups than points", () => {
  const points = Array.from({ length: 7 }, (_, x) => ({ x, y: x }));
  const three = medians(points, 3);
  // Groups of 2, 3 and 2.
  assertEquals(three.map(({ median }) => median), [0.5, 3, 5.5]);
  assertEquals(medians(points, 20).length, 7);
});

Deno.test("trend() draws a hexagon for each heap of points, one line and one band", () => {
  const heaps = [{ x: 1, y: 0.5 }, { x: 1, y: 0.5 }, { x: 2, y: 0.7 }];
  const { html, text } = plot(trend(heaps, { title: "Heaps", ...axes, groups: 2 }));
  const group = /<g[^>]*aria-label="dot"[^>]*>(.*?)<\/g>/s.exec(html)![1]!;
  assertEquals(group.match(/<path/g)!.length, 2);
  assert(html.includes('aria-label="line"') && html.includes('aria-label="area"'));
  assert(text.includes("3 points") && html.includes("accuracy (%)"));
});

Deno.test("trend() of one point is a plot, too", () => {
  assert(plot(trend([{ x: 1, y: 0.5 }], { title: "One", ...axes })).html.includes("<svg"));
  assertAlmostEquals(medians([{ x: 1, y: 0.5 }], 10)[0]!.median, 0.5);
});

Deno.test("trend() refuses no points and numbers that are not finite", () => {
  assertThrows(() => trend([], { title: "None", ...axes }), RangeError, "found no points");
  assertThrows(() => medians([{ x: 1, y: NaN }], 2), RangeError, "found a point at (1, NaN)");
});
