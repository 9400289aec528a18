import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { curve } from "../../lib/display/curve.ts";
import { parseDocument } from "../../lib/display/document.ts";
import { plot } from "../../lib/display/plot.ts";
import { assertWellFormed } from "./markup.ts";

/** 20 points whose loss goes up and down by 1 around 5. */
const zigzag = Array.from({ length: 20 }, (_, index) => ({
  step: 10 * (index + 1),
  loss: index % 2 === 0 ? 4 : 6,
  accuracy: 0.5,
}));

/** The y of each point of the lines, in pixels, and how thick each is. */
function linesOf(html: string): { width: string; ys: number[] }[] {
  const groups = [...parseDocument(html).body.querySelectorAll("[aria-label=line]")];
  return groups.map((group) => ({
    width: group.getAttribute("stroke-width") ?? "1", // what SVG takes if there is none
    ys: group.querySelector("path")!.getAttribute("d")!.slice(1).split(/[ML]/).map((pair) =>
      Number(pair.split(",")[1])
    ),
  }));
}

Deno.test("curve() draws the mean of neighbours thick over the points", () => {
  const [thin, thick] = linesOf(plot(curve(zigzag, "loss", { smooth: 3 })).html);
  assertEquals([thin!.width, thick!.width], ["1", "2"]);
  assertEquals([thin!.ys.length, thick!.ys.length], [20, 20]);
  const [four, six] = thin!.ys;
  const pixel = (loss: number) => four! + (six! - four!) * (loss - 4) / 2;
  // Three neighbours are 4, 6, 4 or 6, 4, 6; at the ends there are two.
  const expected = [5, ...Array.from({ length: 18 }, (_, index) => index % 2 === 0 ? 14 / 3 : 16 / 3), 5];
  expected.forEach((loss, index) => assert(Math.abs(thick!.ys[index]! - pixel(loss)) < 0.01));
});

Deno.test("curve() says how it is smoothed, or draws the points alone", () => {
  const smoothed = plot(curve(zigzag, "loss"));
  assertStringIncludes(smoothed.text, "mean of 9 neighbouring points");
  const { html, text } = plot(curve(zigzag, "loss", { smooth: 1 }));
  assertEquals(text, "[plot: Loss while training]");
  assertEquals(linesOf(html).length, 1);
});

Deno.test("curve() has units on its axes", () => {
  assertStringIncludes(plot(curve(zigzag, "loss")).html, "cross-entropy (nats)");
  const accuracy = plot(curve(zigzag, "accuracy", { title: "Own title" })).html;
  assertStringIncludes(accuracy, "accuracy (%)");
  assertStringIncludes(accuracy, ">steps<");
  assertStringIncludes(accuracy, "Own title");
});

Deno.test("curve() draws and names several trainings", () => {
  const { html } = plot(curve({ "all tricks": zigzag, "no <dropout>": zigzag }, "accuracy"));
  assertWellFormed(html);
  const names = [...parseDocument(html).body.querySelectorAll("span")].map(({ textContent }) => textContent);
  assertEquals(names, ["all tricks", "no <dropout>"]);
  assertEquals([...parseDocument(html).body.querySelectorAll("[aria-label=line] path")].length, 4);
});

Deno.test("curve() survives a loss that is not finite, and refuses an even width", () => {
  const { html } = plot(curve([...zigzag, { step: 999, loss: NaN, accuracy: NaN }], "loss"));
  assert(!html.includes("NaN"));
  for (const smooth of [0, 2, 1.5, -1, NaN]) {
    assertThrows(() => curve(zigzag, "loss", { smooth }), RangeError, "positive odd integer");
  }
});
