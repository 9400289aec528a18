/** Our kernels check what they are given: each fault is an error in words, and nothing is computed. */
import { assert, assertThrows } from "@std/assert";
import {
  encodeGraph,
  fitsNative,
  forgetNodes,
  type NativeInputs,
  runNative,
  withWorkspace,
  type Workspace,
} from "../../lib/engine/mod.ts";
import { IMAGES, type Layer, type NodeShape, type Sources, usedSegments } from "../../lib/graph/mod.ts";
import { runtime } from "./fixtures.ts";
import {
  assertAgree,
  graphMaker,
  type Made,
  type Maker,
  nativePass,
  nativeTest,
  randomBatch,
  randomWeights,
  tensorflowPass,
  term,
} from "./graphs.ts";

const max3: Layer = { kind: "maxPool", size: 3 };

/** A graph whose first layer has so many channels of 4 x 4 pixels; `rest` adds to it and says what is classified. */
function withStem(channels: number, rest: (maker: Maker, stem: number, shape: NodeShape) => Sources): Made {
  const maker = graphMaker([4, 4, 2]);
  const shape = { height: 4, width: 4, channels };
  const stem = maker.node(shape, [term(IMAGES, maker.conv(3, 3, 2, channels))], maker.norm(channels));
  return maker.finish(rest(maker, stem, shape));
}

/** A graph whose last node is one layer of the first. */
function withLayer(channels: number, layer: (maker: Maker) => Layer, shape?: NodeShape): Made {
  return withStem(channels, (maker, stem, full) => [maker.node(shape ?? full, [term(stem, layer(maker))])]);
}

/** A graph whose only node reads 4 x 4 images. */
function overImages(channels: number, layers: (maker: Maker) => Layer[], side = 4): Made {
  const maker = graphMaker([4, 4, channels]);
  const shape = { height: side, width: side, channels: 8 };
  return maker.finish([maker.node(shape, [term(IMAGES, ...layers(maker))])]);
}

const fitting: Readonly<Record<string, Made>> = {
  "8 channels": withLayer(8, () => max3),
  "40 channels": withLayer(40, () => max3),
  "a window of 11x11": withLayer(8, (maker) => maker.depthwise(11, 11, 8)),
  "a window of 127x127": withLayer(8, () => ({ kind: "averagePool", size: 127 })),
  "127 taps": withLayer(8, (maker) => maker.conv(1, 127, 8, 8)),
  "stride 2 over the images": overImages(2, (maker) => [maker.conv(3, 3, 2, 8, 2)], 2),
};

const unfit: Readonly<Record<string, Made>> = {
  ...Object.fromEntries(
    [1, 4, 7, 12, 20, 36].map((channels) => [`${channels} channels`, withLayer(channels, () => max3)]),
  ),
  "12 channels within": withStem(8, (maker, stem, shape) => [
    maker.node(shape, [term(stem, maker.conv(1, 1, 8, 12), maker.conv(1, 1, 12, 8))]),
  ]),
  "129 taps": withLayer(8, (maker) => maker.conv(1, 129, 8, 8)),
  "135 taps": withLayer(8, (maker) => maker.conv(9, 15, 8, 8)),
  "a window of 129x129": withLayer(8, () => ({ kind: "maxPool", size: 129 })),
  "an even window": withLayer(8, () => ({ kind: "maxPool", size: 2 })),
  "an even filter": withLayer(8, (maker) => maker.depthwise(2, 3, 8)),
  "stride 2 over a node": withLayer(8, (maker) => maker.conv(3, 3, 8, 8, 2), {
    height: 2,
    width: 2,
    channels: 8,
  }),
  "the images as they are": overImages(8, () => []),
  "a maximum of the images": overImages(3, (maker) => [max3, maker.conv(1, 1, 3, 8)]),
  "a node of nothing": withStem(8, (maker, _stem, shape) => [
    maker.node(shape, [{ sources: [undefined], layers: [maker.conv(1, 1, 8, 8)] }]),
  ]),
};

for (const [what, made] of Object.entries(fitting)) {
  nativeTest(`fitsNative() and runNative() take ${what}`, () => {
    assert(fitsNative(made.graph));
    const [weights, batch] = [randomWeights(made, 1), randomBatch(made, 3)];
    assertAgree(nativePass(made, weights, batch), tensorflowPass(made, weights, batch), what);
  });
}

for (const [what, made] of Object.entries(unfit)) {
  nativeTest(`fitsNative() and runNative() refuse ${what}`, () => {
    assert(!fitsNative(made.graph));
    assertThrows(() => nativePass(made, randomWeights(made, 1), randomBatch(made, 2)), Error, "wanted");
  });
}

Deno.test("fitsNative() refuses a classifier that reads the images", () => {
  const { graph } = withStem(8, (_, stem) => [stem]);
  assert(!fitsNative({ ...graph, head: { ...graph.head, sources: [IMAGES] } }));
});

const good = withLayer(8, (maker) => maker.depthwise(3, 3, 8));

