import { assertEquals } from "@std/assert";
import { IMAGES, neededNodes, type Segment, type Sources, usedSegments } from "../../lib/graph/mod.ts";
import { choose, integer, prng, uniform } from "../../lib/random.ts";
import { graphMaker, type Maker, term } from "../engine/graphs.ts";

const shape = { height: 2, width: 2, channels: 8 };

/** A node with a norm whose terms are 1x1 convolutions, one for each group of sources. */
function reading(maker: Maker, ...groups: readonly Sources[]): number {
  const terms = groups.map((sources) => ({
    sources,
    layers: [maker.conv(1, 1, 8 * sources.length, 8)],
  }));
  return maker.node(shape, terms, maker.norm(8));
}

Deno.test("neededNodes() are those the classifier reads, and what they read, in order", () => {
  const maker = graphMaker([2, 2, 8]);
  const stem = reading(maker, [IMAGES]);
  const unread = reading(maker, [stem]);
  const left = reading(maker, [stem]);
  const readByUnreadOnly = reading(maker, [unread], [left]);
  reading(maker, [readByUnreadOnly]);
  const joined = reading(maker, [left, undefined], [left]);
  const right = reading(maker, [stem]);
  const { graph } = maker.finish([right, undefined, joined]);
  assertEquals(neededNodes(graph), [stem, left, joined, right]);
  assertEquals(neededNodes({ ...graph, head: { ...graph.head, sources: [left] } }), [stem, left]);
});

Deno.test("neededNodes() are none if the classifier reads none", () => {
  const maker = graphMaker([2, 2, 8]);
  reading(maker, [IMAGES]);
  for (const sources of [[], [undefined, undefined]]) {
    assertEquals(neededNodes(maker.finish(sources).graph), []);
  }
});

Deno.test("usedSegments() are the filters and norms of needed nodes, and the classifier's", () => {
  const maker = graphMaker([2, 2, 8]);
  const stem = reading(maker, [IMAGES]);
  reading(maker, [stem]);
  const plain = maker.node(shape, [
    term(stem, maker.depthwise(3, 3, 8), { kind: "maxPool", size: 3 }, maker.conv(1, 1, 8, 8)),
    term(stem),
    term(stem, { kind: "averagePool", size: 3 }),
  ]);
  const { graph } = maker.finish([undefined, plain]);
  const names = (used: Set<Segment>) => [...used].map(({ name }) => name).sort();
  assertEquals(names(usedSegments(graph)), [
    "conv0",
    "conv7",
    "depthwise6",
    "head.bias",
    "head.weights",
    "norm1.offset",
    "norm1.scale",
  ]);
  // A classifier that reads nothing multiplies nothing with its weights.
  const alone = { ...graph, head: { ...graph.head, sources: [undefined, undefined] } };
  assertEquals(names(usedSegments(alone)), ["head.bias"]);
});

Deno.test("neededNodes() are those that can be walked to from the classifier", () => {
  for (let draw = 0; draw < 50; draw++) {
    const rng = prng(25, "needed", draw);
    const maker = graphMaker([2, 2, 8]);
    const read: number[][] = [];
    for (let node = 0; node < 12; node++) {
      const sources = [0, 1].filter(() => node > 0 && uniform(rng) < 0.7).map(() => integer(rng, node));
      read.push(sources);
      reading(maker, ...sources.map((source) => choose(rng, [[source], [undefined, source]])), [IMAGES]);
    }
    const { graph } = maker.finish([integer(rng, 12), undefined, integer(rng, 12)]);
    const walked = new Set<number>();
    const walk = (node: number | undefined): void => {
      if (node === undefined) return;
      walked.add(node);
      read[node]!.forEach(walk);
    };
    graph.head.sources.forEach(walk);
    assertEquals(neededNodes(graph), [...walked].sort((a, b) => a - b));
  }
});
