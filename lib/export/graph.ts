/**
 * A trained network as a graph of the layers that every framework has, for writers of file formats.
 * @module
 */
import type { Normalisation } from "../datasets/mod.ts";
import {
  type Graph,
  IMAGES,
  type Layer,
  neededNodes,
  type NodeShape,
  type Segment,
  segmentValues,
  type Sources,
} from "../graph/mod.ts";

/** A trained stand-alone network with all that it needs to be used. */
export interface FrozenNetwork {
  readonly graph: Graph;
  readonly weights: Float32Array;
  /** Mean and variance of each norm, fixed from training images. */
  readonly statistics: Float32Array;
  /** What its images were normalised with. */
  readonly normalisation: Normalisation;
  /** Names of the classes, in the order of the outputs. */
  readonly classes: readonly string[];
}

/** Values of a layer, in the order of the shape's last axis fastest. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** y = max(0, (x - mean) / sqrt(variance + epsilon) * scale + offset), each channel by itself. */
export type FixedNorm = Readonly<Record<"scale" | "offset" | "mean" | "variance", Values>>;

/**
 * Writes layers in a format. `name` is free in the graph. All convolutions and pools have the padding that TensorFlow
 * calls SAME.
 *
 * @typeParam T what a layer's output is called in the format
 */
export interface GraphWriter<T> {
  /** Images [batch, height, width, channels] of pixels 0 to 255, normalised: (pixel / 255 - mean) / deviation. */
  images(shape: NodeShape, normalisation: Normalisation): T;
  /** Side by side along the channels; two or more. */
  concat(name: string, parts: readonly T[]): T;
  /** Convolution with a filter [height, width, in, out], without bias. */
  conv(name: string, x: T, filter: Values, stride: 1 | 2): T;
  /** Convolution of each channel with its own filter [height, width, channels, 1], without bias. */
  depthwise(name: string, x: T, filter: Values): T;
  /** Largest value, or mean, of the pixels of each window that lie in the image. */
  pool(name: string, x: T, kind: "max" | "average", size: number, stride: 1 | 2): T;
  /** The sum of two or more of one shape. */
  sum(name: string, terms: readonly T[]): T;
  normRelu(name: string, x: T, norm: FixedNorm): T;
  /** Mean over height and width, weights [channels, classes], bias, softmax: the probabilities of the classes. */
  classifier(x: T, weights: Values, bias: Values): T;
}

/**
 * Writes a network, each node once, in an order in which each comes after those it reads.
 *
 * @returns what the writer calls the probabilities
 * @throws {RangeError} if a path of the network is absent, which no stand-alone network's is
 */
export function writeGraph<T>(network: FrozenNetwork, writer: GraphWriter<T>): T {
  const { graph, weights, statistics } = network;
  const valuesOf = (segment: Segment): Values => ({
    shape: segment.shape,
    values: segmentValues(weights, segment),
  });
  const [height, width, channels] = graph.image;
  const images = writer.images({ height, width, channels }, network.normalisation);
  const outputs = new Map<number, T>([[IMAGES, images]]);
  const read = (name: string, sources: Sources): T => {
    const parts = sources.map((source) => outputs.get(source ?? NaN));
    if (parts.includes(undefined)) {
      throw new RangeError(
        `Cannot export ${name}: found a path that is absent, expected a stand-alone network`,
      );
    }
    return parts.length === 1 ? parts[0]! : writer.concat(`${name}.inputs`, parts as T[]);
  };
  const writeLayer = (name: string, layer: Layer, x: T): T => {
    switch (layer.kind) {
      case "conv":
        return writer.conv(layer.filter.name, x, valuesOf(layer.filter), layer.stride);
      case "depthwise":
        return writer.depthwise(layer.filter.name, x, valuesOf(layer.filter));
      case "maxPool":
        return writer.pool(name, x, "max", layer.size, 1);
      case "averagePool":
        return writer.pool(name, x, "average", layer.size, 1);
      case "halve":
        return writer.pool(name, x, "average", 2, 2);
    }
  };
  for (const index of neededNodes(graph)) {
    const { terms, norm } = graph.nodes[index]!;
    const name = norm === undefined ? `node${index}` : norm.scale.name.replace(/\.scale$/, "");
    const summed = terms.map(({ sources, layers }, term) => {
      const prefix = terms.length === 1 ? name : `${name}.term${term}`;
      return layers.reduce(
        (x, layer, step) => writeLayer(`${prefix}.${layer.kind}${step}`, layer, x),
        read(prefix, sources),
      );
    });
    let output = summed.length === 1 ? summed[0]! : writer.sum(`${name}.sum`, summed);
    if (norm !== undefined) {
      const { slot, scale } = norm;
      const part = (from: number): Values => ({
        shape: scale.shape,
        values: statistics.subarray(from, from + scale.size),
      });
      output = writer.normRelu(`${name}.norm`, output, {
        scale: valuesOf(scale),
        offset: valuesOf(norm.offset),
        mean: part(slot),
        variance: part(slot + scale.size),
      });
    }
    outputs.set(index, output);
  }
  const { head } = graph;
  return writer.classifier(read("head", head.sources), valuesOf(head.weights), valuesOf(head.bias));
}
