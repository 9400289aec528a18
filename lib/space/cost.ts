/**
 * What a network costs: its parameters and the multiply-adds of one image. Counted from the data alone, so that a
 * searcher can weigh size before anything is built.
 * @module
 */
import { z } from "zod";
import { check, members, positiveInteger } from "../options.ts";
import { type Paths, validatePaths } from "./architecture.ts";
import type { LayerSpec, Operation } from "./operations.ts";
import type { Space } from "./space.ts";

/**
 * The size of a network around its cells. Stage s, from 0, has `filters` * 2^s channels in each block and half the
 * height and width of the stage before it.
 */
export interface NetworkShape {
  /** Height and width in pixels, channels. */
  readonly image: readonly [height: number, width: number, channels: number];
  /** Classes that the head tells apart. */
  readonly classes: number;
  /** Channels of the stem and of each block of the first stage. */
  readonly filters: number;
  readonly stages: number;
  readonly cellsPerStage: number;
  /** Stride of the stem; 2 halves the height and width of the first stage. */
  readonly stemStride: 1 | 2;
}

/** What {@linkcode networkCost} counts. */
export interface Cost {
  /** Weights, biases, and scale and offset of every norm. */
  readonly parameters: number;
  /** Of one image, forward, in convolutions and the classifier. Taps on padding count. */
  readonly multiplyAdds: number;
}

/**
 * The cost of a network that holds the given paths and no others.
 *
 * A 3x3 stem and a norm lead to `stages` * `cellsPerStage` cells. In a block each kept input has a 1x1 convolution
 * from the channels of what it reads; their sum is normalised, each kept operation reads that, and the sum of
 * operations is normalised. A cell's output joins the outputs of its blocks; an absent block costs nothing, but
 * its channels remain, filled with zeros. The head is a mean over pixels and a dense layer.
 *
 * @throws {TypeError | RangeError} if the space, the paths or the shape have a fault
 *
 * @example An operation without layers has the price of its projection and norms
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { networkCost } from "./cost.ts";
 *
 * const operations = [{ name: "identity", layers: [] }];
 * const space = { blocks: 1, operations, inputsPerBlock: [1, 1], operationsPerBlock: [1, 1] } as const;
 * const image = [4, 4, 1] as const;
 * const shape = { image, classes: 3, filters: 2, stages: 1, cellsPerStage: 1, stemStride: 2 } as const;
 * const stem = { weights: 3 * 3 * 1 * 2, norm: 2 * 2 };
 * const block = { weights: 2 * 2, norms: 2 * (2 * 2) };
 * const head = { weights: 2 * 3, bias: 3 };
 * assertEquals(networkCost(space, shape, [{ inputs: [1], operations: [0] }]), {
 *   parameters: stem.weights + stem.norm + block.weights + block.norms + head.weights + head.bias,
 *   multiplyAdds: (2 * 2) * (stem.weights + block.weights) + head.weights,
 * });
 * ```
 */
export function networkCost(space: Space, shape: NetworkShape, paths: Paths): Cost {
  validatePaths(space, paths);
  validateNetworkShape(shape);
  const [imageHeight, imageWidth, imageChannels] = shape.image;
  let height = Math.ceil(imageHeight / shape.stemStride);
  let width = Math.ceil(imageWidth / shape.stemStride);

  // Every convolution keeps its pixels, but for the stem, whose output pixels are counted: one multiply-add for
  // each weight at each pixel.
  const stemWeights = 3 * 3 * imageChannels * shape.filters;
  let parameters = stemWeights + normParameters(shape.filters);
  let multiplyAdds = stemWeights * height * width;

  let twoBack = shape.filters;
  let oneBack = shape.filters;
  for (let stage = 0; stage < shape.stages; stage++) {
    if (stage > 0) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    const channels = shape.filters * 2 ** stage;
    for (let cell = 0; cell < shape.cellsPerStage; cell++) {
      const { weights, normed } = cellSize(space, paths, channels, [twoBack, oneBack]);
      parameters += weights + normed;
      multiplyAdds += weights * height * width;
      [twoBack, oneBack] = [oneBack, space.blocks * channels];
    }
  }
  const headWeights = oneBack * shape.classes;
  return {
    parameters: parameters + headWeights + shape.classes,
    multiplyAdds: multiplyAdds + headWeights,
  };
}

/**
 * Weights of the convolutions that a cell's paths use, with as many channels in all that it reads and writes. The time
 * that paths take goes by it, and it is counted fast, without any check.
 */
export function cellWeights(space: Space, channels: number, paths: Paths): number {
  return cellSize(space, paths, channels, [channels, channels]).weights;
}

/** What is accepted as a shape. */
export const networkShapeSchema = members<NetworkShape>({
  image: z.tuple([positiveInteger, positiveInteger, positiveInteger], "[height, width, channels]"),
  classes: positiveInteger,
  filters: positiveInteger,
  stages: positiveInteger,
  cellsPerStage: positiveInteger,
  stemStride: z.literal([1, 2], "1 or 2"),
});

/**
 * Checks a shape.
 *
 * @throws {RangeError} if a name in it is unknown, a size is not a positive integer, or the stem's stride is neither 1
 * nor 2
 */
export function validateNetworkShape(shape: NetworkShape): void {
  check("Cannot use a network shape", networkShapeSchema, shape, "shape");
}

/** Numbers of weights of convolutions, and of scales and offsets of norms. */
interface Size {
  readonly weights: number;
  readonly normed: number;
}

const normParameters = (channels: number): number => 2 * channels;

const sum = (sizes: readonly Size[]): Size => ({
  weights: sizes.reduce((total, { weights }) => total + weights, 0),
  normed: sizes.reduce((total, { normed }) => total + normed, 0),
});

function cellSize(space: Space, paths: Paths, channels: number, cellInputs: readonly number[]): Size {
  // Cell outputs count as present: the stem always is, so a cell without any present block means that no block
  // of any cell has an input, and then nobody reads them.
  const sourceChannels: (number | undefined)[] = [...cellInputs];
  const blocks = paths.map(({ inputs, operations }) => {
    const present = inputs.map((input) => sourceChannels[input]).filter((source) => source !== undefined);
    if (present.length === 0 || operations.length === 0) {
      sourceChannels.push(undefined);
      return { weights: 0, normed: 0 };
    }
    sourceChannels.push(channels);
    const joinAndOutput = 2 * normParameters(channels);
    return sum([
      { weights: present.reduce((total, source) => total + source * channels, 0), normed: joinAndOutput },
      ...operations.map((index) => operationSize(space.operations[index]!, channels)),
    ]);
  });
  return sum(blocks);
}

function operationSize(operation: Operation, channels: number): Size {
  return sum(operation.layers.map((layer) => layerSize(layer, channels)));
}

function layerSize(layer: LayerSpec, channels: number): Size {
  switch (layer.kind) {
    case "conv":
      return { weights: layer.kernel[0] * layer.kernel[1] * channels * channels, normed: 0 };
    case "depthwise":
      return { weights: layer.kernel[0] * layer.kernel[1] * channels, normed: 0 };
    case "norm":
      return { weights: 0, normed: normParameters(channels) };
    case "maxPool":
    case "averagePool":
      return { weights: 0, normed: 0 };
  }
}
