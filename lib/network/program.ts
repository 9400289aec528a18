/**
 * What a network computes when it keeps some of its plan's paths: the one place where the structure of cells and
 * choice blocks is turned into a sequence. One-shot model and stand-alone network are this one function: the
 * one-shot model is given any paths of its plan, the stand-alone network the only ones it has.
 * @module
 */
import {
  IMAGES,
  type NodeShape,
  type Program,
  type ProgramLayer,
  type ProgramNode,
  type Segment,
  type Sources,
  type Term,
} from "../engine/mod.ts";
import type { LayerSpec, Operation, Paths } from "../space/mod.ts";
import type { Norm } from "../tricks/mod.ts";
import type { BlockPlan, NetworkPlan, OperationPlan } from "./plan.ts";

/** What a cell gives to later ones: its blocks side by side, at the resolution of a stage. */
interface Output {
  readonly sources: Sources;
  readonly stage: number;
}

/**
 * The program of the kept paths and nothing else.
 *
 * A block is absent if no kept input is present or no operation is kept; what reads it reads zeros. A cell output
 * that a later stage reads is averaged over 2 x 2 pixels, once for all its readers.
 *
 * @param paths which inputs and operations each block keeps, the same in every cell
 * @throws {RangeError} if a kept path has no parameters in the plan
 */
export function networkProgram(plan: NetworkPlan, paths: Paths): Program {
  const { space, shape: { image, stemStride } } = plan;
  const nodes: ProgramNode[] = [];
  const add = (node: ProgramNode): number => nodes.push(node) - 1;
  const sizeAt = (stage: number, channels: number): NodeShape => {
    const halved = (side: number): number => {
      let size = Math.ceil(side / stemStride);
      for (let s = 0; s < stage; s++) size = Math.ceil(size / 2);
      return size;
    };
    return { height: halved(image[0]), width: halved(image[1]), channels };
  };
  const halve = (source: number, stage: number): number =>
    add({
      shape: sizeAt(stage, nodes[source]!.shape.channels),
      terms: [{ sources: [source], layers: [{ kind: "halve" }] }],
      norm: undefined,
    });
  const atStage = (output: Output, stage: number): Output => {
    if (output.stage === stage) return output;
    const before = atStage(output, stage - 1);
    return {
      sources: before.sources.map((source) => source === undefined ? undefined : halve(source, stage)),
      stage,
    };
  };

  const stem = add({
    shape: sizeAt(0, plan.shape.filters),
    terms: [{ sources: [IMAGES], layers: [{ kind: "conv", filter: plan.stem.conv, stride: stemStride }] }],
    norm: plan.stem.norm,
  });
  let [twoBack, oneBack]: [Output, Output] = [{ sources: [stem], stage: 0 }, { sources: [stem], stage: 0 }];
  for (const cell of plan.cells) {
    const shape = sizeAt(cell.stage, cell.channels);
    // Halved once: the next cell reads what this one read.
    [twoBack, oneBack] = [atStage(twoBack, cell.stage), atStage(oneBack, cell.stage)];
    const inputs: Sources[] = [twoBack.sources, oneBack.sources];
    cell.blocks.forEach((block, place) => {
      const made = addBlock(add, shape, block, paths[place]!, inputs, space.operations);
      inputs.push([made]);
    });
    const sources = inputs.slice(2).map(([block]) => block);
    [twoBack, oneBack] = [oneBack, { sources, stage: cell.stage }];
  }
  return { image, nodes, head: { sources: oneBack.sources, ...plan.head } };
}

/** Adds a choice block's nodes; returns the last, or `undefined` if the block is absent. */
function addBlock(
  add: (node: ProgramNode) => number,
  shape: NodeShape,
  plan: BlockPlan,
  kept: Paths[number],
  inputs: readonly Sources[],
  operations: readonly Operation[],
): number | undefined {
  const present = kept.inputs.filter((input) => inputs[input]!.some((source) => source !== undefined));
  if (present.length === 0 || kept.operations.length === 0) return undefined;
  const joined = add({
    shape,
    terms: present.map((input) => ({
      sources: inputs[input]!,
      layers: [{ kind: "conv", filter: planned(plan.projections[input], `input ${input}`), stride: 1 }],
    })),
    norm: plan.join,
  });
  const terms = kept.operations.map((row) => {
    const { name, layers } = operations[row]!;
    return addOperation(add, shape, layers, planned(plan.operations[row], name), joined);
  });
  return add({ shape, terms, norm: plan.output });
}

/** An operation's layers: a node for each norm among them, and what comes after the last as a term. */
function addOperation(
  add: (node: ProgramNode) => number,
  shape: NodeShape,
  layers: readonly LayerSpec[],
  plan: OperationPlan,
  joined: number,
): Term {
  let source = joined;
  let chain: ProgramLayer[] = [];
  layers.forEach((layer, place) => {
    if (layer.kind === "norm") {
      source = add({ shape, terms: [{ sources: [source], layers: chain }], norm: plan[place] as Norm });
      chain = [];
    } else {
      chain.push(programLayer(layer, plan[place]));
    }
  });
  return { sources: [source], layers: chain };
}

function programLayer(
  layer: Exclude<LayerSpec, { kind: "norm" }>,
  filter: OperationPlan[number],
): ProgramLayer {
  switch (layer.kind) {
    case "conv":
      return { kind: "conv", filter: filter as Segment, stride: 1 };
    case "depthwise":
      return { kind: "depthwise", filter: filter as Segment };
    case "maxPool":
    case "averagePool":
      return { kind: layer.kind, size: layer.size };
  }
}

function planned<T>(part: T | undefined, path: string): T {
  if (part === undefined) {
    throw new RangeError(`Cannot run the path of ${path}: the network was planned without it`);
  }
  return part;
}
