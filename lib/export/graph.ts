/**
 * A trained network as a graph of the layers that every framework has, written by whoever knows a format.
 * @module
 */
import type { Normalisation } from "../datasets/mod.ts";
import { type Graph, IMAGES, neededNodes, type NodeShape, type Segment, type Sources } from "../graph/mod.ts";

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
export interface FixedNorm {
  readonly scale: Float32Array;
  readonly offset: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

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
  maxPool(name: string, x: T, size: number): T;
  /** Mean over the pixels of the window that lie in the image. */
  averagePool(name: string, x: T, size: number, stride: 1 | 2): T;
  /** The sum of two or more of one shape. */
  sum(name: string, terms: readonly T[]): T;
  normRelu(name: string, x: T, norm: FixedNorm): T;
  /** Mean over height and width, weights [channels, classes], bias, softmax: the probabilities of the classes. */
  classifier(x: T, weights: Values, bias: Float32Array): T;
}

/**
 * Writes a network, each node once, in an order in which each comes after those it reads.
 *
 * @returns what the writer calls the probabilities
 * @throws {RangeError} if a path of the network is absent, which no stand-alone network's is
 */
export function writeGraph<T>(network: FrozenNetwork, writer: GraphWriter<T>): T {
  const { graph, weights, statistics } = network;
  const valuesOf = ({ shape, offset, size }: Segment): Values => ({
    shape,
    values: weights.subarray(offset, offset + size),
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
  for (const index of neededNodes(graph)) {
    const { terms, norm } = graph.nodes[index]!;
    const name = norm === undefined ? `node${index}` : norm.scale.name.replace(/\.scale$/, "");
    const summed = terms.map(({ sources, layers }, term) => {
      const place = terms.length === 1 ? name : `${name}.term${term}`;
      let x = read(place, sources);
      layers.forEach((layer, step) => {
        const layerName = "filter" in layer ? layer.filter.name : `${place}.${layer.kind}${step}`;
        switch (layer.kind) {
          case "conv":
            x = writer.conv(layerName, x, valuesOf(layer.filter), layer.stride);
            break;
          case "depthwise":
            x = writer.depthwise(layerName, x, valuesOf(layer.filter));
            break;
          case "maxPool":
            x = writer.maxPool(layerName, x, layer.size);
            break;
          case "averagePool":
            x = writer.averagePool(layerName, x, layer.size, 1);
            break;
          case "halve":
            x = writer.averagePool(layerName, x, 2, 2);
        }
      });
      return x;
    });
    const sum = summed.length === 1 ? summed[0]! : writer.sum(`${name}.sum`, summed);
    if (norm === undefined) {
      outputs.set(index, sum);
      continue;
    }
    const { size } = norm.scale;
    const part = (from: number) => statistics.subarray(norm.slot + from, norm.slot + from + size);
    outputs.set(
      index,
      writer.normRelu(`${name}.norm`, sum, {
        scale: valuesOf(norm.scale).values,
        offset: valuesOf(norm.offset).values,
        mean: part(0),
        variance: part(size),
      }),
    );
  }
  const { sources, weights: head, bias } = graph.head;
  return writer.classifier(read("head", sources), valuesOf(head), valuesOf(bias).values);
}
