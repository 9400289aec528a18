import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { encodeGraph, fitsNative, forgetNodes, runNative, withWorkspace } from "../../lib/engine/mod.ts";
import { type Layer, type Segment, segmentValues, type Sources, usedSegments } from "../../lib/graph/mod.ts";
import { prng } from "../../lib/random.ts";
import { runtime } from "./fixtures.ts";
import {
  assertAgree,
  type Batch,
  graphMaker,
  type Made,
  type Maker,
  nativePass,
  nativeTest,
  normals,
  randomBatch,
  randomWeights,
  tensorflowPass,
  term,
} from "./graphs.ts";
import { randomGraph } from "./random_graph.ts";

function assertPassesAgree(made: Made, what: string, seed = 1, batchSize = 3): void {
  const weights = randomWeights(made, seed);
  const batch = randomBatch(made, batchSize);
  assertAgree(nativePass(made, weights, batch), tensorflowPass(made, weights, batch), what);
}

const max3: Layer = { kind: "maxPool", size: 3 };
const average3: Layer = { kind: "averagePool", size: 3 };

/** A maker whose node 0 is a first layer with a norm. */
function begun(height: number, width: number, channels: number) {
  const maker = graphMaker([height, width, 2]);
  const shape = { height, width, channels };
  const stem = maker.node(shape, [term(-1, maker.conv(3, 3, 2, channels))], maker.norm(channels));
  return { maker, shape, stem };
}

const shapes: readonly (readonly [number, number, number])[] = [
  [1, 1, 8],
  [1, 5, 16],
  [7, 2, 24],
  [5, 5, 40],
  [9, 8, 48],
];

nativeTest("runNative() adds up the terms of a node, the identity among them", () => {
  for (const shape of shapes) {
    const { maker, shape: full, stem } = begun(...shape);
    const channels = full.channels;
    const terms = [
      term(stem),
      term(stem, max3),
      term(stem, maker.depthwise(3, 3, channels), maker.conv(1, 1, channels, channels)),
      term(stem, average3),
      term(stem),
    ];
    // With the identity first, last and alone.
    const all = maker.node(full, terms, maker.norm(channels));
    const alone = maker.node(full, [term(all)], maker.norm(channels));
    assertPassesAgree(maker.finish([alone]), `${shape}`);
  }
});

nativeTest("runNative() reads sources side by side, absent ones as zeros", () => {
  for (const shape of shapes) {
    const { maker, shape: full, stem } = begun(...shape);
    const channels = full.channels;
    const other = maker.node(full, [term(stem, max3)], maker.norm(channels));
    const joins: Sources[] = [[stem, other], [undefined, stem, other], [other, undefined], [undefined, stem]];
    const terms = joins.map((sources) => ({
      sources,
      layers: [maker.conv(1, 1, channels * sources.length, channels)],
    }));
    const joined = maker.node(full, terms, maker.norm(channels));
    const made = maker.finish([undefined, joined, undefined, other]);
    assertPassesAgree(made, `${shape}`);
    // What an absent source would be multiplied by has a gradient all the same: zero.
    const { gradients } = nativePass(made, randomWeights(made, 1), randomBatch(made, 3));
    const absent = gradients.get("head.weights")!.subarray(0, 3 * channels);
    assertEquals(absent, new Float32Array(3 * channels));
  }
});

Deno.test("fitsNative() refuses more than a 1x1 convolution of several sources: it would be run for each alone", () => {
  const { maker, shape, stem } = begun(4, 4, 8);
  const joined = (...layers: Layer[]) => maker.node(shape, [{ sources: [stem, stem], layers }]);
  const projection = maker.conv(1, 1, 16, 8);
  assert(fitsNative(maker.finish([joined(projection)]).graph));
  assert(!fitsNative(maker.finish([joined(projection, max3)]).graph));
});

nativeTest("runNative() runs nodes without a norm, and sends back what all readers of a node want", () => {
  for (const shape of shapes) {
    const { maker, shape: full, stem } = begun(...shape);
    const channels = full.channels;
    const plain = maker.node(full, [term(stem, maker.conv(1, 1, channels, channels)), term(stem)]);
    const left = maker.node(full, [term(plain, max3)], maker.norm(channels));
    const right = maker.node(full, [term(plain, maker.depthwise(5, 5, channels)), term(left)]);
    assertPassesAgree(maker.finish([plain, right, left]), `${shape}`);
  }
});

