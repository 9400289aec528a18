/**
 * The plan of a network: every layer's parameters in their places, as data. The plan of all paths is the one-shot
 * model's; the plan of one architecture is its stand-alone network's, with no room for anything else.
 * @module
 */
import { type Segment, type SegmentList, segmentList } from "../engine/mod.ts";
import {
  allPaths,
  blockInputs,
  type NetworkShape,
  type Operation,
  type Paths,
  type Space,
} from "../space/mod.ts";
import type { Norm } from "../tricks/mod.ts";

/** Parameters of an operation's layers, in their order; layers without any have `undefined`. */
export type OperationPlan = readonly (Segment | Norm | undefined)[];

/** Parameters of a choice block; paths that the plan leaves out are `undefined`. */
export interface BlockPlan {
  /** 1x1 convolutions from each input to the block's channels. */
  readonly projections: readonly (Segment | undefined)[];
  /** Normalises the summed projections, once for all operations. */
  readonly join: Norm;
  readonly operations: readonly (OperationPlan | undefined)[];
  /** Normalises the summed operations, once for all readers of the block. */
  readonly output: Norm;
}

/** Parameters of a cell. */
export interface CellPlan {
  /** Stage from 0; each further stage has half the height and width and twice the channels. */
  readonly stage: number;
  /** Channels of each block. */
  readonly channels: number;
  readonly blocks: readonly BlockPlan[];
}

/** Parameters of a whole network. */
export interface NetworkPlan {
  readonly space: Space;
  readonly shape: NetworkShape;
  /** The paths that have parameters; only these can be run. */
  readonly paths: Paths;
  readonly segments: readonly Segment[];
  /** Floats in a buffer of all parameters. */
  readonly length: number;
  /** Every batch norm of the network. */
  readonly norms: readonly Norm[];
  /** Floats in a buffer of all running statistics. */
  readonly statisticsLength: number;
  readonly stem: { readonly conv: Segment; readonly norm: Norm };
  readonly cells: readonly CellPlan[];
  readonly head: { readonly weights: Segment; readonly bias: Segment };
}

/**
 * Lays out a network.
 *
 * @param paths the paths that it holds; all of the space unless told
 */
export function planNetwork(space: Space, shape: NetworkShape, paths: Paths = allPaths(space)): NetworkPlan {
  const list = segmentList();
  const norms: Norm[] = [];
  const norm = (name: string, channels: number): Norm => {
    const previous = norms.at(-1);
    const slot = previous === undefined ? 0 : previous.slot + 2 * previous.scale.size;
    const planned = {
      scale: list.vector(`${name}.scale`, channels, 1),
      offset: list.vector(`${name}.offset`, channels, 0),
      slot,
    };
    norms.push(planned);
    return planned;
  };

  const [, , imageChannels] = shape.image;
  const stem = {
    conv: list.weights("stem.conv", [3, 3, imageChannels, shape.filters], 9 * imageChannels),
    norm: norm("stem.norm", shape.filters),
  };
  const cells: CellPlan[] = [];
  let twoBack = shape.filters;
  let oneBack = shape.filters;
  for (let index = 0; index < shape.stages * shape.cellsPerStage; index++) {
    const stage = Math.floor(index / shape.cellsPerStage);
    const channels = shape.filters * 2 ** stage;
    const inputChannels = [twoBack, oneBack];
    const blocks = paths.map((kept, block) =>
      planBlock(list, norm, `cell${index}.block${block}`, { space, kept, block, channels, inputChannels })
    );
    cells.push({ stage, channels, blocks });
    [twoBack, oneBack] = [oneBack, space.blocks * channels];
  }
  const head = {
    weights: list.weights("head.weights", [oneBack, shape.classes], oneBack),
    bias: list.vector("head.bias", shape.classes, 0),
  };
  const last = norms.at(-1)!;
  return {
    space,
    shape,
    paths,
    segments: list.segments,
    length: list.length,
    norms,
    statisticsLength: last.slot + 2 * last.scale.size,
    stem,
    cells,
    head,
  };
}

interface BlockSetting {
  readonly space: Space;
  readonly kept: Paths[number];
  readonly block: number;
  readonly channels: number;
  readonly inputChannels: readonly number[];
}

function planBlock(
  list: SegmentList,
  norm: (name: string, channels: number) => Norm,
  name: string,
  { space, kept, block, channels, inputChannels }: BlockSetting,
): BlockPlan {
  const projections = Array.from({ length: blockInputs(block) }, (_, input) => {
    if (!kept.inputs.includes(input)) return undefined;
    const from = inputChannels[input] ?? channels;
    return list.weights(`${name}.input${input}`, [1, 1, from, channels], from);
  });
  const join = norm(`${name}.join`, channels);
  const operations = space.operations.map((operation, index) =>
    kept.operations.includes(index)
      ? planOperation(list, norm, `${name}.${operation.name}`, operation, channels)
      : undefined
  );
  return { projections, join, operations, output: norm(`${name}.output`, channels) };
}

function planOperation(
  list: SegmentList,
  norm: (name: string, channels: number) => Norm,
  name: string,
  operation: Operation,
  channels: number,
): OperationPlan {
  return operation.layers.map((layer, index) => {
    const layerName = `${name}.${index}`;
    switch (layer.kind) {
      case "conv": {
        const [height, width] = layer.kernel;
        return list.weights(layerName, [height, width, channels, channels], height * width * channels);
      }
      case "depthwise": {
        const [height, width] = layer.kernel;
        return list.weights(layerName, [height, width, channels, 1], height * width);
      }
      case "norm":
        return norm(layerName, channels);
      case "maxPool":
      case "averagePool":
        return undefined;
    }
  });
}
