/**
 * The space of architectures: how many choice blocks a cell has, and what each may choose.
 * @module
 */
import { type Operation, paperOperations, validateOperations } from "./operations.ts";

/** The least and the greatest number of things that may be chosen, both included. */
export type CountRange = readonly [min: number, max: number];

/** What all cells of a network, which are alike, are chosen from. */
export interface Space {
  /** Choice blocks of a cell, 1 to 30. */
  readonly blocks: number;
  /** The table that blocks choose operations from. */
  readonly operations: readonly Operation[];
  /**
   * How many inputs a block keeps. The first block has only two to choose from, so `min` is 1 or 2; a block with
   * fewer than `max` candidates keeps at most all of them.
   */
  readonly inputsPerBlock: CountRange;
  /** How many operations a block keeps. */
  readonly operationsPerBlock: CountRange;
}

/**
 * The space of the paper: 4 blocks and 1 or 2 of 7 operations in each. That a block keeps 1 or 2 inputs is our
 * setting.
 */
export const paperSpace: Space = {
  blocks: 4,
  operations: paperOperations,
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};

/** The most blocks of a cell: with them, the number of sets of inputs is a safe integer. */
export const maxBlocks = 30;

/**
 * The number of inputs that a block may choose from. Input 0 is the output of the cell two back, input 1 the output
 * of the previous cell, input 2 + j the output of block j of the same cell.
 *
 * @param block index of the block in its cell, from 0
 */
export function blockInputs(block: number): number {
  return 2 + block;
}

/**
 * Checks a space, its table of operations included.
 *
 * @throws {TypeError} if a part of it has another type
 * @throws {RangeError} if a number is out of range or a range is empty, or the table has a fault
 *
 * @example More inputs than the first block has
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { paperSpace, validateSpace } from "./space.ts";
 *
 * validateSpace(paperSpace);
 * const space = { ...paperSpace, inputsPerBlock: [3, 4] } as const;
 * assertThrows(() => validateSpace(space), RangeError, "inputsPerBlock [3, 4], expected 1 <= min <= 2");
 * ```
 */
export function validateSpace(space: Space): void {
  const { blocks, operations, inputsPerBlock, operationsPerBlock } = space;
  if (!Number.isSafeInteger(blocks) || blocks < 1 || blocks > maxBlocks) {
    throw new RangeError(`Cannot use a space: found blocks ${blocks}, expected an integer 1 to ${maxBlocks}`);
  }
  validateOperations(operations);
  validateRange("inputsPerBlock", inputsPerBlock, blockInputs(0), blockInputs(blocks - 1));
  validateRange("operationsPerBlock", operationsPerBlock, operations.length, operations.length);
}

function validateRange(name: string, range: CountRange, greatestMin: number, greatestMax: number): void {
  if (!Array.isArray(range) || range.length !== 2) {
    throw new TypeError(`Cannot use a space: found ${name} ${range}, expected [min, max]`);
  }
  const [min, max] = range;
  const legal = Number.isSafeInteger(min) && Number.isSafeInteger(max) && min >= 1 && min <= greatestMin &&
    max >= min && max <= greatestMax;
  if (!legal) {
    throw new RangeError(
      `Cannot use a space: found ${name} [${min}, ${max}], ` +
        `expected 1 <= min <= ${greatestMin} and min <= max <= ${greatestMax}, both integers`,
    );
  }
}