nativeTest("runNative() takes a batch of one image, and images that differ much", () => {
  const { maker, shape, stem } = begun(6, 5, 16);
  const node = maker.node(shape, [term(stem, maker.conv(3, 3, 16, 16)), term(stem)], maker.norm(16));
  const made = maker.finish([node]);
  assertPassesAgree(made, "one image", 1, 1);
  const weights = randomWeights(made, 1);
  const batch = randomBatch(made, 5);
  const uneven = { ...batch, images: batch.images.map((value, i) => value * 4 ** Math.floor(i / 60) - 20) };
  assertAgree(nativePass(made, weights, uneven), tensorflowPass(made, weights, uneven), "uneven");
});

nativeTest("runNative() has the loss of logits of any size", () => {
  const { maker, stem } = begun(3, 3, 8);
  const made = maker.finish([stem]);
  const weights = randomWeights(made, 1);
  const head = segmentValues(weights, made.graph.head.weights);
  head.forEach((value, i) => head[i] = 300 * value);
  const batch = randomBatch(made, 8);
  const ours = nativePass(made, weights, batch);
  assertAgree(ours, tensorflowPass(made, weights, batch), "large logits");
  assert(Math.max(...ours.losses) > 100 && Math.min(...ours.losses) === 0);
});

nativeTest("runNative() of a classifier that reads nothing gives the bias, and its gradient", () => {
  for (const sources of [[], [undefined, undefined]]) {
    const { maker } = begun(3, 3, 8);
    const made = maker.finish(sources);
    const weights = randomWeights(made, 1);
    const batch = randomBatch(made, 2);
    const ours = nativePass(made, weights, batch);
    const bias = [...segmentValues(weights, made.graph.head.bias)];
    assertEquals([...ours.logits], [...bias, ...bias]);
    assertEquals([...ours.gradients.keys()], ["head.bias"]);
    assertAgree(ours, tensorflowPass(made, weights, batch), "bias");
  }
});

/** Means about 0 and variances about 1 for every norm. */
function randomStatistics({ graph }: Made): Float32Array {
  const norms = graph.nodes.flatMap(({ norm }) => norm ?? []);
  const statistics = new Float32Array(Math.max(...norms.map(({ slot, scale }) => slot + 2 * scale.size)));
  for (const { slot, scale: { size } } of norms) {
    statistics.set(normals(size, "mean", slot).map((mean) => 0.5 * mean), slot);
    statistics.set(normals(size, "variance", slot).map((value) => 0.5 + value ** 2), slot + size);
  }
  return statistics;
}

nativeTest("runNative() is TensorFlow for graphs by chance, forward and back", () => {
  // A ReLU or a maximum that one way takes and the other does not would show in a gradient. It takes two values that
  // are apart by rounding, about 1e-7 of all; here are some 100,000.
  for (let draw = 0; draw < 100; draw++) {
    const made = randomGraph(prng(23, "program", draw));
    assert(fitsNative(made.graph), `draw ${draw}`);
    assertPassesAgree(made, `draw ${draw}`, draw);
  }
});

nativeTest("runNative() normalises with fixed statistics where it is given some, as TensorFlow does", () => {
  for (let draw = 0; draw < 30; draw++) {
    const made = randomGraph(prng(24, "fixed", draw));
    const [weights, batch, fixed] = [randomWeights(made, draw), randomBatch(made, 3), randomStatistics(made)];
    const ours = nativePass(made, weights, batch, fixed);
    const theirs = tensorflowPass(made, weights, batch, fixed);
    assertAgree({ ...ours, statistics: new Map() }, theirs, `draw ${draw}`);
    const free = nativePass(made, weights, batch);
    assert(ours.logits.some((logit, i) => Math.abs(logit - free.logits[i]!) > 0.01), `draw ${draw}`);
  }
});

/** A graph of one node with a norm, whose values are the images themselves. */
function imagesThrough(height: number, width: number, channels: number) {
  const maker = graphMaker([height, width, channels]);
  const norm = maker.norm(channels);
  const filter = maker.conv(1, 1, channels, channels) as Extract<Layer, { kind: "conv" }>;
  const node = maker.node({ height, width, channels }, [term(-1, filter)], norm);
  const made = maker.finish([node]);
  const weights = randomWeights(made, 1);
  const identity = (i: number): number => i % (channels + 1) === 0 ? 1 : 0;
  segmentValues(weights, filter.filter).forEach((_, i, values) => values[i] = identity(i));
  return { made, weights, norm };
}

