/**
 * An architecture: what each choice block keeps of its inputs and operations. Plain data that knows no tensors.
 * @module
 */
import { cannot } from "../options.ts";
import { blockInputs, type CountRange, type Space, validateSpace } from "./space.ts";

/** What a choice block keeps: distinct indices, from low to high. */
export interface Block {
  /** Inputs, numbered as {@linkcode blockInputs} says. */
  readonly inputs: readonly number[];
  /** Rows of the space's table of operations. */
  readonly operations: readonly number[];
}

/** The blocks of every cell of a network, first to last. */
export type Architecture = readonly Block[];

/**
 * The same data where sets may have any size, 0 too: which paths a ghost batch retained. A block without inputs or
 * without operations is absent, and so is an input that reads an absent block.
 */
export type Paths = Architecture;

/** Every path of a space: what the reference predictions are made with ("all-on"). */
export function allPaths(space: Space): Paths {
  validateSpace(space);
  return Array.from({ length: space.blocks }, (_, block) => ({
    inputs: [...Array(blockInputs(block)).keys()],
    operations: [...space.operations.keys()],
  }));
}

/**
 * Checks that paths belong to a space, however many they are.
 *
 * @throws {TypeError} if they have another form
 * @throws {RangeError} if the number of blocks is not the space's, or an index is out of range, out of order or repeated
 */
export function validatePaths(space: Space, paths: Paths): void {
  validateSpace(space);
  if (!Array.isArray(paths)) {
    throw new TypeError(`Cannot use paths: found ${String(paths)}, expected an array of blocks`);
  }
  if (paths.length !== space.blocks) {
    throw cannot("use paths", `${paths.length} blocks`, `${space.blocks}`);
  }
  paths.forEach((kept: Block, block) => {
    validateSet(kept?.inputs, blockInputs(block), `inputs of block ${block}`);
    validateSet(kept?.operations, space.operations.length, `operations of block ${block}`);
  });
}

/**
 * Checks that an architecture belongs to a space; throws as {@linkcode validatePaths}, and a `RangeError` if a block
 * keeps too few or too many inputs or operations.
 *
 * @example The reference keeps more paths than an architecture may
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { allPaths, validateArchitecture } from "./architecture.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const reference = allPaths(paperSpace);
 * const message = "operations of block 0: found 7 of them, expected 1 to 2";
 * assertThrows(() => validateArchitecture(paperSpace, reference), RangeError, message);
 * ```
 */
export function validateArchitecture(space: Space, architecture: Architecture): void {
  validatePaths(space, architecture);
  architecture.forEach(({ inputs, operations }, block) => {
    validateCount(inputs, space.inputsPerBlock, `inputs of block ${block}`);
    validateCount(operations, space.operationsPerBlock, `operations of block ${block}`);
  });
}

function validateSet(indices: unknown, candidates: number, what: string): void {
  if (!Array.isArray(indices)) {
    throw new TypeError(`Cannot use the ${what}: found ${String(indices)}, expected an array of indices`);
  }
  indices.forEach((index, at) => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= candidates) {
      throw cannot(`use the ${what}`, `index ${index}`, `an integer 0 to ${candidates - 1}`);
    }
    if (at > 0 && index <= indices[at - 1]) {
      const expected = "indices from low to high without repeats";
      throw cannot(`use the ${what}`, `${index} after ${indices[at - 1]}`, expected);
    }
  });
}

function validateCount(indices: readonly number[], [min, max]: CountRange, what: string): void {
  if (indices.length < min || indices.length > max) {
    throw cannot(`use the ${what}`, `${indices.length} of them`, `${min} to ${max}`);
  }
}
