/**
 * Runs a graph layer by layer with TensorFlow's kernels: on a GPU, and for sizes that our own kernels don't take.
 * It is also the reference that ours are tested against.
 * @module
 */
import { type Graph, IMAGES, type Layer, neededNodes, type Sources } from "../../graph/mod.ts";
import {
  averagePoolLayer,
  biasOnlyLayer,
  concatLayer,
  convLayer,
  headLayer,
  maxPoolLayer,
  sumLayer,
} from "./layers.ts";
import { normLayer } from "./norm.ts";
import { constant, type Node, type Pass } from "./tape.ts";
import type { Tensor } from "../workspace.ts";

/**
 * Runs the network forward.
 *
 * @param images [batch, height, width, channels], normalised
 * @returns logits [batch, classes]
 */
export function runTensorflow(pass: Pass, graph: Graph, images: Tensor): Node {
  const { tape } = pass;
  const input = constant(images);
  const nodes: Node[] = [];
  const joined = new Map<Sources, Node>();
  const read = (sources: Sources): Node => {
    const [first] = sources;
    if (sources.length === 1) return first === IMAGES ? input : nodes[first!]!;
    let node = joined.get(sources);
    if (node === undefined) {
      node = concatLayer(tape, sources.map((source) => source === undefined ? undefined : nodes[source]));
      joined.set(sources, node);
    }
    return node;
  };
  for (const index of neededNodes(graph)) {
    const { terms, norm } = graph.nodes[index]!;
    const values = terms.map(({ sources, layers }) =>
      layers.reduce((x, layer) => runLayer(pass, layer, x, x === input), read(sources))
    );
    const sum = sumLayer(tape, values);
    nodes[index] = norm === undefined ? sum : normLayer(pass, norm, sum);
  }
  const { head } = graph;
  return head.sources.every((source) => source === undefined)
    ? biasOnlyLayer(pass, head, images.shape[0]!)
    : headLayer(pass, head, read(head.sources));
}

function runLayer(pass: Pass, layer: Layer, x: Node, isInput: boolean): Node {
  switch (layer.kind) {
    case "conv":
    case "depthwise":
      return convLayer(pass, layer, x, isInput);
    case "maxPool":
      return maxPoolLayer(pass.tape, layer.size, x);
    case "averagePool":
      return averagePoolLayer(pass.tape, layer.size, 1, x);
    case "halve":
      return averagePoolLayer(pass.tape, 2, 2, x);
  }
}