/** Mean, variance without correction, and the mean over pixels of what the norm makes of it, in double precision. */
function normByHand(
  images: Float32Array,
  pixels: number,
  channels: number,
  scales: Float32Array,
  offsets: Float32Array,
) {
  const count = images.length / channels;
  const of = (channel: number) =>
    Array.from({ length: count }, (_, pixel) => images[pixel * channels + channel]!);
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const channelwise = Array.from({ length: channels }, (_, channel) => {
    const values = of(channel);
    const mean = average(values);
    const variance = average(values.map((value) => (value - mean) ** 2));
    const outputs = values.map((value) =>
      Math.max(0, (value - mean) / Math.sqrt(variance + 0.001) * scales[channel]! + offsets[channel]!)
    );
    const features = Array.from(
      { length: count / pixels },
      (_, image) => average(outputs.slice(image * pixels, (image + 1) * pixels)),
    );
    return { mean, variance, features };
  });
  return {
    means: channelwise.map(({ mean }) => mean),
    variances: channelwise.map(({ variance }) => variance),
    feature: (image: number, channel: number) => channelwise[channel]!.features[image]!,
  };
}

nativeTest(
  "runNative() normalises with the batch's mean and population variance, by hand, far from zero, too",
  () => {
    const [height, width, batchSize] = [7, 9, 6];
    for (const channels of [8, 24]) {
      for (const [mean, deviation] of [[0, 1], [3, 0.01], [1000, 1], [-1000, 1], [1e4, 30]] as const) {
        const { made, weights, norm } = imagesThrough(height, width, channels);
        const pixels = height * width;
        const images = normals(batchSize * pixels * channels, "far").map((value) => mean + deviation * value);
        const labels = new Int32Array(batchSize);
        const { logits, statistics } = nativePass(made, weights, { images, labels });
        const [scales, offsets] = [segmentValues(weights, norm.scale), segmentValues(weights, norm.offset)];
        const expected = normByHand(images, pixels, channels, scales, offsets);
        const found = statistics.get(0)!;
        const what = `${mean} +- ${deviation}`;
        for (let channel = 0; channel < channels; channel++) {
          // A few roundings at the size of the mean. Sums of squares as they are would leave nothing of the variance:
          // 1e6 times a rounding of 6e-8, many times over.
          const slack = 3e-7 * Math.abs(mean) + 1e-6 * deviation;
          assertAlmostEquals(found[channel]!, expected.means[channel]!, slack, `mean, ${what}`);
          const variance = expected.variances[channel]!;
          assertAlmostEquals(found[channels + channel]! / variance, 1, 1e-4, `variance, ${what}`);
        }
        // The output is as exact as the values are fine next to their deviation.
        const head = segmentValues(weights, made.graph.head.weights);
        const bias = segmentValues(weights, made.graph.head.bias);
        const fineness = 1e-5 + 1e-6 * Math.abs(mean) / Math.sqrt(deviation ** 2 + 0.001);
        logits.forEach((logit, i) => {
          const image = Math.floor(i / 3);
          let sum = bias[i % 3]!;
          for (let channel = 0; channel < channels; channel++) {
            sum += expected.feature(image, channel) * head[3 * channel + i % 3]!;
          }
          assertAlmostEquals(logit, sum, fineness, `logits, ${what}`);
        });
      }
    }
  },
);

nativeTest("runNative() has variance 0 where all values are alike, and never less", () => {
  const { made, weights } = imagesThrough(5, 3, 16);
  for (const value of [0, 0.1, -12345.678]) {
    const images = new Float32Array(4 * 15 * 16).fill(value);
    const found = nativePass(made, weights, { images, labels: new Int32Array(4) }).statistics.get(0)!;
    for (let channel = 0; channel < 16; channel++) {
      assertAlmostEquals(found[channel]!, value, 1e-6 * Math.abs(value));
      assert(found[16 + channel]! >= 0 && found[16 + channel]! < 1e-5, `${found[16 + channel]}`);
    }
  }
});