/** Runs a good graph with some of its inputs replaced; its batch has two images. */
function runWith(change: (ws: Workspace) => Partial<NativeInputs>): void {
  const [weights, batch] = [randomWeights(good, 1), randomBatch(good, 2)];
  withWorkspace(runtime, (ws) =>
    runNative(ws, {
      graph: encodeGraph(good.graph, usedSegments(good.graph)),
      weights: ws.view([weights.length], weights),
      images: ws.floats([2, ...good.graph.image], batch.images),
      labels: ws.integers([2], batch.labels),
      ...change(ws),
    }));
}

const zeros = (ws: Workspace, ...shape: number[]) =>
  ws.floats(shape, new Float32Array(shape.reduce((product, side) => product * side, 1)));
const labels = (...values: number[]) => (ws: Workspace) => ({
  labels: ws.integers([values.length], Int32Array.from(values)),
});
const images = (...shape: number[]) => (ws: Workspace) => ({ images: zeros(ws, ...shape) });
const memory = (known: [number, number][], kept: [number, number][]) =>
  encodeGraph(good.graph, [], { known: new Map(known), kept: new Map(kept) });

const faults: Readonly<
  Record<string, readonly [(ws: Workspace) => Partial<NativeInputs>, message: string]>
> = {
  "a label beyond the classes": [labels(0, 26), "label of image 1: found 26, wanted 0 to 2"],
  "a label below 0": [labels(-1, 0), "label of image 0: found -1, wanted 0 to 2"],
  "more labels than images": [labels(0, 1, 2), "labels: found 3, wanted 2"],
  "images of another size": [images(2, 4, 5, 2), "width of the images: found 5, wanted 4"],
  "images of other channels": [images(2, 4, 4, 1), "channels of the images: found 1, wanted 2"],
  "no images": [images(0, 4, 4, 2), "images: found 0, wanted 1"],
  "images without an axis for the batch": [images(4, 4, 2), "axes of the images: found 3, wanted 4"],
  "the graph of another network": [() => {
    const { graph } = withLayer(64, () => max3);
    return { graph: encodeGraph(graph, []) };
  }, "wanted them within"],
  "a graph cut short": [
    () => ({ graph: encodeGraph(good.graph, []).slice(0, 20) }),
    "the graph ends after 20 integers, wanted",
  ],
  "a graph with something after it": [
    () => ({ graph: Int32Array.of(...encodeGraph(good.graph, []), 7) }),
    "integers of the graph: found",
  ],
  "too few fixed statistics": [
    (ws) => ({ fixed: zeros(ws, 15) }),
    "fixed statistics: found 15, wanted 16 or more",
  ],
  "gradients of another length": [(ws) => ({ gradients: zeros(ws, 5) }), "gradients: found 5, wanted"],
  "gradients with fixed statistics": [
    (ws) => ({ gradients: zeros(ws, good.length), fixed: zeros(ws, good.length) }),
    "fixed statistics of a run with gradients: found",
  ],
  "gradients with nodes to be kept": [
    (ws) => ({ gradients: zeros(ws, good.length), graph: memory([], [[0, 5]]) }),
    "known or kept nodes: wanted none in a run with gradients",
  ],
  "two nodes to be kept under one number": [
    () => ({ graph: memory([], [[0, 5], [1, 5]]) }),
    "node 1, to be kept as 5: found a node there, wanted a number that is free",
  ],
};

for (const [what, [change, message]] of Object.entries(faults)) {
  nativeTest(`runNative() refuses ${what}`, () => {
    runWith(() => ({}));
    assertThrows(() => runWith(change), Error, `Cannot run a graph: `);
    assertThrows(() => runWith(change), Error, message);
  });
}

nativeTest(
  "runNative() refuses what was kept of another batch, and to keep under a number that is taken",
  () => {
    const number = 2 ** 30 + 40;
    const keep = () => ({ graph: memory([], [[0, number]]) });
    const know = () => ({ graph: memory([[0, number]], []) });
    runWith(keep);
    runWith(know);
    assertThrows(
      () => runWith(keep),
      Error,
      `to be kept as ${number}: found a node there, wanted a number that is free`,
    );
    const three = (ws: Workspace) => ({ ...know(), ...images(3, 4, 4, 2)(ws), ...labels(0, 0, 0)(ws) });
    assertThrows(() => runWith(three), Error, "images of node 0, which is known: found 2, wanted 3");
    withWorkspace(runtime, (ws) => forgetNodes(ws, [number]));
  },
);

nativeTest("runNative() refuses a graph that takes more than 16 GiB", () => {
  const maker = graphMaker([64, 64, 1]);
  const shape = { height: 64, width: 64, channels: 8 };
  let node = maker.node(shape, [term(IMAGES, maker.conv(1, 1, 1, 8))]);
  // Values and gradients: 4096 pixels, 8 channels, 16 images, twice, in each of 4096 nodes.
  while (node < 4096) node = maker.node(shape, [term(node)]);
  const made = maker.finish([node]);
  assertThrows(
    () => nativePass(made, randomWeights(made, 1), randomBatch(made, 16)),
    Error,
    `floats, wanted at most ${2 ** 32}; make the batch smaller`,
  );
});
