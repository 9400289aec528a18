/**
 * The one builder: cells and choice blocks as a sequence of nodes. The one-shot model and the network of one architecture
 * come from it, and so do parameters and cost: they differ in the {@linkcode Layout} only.
 * @module
 */
import type { LayerSpec, NetworkShape, Operation, Paths, Space } from "../space/mod.ts";
import {
  type Graph,
  type GraphNode,
  IMAGES,
  type Layer,
  type NodeShape,
  type Norm,
  type Sources,
  type Term,
} from "./graph.ts";
import type { Segment } from "./segments.ts";

/** Gives the layers of a graph their parameters, by name. */
export interface Layout {
  /** Weights of a convolution or the classifier; `fanIn` inputs are summed for each output, 0 for a bias. */
  weights(name: string, shape: readonly number[], fanIn: number): Segment;
  norm(name: string, channels: number): Norm;
}

/** What a cell gives to later ones: its blocks side by side, at the resolution of a stage. */
interface Output {
  readonly sources: Sources;
  readonly stage: number;
  /** Of all blocks together, those that are absent among them. */
  readonly channels: number;
}

/** Where layers are added. */
interface Site {
  readonly layout: Layout;
  readonly operations: readonly Operation[];
  /** Of the nodes. */
  readonly shape: NodeShape;
  /** Adds a node and returns its number. */
  add(node: GraphNode): number;
}

/**
 * The graph of the kept paths and nothing else.
 *
 * A 3x3 stem leads to `stages` * `cellsPerStage` cells. In a block each kept input has a 1x1 convolution from what it
 * reads; their sum is normalised, each kept operation reads that, and the sum of operations is normalised. A block is
 * absent if no kept input is present or no operation is kept; what reads it reads zeros. A cell output that a later stage
 * reads is averaged over 2 x 2 pixels, once for all its readers. The head is a mean over pixels and a dense layer.
 *
 * @param paths which inputs and operations each block keeps, the same in every cell
 */
export function buildGraph(space: Space, shape: NetworkShape, paths: Paths, layout: Layout): Graph {
  const { image, filters, classes, stemStride } = shape;
  const nodes: GraphNode[] = [];
  const add = (node: GraphNode): number => nodes.push(node) - 1;
  const sizeAt = (stage: number, channels: number): NodeShape => {
    const halved = (side: number): number => Math.ceil(side / (stemStride * 2 ** stage));
    return { height: halved(image[0]), width: halved(image[1]), channels };
  };
  /** A cell reads what is of its stage or of the one before, which is halved. */
  const atStage = (output: Output, stage: number): Output => {
    if (output.stage === stage) return output;
    const sources = output.sources.map((source) => {
      if (source === undefined) return undefined;
      const shape = sizeAt(stage, nodes[source]!.shape.channels);
      return add({ shape, terms: [{ sources: [source], layers: [{ kind: "halve" }] }], norm: undefined });
    });
    return { ...output, sources, stage };
  };

  const stemFilter = layout.weights("stem.conv", [3, 3, image[2], filters], 9 * image[2]);
  const stem = add({
    shape: sizeAt(0, filters),
    terms: [{ sources: [IMAGES], layers: [{ kind: "conv", filter: stemFilter, stride: stemStride }] }],
    norm: layout.norm("stem.norm", filters),
  });
  let twoBack: Output = { sources: [stem], stage: 0, channels: filters };
  let oneBack = twoBack;
  for (let index = 0; index < shape.stages * shape.cellsPerStage; index++) {
    const stage = Math.floor(index / shape.cellsPerStage);
    const channels = filters * 2 ** stage;
    const site: Site = { layout, operations: space.operations, shape: sizeAt(stage, channels), add };
    // Halved once: the next cell reads what this one read.
    [twoBack, oneBack] = [atStage(twoBack, stage), atStage(oneBack, stage)];
    const inputs = [twoBack, oneBack];
    for (const [block, kept] of paths.entries()) {
      const made = addBlock(site, `cell${index}.block${block}`, kept, inputs);
      inputs.push({ sources: [made], stage, channels });
    }
    const sources = inputs.slice(2).flatMap(({ sources }) => sources);
    [twoBack, oneBack] = [oneBack, { sources, stage, channels: space.blocks * channels }];
  }
  const { sources, channels } = oneBack;
  const head = {
    sources,
    weights: layout.weights("head.weights", [channels, classes], channels),
    bias: layout.weights("head.bias", [classes], 0),
  };
  return { image, nodes, head };
}

/** Adds a choice block's nodes; returns the last, or `undefined` if the block is absent. */
function addBlock(
  site: Site,
  name: string,
  kept: Paths[number],
  inputs: readonly Output[],
): number | undefined {
  const { layout, operations, shape, add } = site;
  const present = kept.inputs.filter((input) =>
    inputs[input]!.sources.some((source) => source !== undefined)
  );
  if (present.length === 0 || kept.operations.length === 0) return undefined;
  const { channels } = shape;
  const joined = add({
    shape,
    terms: present.map((input) => {
      const { sources, channels: from } = inputs[input]!;
      const filter = layout.weights(`${name}.input${input}`, [1, 1, from, channels], from);
      return { sources, layers: [{ kind: "conv", filter, stride: 1 }] };
    }),
    norm: layout.norm(`${name}.join`, channels),
  });
  const terms = kept.operations.map((row) => {
    const { name: operation, layers } = operations[row]!;
    return addOperation(site, `${name}.${operation}`, layers, joined);
  });
  return add({ shape, terms, norm: layout.norm(`${name}.output`, channels) });
}

/** An operation's layers: a node for each norm among them, and what comes after the last as a term. */
function addOperation(
  { layout, shape, add }: Site,
  name: string,
  layers: readonly LayerSpec[],
  joined: number,
): Term {
  let source = joined;
  let chain: Layer[] = [];
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === "norm") {
      const norm = layout.norm(`${name}.${index}`, shape.channels);
      source = add({ shape, terms: [{ sources: [source], layers: chain }], norm });
      chain = [];
    } else {
      chain.push(layerOf(layout, `${name}.${index}`, layer, shape.channels));
    }
  }
  return { sources: [source], layers: chain };
}

function layerOf(
  layout: Layout,
  name: string,
  layer: Exclude<LayerSpec, { kind: "norm" }>,
  channels: number,
): Layer {
  if (!("kernel" in layer)) return layer;
  const [height, width] = layer.kernel;
  if (layer.kind === "depthwise") {
    const filter = layout.weights(name, [height, width, channels, 1], height * width);
    return { kind: "depthwise", filter };
  }
  const filter = layout.weights(name, [height, width, channels, channels], height * width * channels);
  return { kind: "conv", filter, stride: 1 };
}