nativeTest("runNative() passes NaN on, through every kind of layer", () => {
  const layers: Readonly<Record<string, (maker: Maker) => Layer[]>> = {
    identity: () => [],
    "conv 1x1": (maker) => [maker.conv(1, 1, 8, 8)],
    "conv 3x3": (maker) => [maker.conv(3, 3, 8, 8)],
    "depthwise 3x3": (maker) => [maker.depthwise(3, 3, 8)],
    "max pool 3x3": () => [max3],
    "max pool 5x5": () => [{ kind: "maxPool", size: 5 }],
    "average pool 3x3": () => [average3],
  };
  for (const [name, make] of Object.entries(layers)) {
    for (const [height, width] of [[1, 1], [1, 4], [3, 3]] as const) {
      const { maker, shape, stem } = begun(height, width, 8);
      const made = maker.finish([maker.node(shape, [term(stem, ...make(maker))], maker.norm(8))]);
      const pixels = 2 * height * width;
      for (const place of [0, 2 * pixels - 1]) {
        const batch = randomBatch(made, 2);
        batch.images[place] = NaN;
        const { logits, losses, gradients } = nativePass(made, randomWeights(made, 1), batch);
        const what = `${name} of ${height}x${width}, place ${place}`;
        assert(logits.every(Number.isNaN) && losses.every(Number.isNaN), what);
        assert(gradients.get(made.segments[0]!.name)!.some(Number.isNaN), `gradients, ${what}`);
      }
    }
  }
});

nativeTest("runNative() leaves the gradients of what is not used as they are", () => {
  const { maker, shape, stem } = begun(4, 4, 8);
  maker.node(shape, [term(stem, maker.conv(3, 3, 8, 8))], maker.norm(8));
  const made = maker.finish([stem]);
  const { gradients } = nativePass(made, randomWeights(made, 1), randomBatch(made, 2));
  const used = [...usedSegments(made.graph)].map(({ name }) => name);
  assertEquals([...gradients.keys()], used);
  assertEquals(used.length, 5);
  // The pass began with NaN everywhere.
  for (const [name, values] of gradients) assert(!values.some(Number.isNaN), name);
});

nativeTest("runNative() gives the same bits again", () => {
  const made = randomGraph(prng(23, "program", 0));
  const [weights, batch] = [randomWeights(made, 0), randomBatch(made, 3)];
  const first = nativePass(made, weights, batch);
  // Another graph in between uses the same memory.
  const other = randomGraph(prng(23, "program", 1));
  nativePass(other, randomWeights(other, 0), randomBatch(other, 3));
  assertEquals(nativePass(made, weights, batch), first);
});

nativeTest("runNative() leaves no tensors behind", () => {
  const made = randomGraph(prng(23, "program", 2));
  const before = runtime.binding.getNumOfTensors();
  nativePass(made, randomWeights(made, 0), randomBatch(made, 3));
  nativePass(made, randomWeights(made, 0), randomBatch(made, 3), randomStatistics(made));
  assertEquals(runtime.binding.getNumOfTensors(), before);
});

/** Forward, with nodes that are known or to be kept. */
function inferWith(
  made: Made,
  weights: Float32Array,
  batch: Batch,
  known: [number, number][],
  kept: [number, number][],
) {
  return withWorkspace(runtime, (ws) => {
    const { logits } = runNative(ws, {
      graph: encodeGraph(made.graph, [], { known: new Map(known), kept: new Map(kept) }),
      weights: ws.view([weights.length], weights),
      images: ws.floats([batch.labels.length, ...made.graph.image], batch.images),
      labels: ws.integers([batch.labels.length], batch.labels),
    });
    return ws.read(logits);
  });
}

nativeTest(
  "a kept node's values are taken in place of its sources, to the bit, until they are forgotten",
  () => {
    const { maker, shape, stem } = begun(5, 4, 16);
    const middle = maker.node(shape, [term(stem, maker.conv(3, 3, 16, 16))], maker.norm(16));
    const plain = maker.node(shape, [term(middle, max3), term(stem)]);
    const made = maker.finish([plain, middle]);
    const [weights, batch] = [randomWeights(made, 1), randomBatch(made, 3)];
    const number = 2 ** 30;
    const expected = inferWith(made, weights, batch, [], []);
    assertEquals(inferWith(made, weights, batch, [], [[middle, number], [plain, number + 1]]), expected);
    assertEquals(inferWith(made, weights, batch, [[middle, number]], []), expected);
    assertEquals(inferWith(made, weights, batch, [[middle, number], [plain, number + 1]], []), expected);
    // They are of that batch: with other images only what is computed anew changes.
    const other = { ...batch, images: batch.images.map((value) => -value) };
    assertEquals(inferWith(made, weights, other, [[middle, number], [plain, number + 1]], []), expected);
    assert(inferWith(made, weights, other, [[middle, number]], []).join() !== expected.join());
    withWorkspace(runtime, (ws) => forgetNodes(ws, [number, number + 1, number + 2]));
    // The number is free again.
    inferWith(made, weights, other, [], [[plain, number]]);
    const swapped = inferWith(made, weights, other, [], []);
    assertEquals(inferWith(made, weights, other, [[plain, number]], []), swapped);
    withWorkspace(runtime, (ws) => forgetNodes(ws, [number]));
  },
);

