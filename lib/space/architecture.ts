/**
 * An architecture: what each choice block keeps of its inputs and operations. Plain data that knows no tensors.
 * @module
 */
import { blockInputs, type CountRange, type Space, validateSpace } from "./space.ts";

/** What a choice block keeps: indices without repeats, from low to high. */
export interface Block {
  /** Inputs, numbered as {@linkcode blockInputs} says. */
  readonly inputs: readonly number[];
  /** Rows of the space's table of operations. */
  readonly operations: readonly number[];
}

/** The blocks of every cell of a network, first to last. */
export type Architecture = readonly Block[];

/**
 * The same data where sets may have any size and may be empty: which paths a ghost batch retained. Every
 * architecture is also a value of this type. A block without inputs or without operations is absent, and so is
 * an input that reads an absent block.
 */
export type Paths = Architecture;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Every path of a space: what the reference predictions are made with ("all-on"). */
export function allPaths(space: Space): Paths {
  validateSpace(space);
  return upTo(space.blocks).map((block) => ({
    inputs: upTo(blockInputs(block)),
    operations: upTo(space.operations.length),
  }));
}

/**
 * Checks that paths belong to a space, however many there are.
 *
 * @throws {TypeError} if they have another form
 * @throws {RangeError} if the number of blocks is another than the space's, or an index is out of range, out of
 * order or given twice
 */
export function validatePaths(space: Space, paths: Paths): void {
  validateSpace(space);
  if (!Array.isArray(paths)) {
    throw new TypeError(`Cannot use paths: found ${String(paths)}, expected an array of blocks`);
  }
  if (paths.length !== space.blocks) {
    throw new RangeError(`Cannot use paths: found ${paths.length} blocks, expected ${space.blocks}`);
  }
  paths.forEach((kept: Block, block) => {
    validateSet(kept?.inputs, blockInputs(block), `inputs of block ${block}`);
    validateSet(kept?.operations, space.operations.length, `operations of block ${block}`);
  });
}

/**
 * Checks that an architecture belongs to a space.
 *
 * @throws {TypeError} if it has another form
 * @throws {RangeError} if {@linkcode validatePaths} finds a fault, or a block keeps too few or too many of either
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
  indices.forEach((index, place) => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= candidates) {
      throw new RangeError(
        `Cannot use the ${what}: found index ${index}, expected an integer 0 to ${candidates - 1}`,
      );
    }
    if (place > 0 && index <= indices[place - 1]) {
      throw new RangeError(
        `Cannot use the ${what}: found ${index} after ${indices[place - 1]}, ` +
          "expected indices from low to high without repeats",
      );
    }
  });
}

function validateCount(indices: readonly number[], [min, max]: CountRange, what: string): void {
  if (indices.length < min || indices.length > max) {
    throw new RangeError(
      `Cannot use the ${what}: found ${indices.length} of them, expected ${min} to ${max}`,
    );
  }
}
