/** What the tests of graphs share: small ones made by hand, and one pass through them in either way. */
import { assert, assertEquals } from "@std/assert";
import {
  encodeGraph,
  openParameters,
  openTape,
  runNative,
  runTensorflow,
  scale,
  sharedFloats,
  softmaxCrossEntropy,
  type Tensor,
  withWorkspace,
} from "../../lib/engine/mod.ts";
import {
  type Graph,
  type GraphNode,
  initialise,
  type Layer,
  type NodeShape,
  type Norm,
  type Segment,
  segmentList,
  segmentValues,
  type Sources,
  type Term,
  usedSegments,
} from "../../lib/graph/mod.ts";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { relativeError, runtime } from "./fixtures.ts";

/** A test of our own kernels, which are for CPUs. */
export function nativeTest(name: string, fn: () => void): void {
  Deno.test({ name, ignore: !runtime.native, fn });
}

/** A graph, and what its parameters need. */
export interface Made {
  readonly graph: Graph;
  readonly segments: readonly Segment[];
  /** Floats of all parameters. */
  readonly length: number;
}

/** Puts a graph together, node by node. */
export interface Maker {
  conv(high: number, wide: number, from: number, to: number, stride?: 1 | 2): Layer;
  depthwise(high: number, wide: number, channels: number): Layer;
  norm(channels: number): Norm;
  /** Adds a node and returns its number. */
  node(shape: NodeShape, terms: readonly Term[], norm?: Norm): number;
  /** The graph whose classifier of three classes reads `sources`. */
  finish(sources: Sources): Made;
}

export function graphMaker(image: Graph["image"]): Maker {
  const list = segmentList();
  const nodes: GraphNode[] = [];
  let slot = 0;
  return {
    conv: (high, wide, from, to, stride = 1) => ({
      kind: "conv",
      filter: list.weights(`conv${list.segments.length}`, [high, wide, from, to], high * wide * from),
      stride,
    }),
    depthwise: (high, wide, channels) => ({
      kind: "depthwise",
      filter: list.weights(`depthwise${list.segments.length}`, [high, wide, channels, 1], high * wide),
    }),
    norm(channels) {
      const name = `norm${list.segments.length}`;
      const planned = {
        scale: list.vector(`${name}.scale`, channels, 1),
        offset: list.vector(`${name}.offset`, channels, 0),
        slot,
      };
      slot += 2 * channels;
      return planned;
    },
    node: (shape, terms, norm) => nodes.push({ shape, terms, norm }) - 1,
    finish(sources) {
      const present = sources.find((source) => source !== undefined);
      const width = present === undefined ? 8 : sources.length * nodes[present]!.shape.channels;
      const head = {
        sources,
        weights: list.weights("head.weights", [width, 3], width),
        bias: list.vector("head.bias", 3, 0),
      };
      return { graph: { image, nodes, head }, segments: list.segments, length: list.length };
    },
  };
}

/** A term of one source. */
export function term(source: number, ...layers: readonly Layer[]): Term {
  return { sources: [source], layers };
}

/** Seeded normal values. */
export function normals(length: number, ...labels: readonly (string | number)[]): Float32Array {
  const rng = prng(22, "program", ...labels);
  return Float32Array.from({ length }, () => gaussian(rng));
}

/**
 * Initial weights, with scales, offsets and biases that are not all alike.
 *
 * @param offset mean of the offsets: at 8 no ReLU cuts anything off, as long as no value is 8 deviations from its
 * mean
 */
export function randomWeights({ segments, length }: Made, seed: number, offset = 0): Float32Array {
  const weights = sharedFloats(runtime, length);
  initialise(weights, segments, seed);
  for (const segment of segments) {
    if (segment.fanIn > 0) continue;
    const shift = segment.name.endsWith(".offset") ? offset : 0;
    const values = segmentValues(weights, segment);
    normals(segment.size, segment.name, seed).forEach((value, i) => values[i]! += 0.3 * value + shift);
  }
  return weights;
}