nativeTest("runNative() says so if a node is said to be known and is not", () => {
  const { maker, stem } = begun(2, 2, 8);
  const made = maker.finish([stem]);
  const [weights, batch] = [randomWeights(made, 1), randomBatch(made, 2)];
  const before = runtime.binding.getNumOfTensors();
  const unknown = () => inferWith(made, weights, batch, [[stem, 2 ** 30 + 7]], []);
  assertThrows(unknown, Error, "found nothing, wanted a kept node");
  assertEquals(runtime.binding.getNumOfTensors(), before);
});

/** A tiny graph: a first layer; one unread; one that reads the first twice, side by side; and that one halved. */
function tiny() {
  const maker = graphMaker([3, 4, 2]);
  const shape = { height: 2, width: 2, channels: 8 };
  const stem = maker.node(shape, [term(-1, maker.conv(3, 3, 2, 8, 2))], maker.norm(8));
  const unread = maker.node(shape, [term(stem, max3)], maker.norm(8));
  const joined = maker.node(shape, [
    { sources: [stem, undefined, stem], layers: [maker.conv(1, 1, 24, 8)] },
    term(stem, maker.depthwise(3, 5, 8), average3),
  ]);
  const last = maker.node({ height: 1, width: 1, channels: 8 }, [term(joined, { kind: "halve" })]);
  return { made: maker.finish([undefined, last]), stem, unread, last };
}

Deno.test("encodeGraph() writes what is needed, sources side by side as terms of their own", () => {
  const { made: { graph, segments } } = tiny();
  const at = (name: string) => segments.find((segment) => segment.name === name)!.offset;
  const used: Segment[] = [graph.head.bias, segments[0]!];
  assertEquals(
    [...encodeGraph(graph, used)],
    [
      // Image, classes, bias; three nodes.
      ...[3, 4, 2, 3, at("head.bias"), 3],
      // Shape; a norm and its places; neither known nor to be kept; one term, of the images, of one layer.
      ...[2, 2, 8, 1, at("norm1.scale"), at("norm1.offset"), 0, -1, -1, 1, -1, 1],
      // A convolution: window, stride, filter, shape.
      ...[0, 3, 3, 2, at("conv0"), 2, 2, 8],
      // No norm; three terms. The joining filter's rows begin at 0 for the first source and at 16 for the third.
      ...[2, 2, 8, 0, 0, 0, 0, -1, -1, 3],
      ...[0, 1, 0, 1, 1, 1, at("conv5"), 2, 2, 8],
      ...[0, 1, 0, 1, 1, 1, at("conv5") + 16 * 8, 2, 2, 8],
      ...[0, 2, 1, 3, 5, 1, at("depthwise6"), 2, 2, 8, 3, 3, 3, 1, 0, 2, 2, 8],
      ...[1, 1, 8, 0, 0, 0, 0, -1, -1, 1, 1, 1, 4, 2, 2, 2, 0, 1, 1, 8],
      // The classifier reads the third node, whose rows come after 8 absent ones; two stretches to set to zero.
      ...[1, 2, at("head.weights") + 8 * 3],
      ...[2, at("head.bias"), 3, at("conv0"), 144],
    ],
  );
});

Deno.test("encodeGraph() leaves out what nothing needs", () => {
  const { made: { graph }, unread } = tiny();
  const without = { ...graph, nodes: graph.nodes.with(unread, { ...graph.nodes[0]!, terms: [] }) };
  assertEquals(encodeGraph(graph, []), encodeGraph(without, []));
});

Deno.test("encodeGraph() of a known node leaves out what only it needs", () => {
  const { made: { graph }, stem, last } = tiny();
  const encode = (
    known: [number, number][],
    kept: [number, number][] = [],
  ) => [...encodeGraph(graph, [], { known: new Map(known), kept: new Map(kept) })];
  // The classifier reads a node without terms, number 70; no other is there.
  const encoded = encode([[last, 70], [stem, 60]]);
  assertEquals(encoded.slice(5, 16), [1, 1, 1, 8, 0, 0, 0, 0, 70, -1, 0]);
  assertEquals(encode([[last, 70]]), encoded);
  // Three nodes: the first is known and has no terms; the last, before the classifier's part, is to be kept.
  const keeping = encode([[stem, 60]], [[last, 80]]);
  assertEquals(keeping[5], 3);
  assertEquals(keeping.slice(13, 16), [60, -1, 0]);
  assertEquals(keeping.slice(-17, -14), [-1, 80, 1]);
});
