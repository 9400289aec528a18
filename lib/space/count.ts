/**
 * How many architectures a space has, and all of them one by one. Encodings are counted: architectures that differ only
 * in the numbers of their blocks count each (see {@linkcode canonicalArchitecture}).
 * @module
 */
import type { Architecture, Block } from "./architecture.ts";
import { blockInputs, type CountRange, type Space, validateSpace } from "./space.ts";

/** The number of ways to choose `chosen` of `candidates` things; exact up to 50 candidates. */
export function binomial(candidates: number, chosen: number): number {
  if (chosen < 0 || chosen > candidates) return 0;
  const few = Math.min(chosen, candidates - chosen);
  let ways = 1;
  // After each round `ways` is itself a binomial coefficient, so the division leaves no remainder.
  for (let k = 1; k <= few; k++) ways = ways * (candidates - few + k) / k;
  return ways;
}

/** The number of subsets of `candidates` things whose size lies in a range. */
export function countSubsets(candidates: number, [min, max]: CountRange): number {
  let ways = 0;
  for (let size = min; size <= Math.min(max, candidates); size++) ways += binomial(candidates, size);
  return ways;
}

/** The subsets of the indices below `candidates` whose size lies in a range: by size, then in lexicographic order. */
export function* enumerateSubsets(candidates: number, [min, max]: CountRange): Generator<number[]> {
  for (let size = min; size <= Math.min(max, candidates); size++) yield* subsetsOfSize(candidates, size, []);
}

function* subsetsOfSize(candidates: number, size: number, start: readonly number[]): Generator<number[]> {
  if (start.length === size) {
    yield [...start];
    return;
  }
  const missing = size - start.length;
  for (let next = (start.at(-1) ?? -1) + 1; next <= candidates - missing; next++) {
    yield* subsetsOfSize(candidates, size, [...start, next]);
  }
}

/**
 * The number of architectures of a space: the product over blocks of the ways to choose inputs and operations.
 *
 * @example The paper's space if any inputs may be kept, but for none
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { countArchitectures } from "./count.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const space = { ...paperSpace, inputsPerBlock: [1, 5] } as const;
 * assertEquals(countArchitectures(space), (3n * 7n * 15n * 31n) * 28n ** 4n);
 * ```
 */
export function countArchitectures(space: Space): bigint {
  validateSpace(space);
  const operationSets = BigInt(countSubsets(space.operations.length, space.operationsPerBlock));
  let architectures = 1n;
  for (let block = 0; block < space.blocks; block++) {
    architectures *= BigInt(countSubsets(blockInputs(block), space.inputsPerBlock)) * operationSets;
  }
  return architectures;
}

/**
 * Every architecture of a space once, made only when it is asked for. The last block changes fastest, and operations
 * faster than inputs, both in the order of {@linkcode enumerateSubsets}. A faulty space throws at the first one.
 */
export function* enumerateArchitectures(space: Space): Generator<Architecture> {
  validateSpace(space);
  yield* continuations(space, []);
}

function* continuations(space: Space, start: readonly Block[]): Generator<Architecture> {
  if (start.length === space.blocks) {
    yield start;
    return;
  }
  for (const inputs of enumerateSubsets(blockInputs(start.length), space.inputsPerBlock)) {
    for (const operations of enumerateSubsets(space.operations.length, space.operationsPerBlock)) {
      yield* continuations(space, [...start, { inputs, operations }]);
    }
  }
}
