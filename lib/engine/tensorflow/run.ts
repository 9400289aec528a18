/**
 * Runs a graph layer by layer with TensorFlow's kernels: on a GPU, and for sizes that our own kernels don't take.
 * It is also the reference that ours are tested against.
 * @module
 */
import { constant, type Node, type Tape } from "./tape.ts";
import { type Graph, IMAGES, type Layer, neededNodes, type Sources } from "../../graph/mod.ts";
import type { Parameters } from "./parameters.ts";
import type { Tensor } from "../workspace.ts";
import { normLayer, type NormMode } from "./norm.ts";
import {
  averagePoolLayer,
  biasOnlyLayer,
  concatLayer,
  convLayer,
  depthwiseLayer,
  halvingLayer,
  headLayer,
  maxPoolLayer,
  stemLayer,
  sumLayer,
} from "./layers.ts";

/** What every layer of a forward pass needs. */
export interface Pass {
  readonly tape: Tape;
  readonly parameters: Parameters;
  readonly norms: NormMode;
}

/**
 * Runs the network forward.
 *
 * @param images [batch, height, width, channels], normalised
 * @returns logits [batch, classes]
 */
export function runTensorflow(pass: Pass, graph: Graph, images: Tensor): Node {
  const { tape, parameters, norms } = pass;
  const input = constant(images);
  const nodes: Node[] = [];
  const joined = new Map<Sources, Node>();
  const read = (sources: Sources): Node => {
    const [first] = sources;
    if (sources.length === 1) return first === IMAGES ? input : nodes[first!]!;
    let node = joined.get(sources);
    if (node === undefined) {
      const parts = sources.map((source) => source === undefined ? undefined : nodes[source]);
      node = concatLayer(tape, parts);
      joined.set(sources, node);
    }
    return node;
  };
  for (const index of neededNodes(graph)) {
    const { terms, norm } = graph.nodes[index]!;
    const values = terms.map(({ sources, layers }) =>
      layers.reduce((x, layer) => runLayer(tape, parameters, layer, x, x === input), read(sources))
    );
    const sum = sumLayer(tape, values);
    nodes[index] = norm === undefined ? sum : normLayer(tape, parameters, norm, sum, norms);
  }
  const { head } = graph;
  return head.sources.every((source) => source === undefined)
    ? biasOnlyLayer(tape, parameters, head, images.shape[0]!)
    : headLayer(tape, parameters, head, read(head.sources));
}

function runLayer(tape: Tape, parameters: Parameters, layer: Layer, x: Node, isInput: boolean): Node {
  switch (layer.kind) {
    case "conv":
      return isInput
        ? stemLayer(tape, parameters, layer.filter, x, layer.stride)
        : convLayer(tape, parameters, layer.filter, x);
    case "depthwise":
      return depthwiseLayer(tape, parameters, layer.filter, x);
    case "maxPool":
      return maxPoolLayer(tape, layer.size, x);
    case "averagePool":
      return averagePoolLayer(tape, layer.size, x);
    case "halve":
      return halvingLayer(tape, x);
  }
}
