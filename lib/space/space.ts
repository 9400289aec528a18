/**
 * The space of architectures: how many choice blocks a cell has, and what each may choose.
 * @module
 */
import { z } from "zod";
import { check, members, number, positiveInteger, refuse } from "../options.ts";
import { type Operation, operationsSchema, paperOperations } from "./operations.ts";

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

const range: z.ZodType<CountRange> = z.tuple([positiveInteger, positiveInteger], "[min, max]");

/** What is accepted as a space, but for ranges that are more than there is to choose from. */
export const spaceSchema: z.ZodType<Space> = members({
  blocks: number(
    (value) => Number.isSafeInteger(value) && value > 0 && value <= maxBlocks,
    `an integer 1 to ${maxBlocks}`,
  ),
  operations: operationsSchema,
  inputsPerBlock: range,
  operationsPerBlock: range,
});

/**
 * Checks a space, its table of operations included.
 *
 * @throws {RangeError} if a name in it is unknown, a number is out of range, a range is empty, or the table has a fault
 *
 * @example More inputs than the first block has
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { paperSpace, validateSpace } from "./space.ts";
 *
 * validateSpace(paperSpace);
 * const space = { ...paperSpace, inputsPerBlock: [3, 4] } as const;
 * assertThrows(() => validateSpace(space), RangeError, "inputsPerBlock = [ 3, 4 ]: expected min from 1 to 2");
 * ```
 */
export function validateSpace(space: Space): void {
  check("Cannot use a space", spaceSchema, space, "space");
  const { blocks, operations: { length } } = space;
  requireRange(space, "inputsPerBlock", blockInputs(0), blockInputs(blocks - 1));
  requireRange(space, "operationsPerBlock", length, length);
}

function requireRange(
  space: Space,
  name: "inputsPerBlock" | "operationsPerBlock",
  greatestMin: number,
  greatestMax: number,
): void {
  const [min, max] = space[name];
  if (min <= greatestMin && min <= max && max <= greatestMax) return;
  refuse(
    "Cannot use a space",
    name,
    space[name],
    `min from 1 to ${greatestMin} and max from min to ${greatestMax}`,
  );
}