/** Images and their classes. */
export interface Batch {
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

export function randomBatch({ graph: { image: [height, width, channels] } }: Made, size: number): Batch {
  const rng = prng(22, "labels");
  return {
    images: normals(size * height * width * channels, "images"),
    labels: Int32Array.from({ length: size }, () => integer(rng, 3)),
  };
}

/** What a pass gives. */
export interface Outcome {
  /** [batch, 3]. */
  readonly logits: Float32Array;
  /** [batch]. */
  readonly losses: Float32Array;
  /** Mean and variance of each norm that was used, by its slot. */
  readonly statistics: ReadonlyMap<number, Float32Array>;
  /** By the parameters that the answer depends on, of the mean loss, by name; none with fixed statistics. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** A pass with our own kernels; forward only where there are statistics to normalise with. */
export function nativePass(made: Made, weights: Float32Array, batch: Batch, fixed?: Float32Array): Outcome {
  const { graph } = made;
  const used = usedSegments(graph);
  // What is not written stays NaN.
  const gradients = sharedFloats(runtime, made.length).fill(NaN);
  return withWorkspace(runtime, (ws) => {
    const { logits, losses, statistics } = runNative(ws, {
      graph: encodeGraph(graph, used),
      weights: ws.view([weights.length], weights),
      images: ws.floats([batch.labels.length, ...graph.image], batch.images),
      labels: ws.integers([batch.labels.length], batch.labels),
      fixed: fixed && ws.floats([fixed.length], fixed),
      gradients: fixed ? undefined : ws.view([gradients.length], gradients),
    });
    const found = ws.read(statistics);
    const norms = graph.nodes.flatMap(({ norm }) => norm !== undefined && used.has(norm.scale) ? [norm] : []);
    return {
      logits: ws.read(logits),
      losses: ws.read(losses),
      statistics: new Map(norms.map(({ slot, scale }) => [slot, found.slice(slot, slot + 2 * scale.size)])),
      gradients: new Map(
        fixed ? [] : [...used].map((segment) => [segment.name, segmentValues(gradients, segment).slice()]),
      ),
    };
  });
}

/** The same with TensorFlow's kernels, layer by layer. */
export function tensorflowPass(
  { graph }: Made,
  weights: Float32Array,
  batch: Batch,
  fixed?: Float32Array,
): Outcome {
  const size = batch.labels.length;
  return withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const observed = new Map<Norm, readonly [Tensor, Tensor]>();
    const pass = { tape, parameters: openParameters(ws, weights), ...(fixed ? { fixed } : { observed }) };
    const logits = runTensorflow(pass, graph, ws.floats([size, ...graph.image], batch.images));
    const entropy = softmaxCrossEntropy(ws, logits.value, ws.integers([size], batch.labels));
    if (!fixed) {
      logits.gradients.push(scale(ws, entropy.gradient, 1 / size));
      tape.backward();
    }
    return {
      logits: ws.read(logits.value),
      losses: ws.read(entropy.loss),
      statistics: new Map(Array.from(observed, ([{ slot }, [mean, variance]]) => [
        slot,
        Float32Array.of(...ws.read(mean), ...ws.read(variance)),
      ])),
      gradients: new Map(
        Array.from(tape.parameterGradients, ([{ name }, gradient]) => [name, ws.read(gradient)]),
      ),
    };
  });
}

// Both are sums of up to some thousand float32 products, in another order, behind norms that take the mean off. Up to
// 1.2e-3 of a tensor's largest entry was seen, nearly all of it in TensorFlow, which adds up a mean value by value (our
// kernels, built for vectors of 4 and of 8, differed by 3e-6 there); a pixel too many or too few at a border is
// hundredths. Where all entries are small they are what is left of larger ones; so errors are told in parts of 0.02 at
// least.
const TOLERANCE = 2e-3;

/** Fails if two passes differ by more than rounding, or in what they found. */
export function assertAgree(actual: Outcome, expected: Outcome, what: string): void {
  const close = (a: ArrayLike<number>, b: ArrayLike<number>, name: string): void => {
    const error = relativeError(a, b);
    assert(error < TOLERANCE, `${name} off by ${error}, ${what}`);
  };
  close(actual.logits, expected.logits, "logits");
  close(actual.losses, expected.losses, "losses");
  for (const kind of ["statistics", "gradients"] as const) {
    const [ours, theirs] = [actual[kind], expected[kind]] as ReadonlyMap<string | number, Float32Array>[];
    assertEquals([...ours!.keys()].sort(), [...theirs!.keys()].sort(), `${kind}, ${what}`);
    for (const [key, values] of theirs!) close(ours!.get(key)!, values, `${kind} of ${key}`);
  }
}
