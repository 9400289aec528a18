/**
 * What a network costs: its parameters and the multiply-adds of one image. Counted from the graph alone, so that a
 * searcher can weigh size before anything is built.
 * @module
 */
import {
  type NetworkShape,
  type Paths,
  type Space,
  validateNetworkShape,
  validatePaths,
} from "../space/mod.ts";
import { buildGraph } from "./build.ts";
import type { Segment } from "./segments.ts";

/** What {@linkcode networkCost} counts. */
export interface Cost {
  /** Weights, biases, and scale and offset of every norm. */
  readonly parameters: number;
  /** Of one image, forward: a convolution's weights once per output pixel, on padding too, the classifier's once. */
  readonly multiplyAdds: number;
}

/**
 * The cost of a network that holds the given paths and no others. An absent block costs nothing, but its channels remain,
 * filled with zeros.
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
  return countCost(space, shape, paths);
}

/** As {@linkcode networkCost}, without any check, for paths that come in every step of a training. */
export function countCost(space: Space, shape: NetworkShape, paths: Paths): Cost {
  let parameters = 0;
  const counted = (shape: readonly number[]): Segment => {
    const size = shape.reduce((product, side) => product * side, 1);
    parameters += size;
    return { name: "", shape, offset: 0, size, fanIn: 0, initial: 0, decays: false };
  };
  const { nodes, head } = buildGraph(space, shape, paths, {
    weights: (_, shape) => counted(shape),
    norm: (_, channels) => ({ scale: counted([channels]), offset: counted([channels]), slot: 0 }),
  });
  let multiplyAdds = head.weights.size;
  for (const { shape: { height, width }, terms } of nodes) {
    for (const { layers } of terms) {
      for (const layer of layers) if ("filter" in layer) multiplyAdds += layer.filter.size * height * width;
    }
  }
  return { parameters, multiplyAdds };
}
