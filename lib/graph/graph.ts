/**
 * A network as data: nodes, each a sum of chains of layers from earlier nodes, and a classifier that reads some of
 * them. Our own CPU kernels and TensorFlow's can each run it.
 * @module
 */
import type { Segment } from "./segments.ts";

/** Height, width and channels of a node's images. */
export interface NodeShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A layer of a chain. All have SAME padding, and stride 1 unless given. */
export type Layer =
  /** Over all channels; `filter` is [height, width, in, out]. */
  | { readonly kind: "conv"; readonly filter: Segment; readonly stride: 1 | 2 }
  /** Each channel with its own filter; `filter` is [height, width, channels, 1]. */
  | { readonly kind: "depthwise"; readonly filter: Segment }
  | { readonly kind: "maxPool"; readonly size: number }
  /** Pixels beyond the border do not count. */
  | { readonly kind: "averagePool"; readonly size: number }
  /** Mean of each 2 x 2 window, two pixels apart. */
  | { readonly kind: "halve" };

/** The images that the network is given, as a source. */
export const IMAGES = -1;

/**
 * Nodes side by side along their channels, all of one shape. An absent one counts as zeros. Where there are several,
 * the one layer that reads them is a 1x1 convolution.
 */
export type Sources = readonly (number | undefined)[];

/** One term of a node's sum. Without layers it is its source. */
export interface Term {
  readonly sources: Sources;
  readonly layers: readonly Layer[];
}

/** A batch norm: scale, offset, and where its mean and then variance are among the statistics, `2 * channels` floats. */
export interface Norm {
  readonly scale: Segment;
  readonly offset: Segment;
  readonly slot: number;
}

/** The sum of its terms; if it has a norm, batch norm and ReLU follow. */
export interface GraphNode {
  readonly shape: NodeShape;
  readonly terms: readonly Term[];
  readonly norm: Norm | undefined;
}

/** A network; nodes come after those they read. */
export interface Graph {
  /** [height, width, channels] of the images. */
  readonly image: readonly [number, number, number];
  readonly nodes: readonly GraphNode[];
  /** Mean over the pixels of `sources`, times `weights` [channels of all sources, classes], plus `bias`. */
  readonly head: { readonly sources: Sources; readonly weights: Segment; readonly bias: Segment };
}

/**
 * The nodes that the classifier depends on, in their order; what nothing reads need not be computed.
 *
 * @param known nodes whose values are there already, so that what they read is not needed for them
 */
export function neededNodes(
  { nodes, head }: Graph,
  known: { has(index: number): boolean } = new Set<number>(),
): number[] {
  const needed = new Set(head.sources);
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (!needed.has(index) || known.has(index)) continue;
    for (const { sources } of nodes[index]!.terms) for (const source of sources) needed.add(source);
  }
  return [...nodes.keys()].filter((index) => needed.has(index));
}

/** Every parameter tensor that the classifier's answer depends on. */
export function usedSegments(graph: Graph): Set<Segment> {
  const used = new Set<Segment>([graph.head.bias]);
  if (graph.head.sources.some((source) => source !== undefined)) used.add(graph.head.weights);
  for (const index of neededNodes(graph)) {
    const { terms, norm } = graph.nodes[index]!;
    if (norm !== undefined) used.add(norm.scale).add(norm.offset);
    for (const { layers } of terms) {
      for (const layer of layers) if ("filter" in layer) used.add(layer.filter);
    }
  }
  return used;
}
