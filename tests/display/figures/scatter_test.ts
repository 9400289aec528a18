import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { formatArchitecture, paperSpace, sampleArchitecture } from "../../../lib/space/mod.ts";
import { parseDocument } from "../../../lib/display/document.ts";
import { scatter, type ScatterPoint } from "../../../lib/display/figures/scatter.ts";
import { prng, uniform } from "../../../lib/random.ts";
import { assertHarmless, hostile, idsOf } from "../markup.ts";

function candidates(count: number, seed = 1): ScatterPoint[] {
  const rng = prng(seed, "candidates");
  return Array.from({ length: count }, (_, index) => ({
    architecture: sampleArchitecture(paperSpace, rng),
    x: uniform(rng),
    y: 0.8 + uniform(rng) / 10,
    facts: { index, seconds: 1.25, name: hostile, loss: NaN },
  }));
}

const dotsOf = (html: string) => [...parseDocument(html).body.querySelectorAll("[data-point]")];
type Words = { name: string; lines: string[]; facts: [string, string][] }[];
/** What the output's own script hands to the page. */
function handedOver(html: string): [words: Words, diagrams: Record<string, string>] {
  const [, script = ""] = /<script>([^]*)<\/script>/.exec(html)!;
  return JSON.parse(`[${script.slice(script.lastIndexOf(")(root, ") + 8, script.lastIndexOf(");"))}]`);
}
const wordsOf = (html: string): Words => handedOver(html)[0];

Deno.test("scatter() has a dot for each point, which says what it is", () => {
  const points = candidates(5);
  const { html } = scatter(paperSpace, points, { title: "Five" });
  const labels = dotsOf(html).map((dot) => dot.getAttribute("aria-label"));
  assertEquals(
    labels,
    points.map(({ architecture, x, y }) =>
      `${formatArchitecture(paperSpace, architecture)}, one-shot accuracy ${(100 * x).toFixed(1)} %, ` +
      `stand-alone accuracy ${(100 * y).toFixed(1)} %`
    ),
  );
  assert(dotsOf(html).every((dot) => dot.getAttribute("role") === "button"));
});

Deno.test("scatter() lets Tab reach one dot, the first from the left", () => {
  const points = candidates(9);
  const reached = dotsOf(scatter(paperSpace, points, { title: "Nine" }).html)
    .filter((dot) => dot.getAttribute("tabindex") === "0").map((dot) =>
      Number(dot.getAttribute("data-point"))
    );
  const least = Math.min(...points.map(({ x }) => x));
  assertEquals(reached, [points.findIndex(({ x }) => x === least)]);
});

Deno.test("scatter() hands over all facts, as formatted text, and the cell", () => {
  const [[words], diagrams] = handedOver(
    scatter(paperSpace, candidates(1), {
      title: "One",
      formats: { seconds: { digits: 1, unit: "s" } },
    }).html,
  );
  assertEquals(words!.facts.slice(2), [["index", "0"], ["seconds", "1.3 s"], ["name", hostile], [
    "loss",
    "NaN",
  ]]);
  assert(diagrams[words!.name]!.startsWith("<svg"));
  assertEquals(words!.lines.length, 2);
});

Deno.test("scatter() hands over the cell of an architecture with several dots but once", () => {
  const [one, other] = candidates(2);
  const points = [one!, other!, { ...one!, x: 0.9, group: "again" }];
  const [words, diagrams] = handedOver(scatter(paperSpace, points, { title: "Three dots" }).html);
  assertEquals(words.map(({ name }) => name), [words[0]!.name, words[1]!.name, words[0]!.name]);
  assertEquals(Object.keys(diagrams), [words[0]!.name, words[1]!.name]);
});

Deno.test("scatter() shows hostile facts, groups and titles as text", () => {
  const points = candidates(3).map((point) => ({ ...point, group: hostile, facts: { [hostile]: hostile } }));
  const { html, text } = scatter(paperSpace, points, {
    title: hostile,
    caption: hostile,
    x: { label: hostile, unit: hostile },
  });
  assertHarmless(html);
  assertStringIncludes(text, hostile);
  assertEquals(wordsOf(html)[0]!.facts.at(-1), [hostile, hostile]);
});

Deno.test("scatter() runs no script but its own, which is valid, and asks nothing of any host", () => {
  const points = candidates(3).map((point) => ({ ...point, facts: {} }));
  const { html } = scatter(paperSpace, points, { title: "Three" });
  const [, script = ""] = /<script>([^]*)<\/script>/.exec(html)!;
  new Function("document", script)({ querySelectorAll: () => [] });
  assert(!/https?:|src=|@import|url\(/.test(html));
});

Deno.test("scatter() of 100 points is smaller than half a megabyte", () => {
  const { html } = scatter(paperSpace, candidates(100), { title: "Hundred" });
  assert(html.length < 500_000, String(html.length));
});

Deno.test("scatter() of other data clashes with no other on the page", () => {
  const [a, b] = [1, 2].map((seed) => scatter(paperSpace, candidates(3, seed), { title: "Same title" }).html);
  const key = (html: string) => /data-oneshot="([^"]*)"/.exec(html)![1]!;
  assert(key(a!) !== key(b!));
  assertEquals(idsOf(a! + b!).ids, []);
  assertEquals(scatter(paperSpace, candidates(3, 1), { title: "Same title" }).html, a);
});

Deno.test("scatter() draws no point that is not finite, and says so", () => {
  const [point] = candidates(1);
  const points = [{ ...point!, x: NaN }, point!, { ...point!, y: Infinity }];
  const { html, text } = scatter(paperSpace, points, { title: "Gaps" });
  assertEquals(dotsOf(html).length, 1);
  assertStringIncludes(text, "1 architecture (and 2 without a finite number, not drawn)");
  assertEquals(dotsOf(scatter(paperSpace, [], { title: "None" }).html), []);
});

Deno.test("scatter() tells groups apart by shape and names them", () => {
  const points = candidates(6).map((point, index) => ({
    ...point,
    ...(index % 2 === 0 ? { group: "best" } : {}),
  }));
  const { html } = scatter(paperSpace, points, { title: "Groups" });
  const shapes = new Set(dotsOf(html).map((dot) => dot.getAttribute("d")));
  assertEquals(shapes.size, 2);
  const legend = [...parseDocument(html).body.querySelectorAll("span")].map(({ textContent }) => textContent);
  assertEquals(legend, ["best", "other"]);
});

Deno.test("scatter() takes axes in other units", () => {
  const x = { label: "divergence", percent: false, unit: "nats", domain: [0, 2] } as const;
  const { html } = scatter(paperSpace, candidates(2), { title: "KL", x });
  assertStringIncludes(html, ">divergence (nats)<");
  assert(/divergence 0\.\d+ nats/.test(wordsOf(html)[0]!.lines[0]!));
});

Deno.test("scatter() refuses an architecture of another space", () => {
  const point = { architecture: [{ inputs: [0], operations: [0] }], x: 0, y: 0 };
  assertThrows(() => scatter(paperSpace, [point], { title: "Other" }), RangeError, "expected 4");
});
