/**
 * The space of architectures: how many choice blocks a cell has, and what each may choose.
 * @module
 */
import { z } from "zod";
import { check, members, positiveInteger, refuse } from "../options.ts";
import { type Operation, operationsSchema, paperOperations } from "./operations.ts";

/** The least and the greatest number of things that may be chosen, both included. */
export type CountRange = readonly [min: number, max: number];

/** What all cells of a network, which are alike, are chosen from. */
export interface Space {
  /** Choice blocks of a cell, 1 to 30. */
  readonly blocks: number;
  /** The table that blocks choose operations from. */
  readonly operations: readonly Operation[];
  /** How many inputs a block keeps; `min` is 1 or 2, as the first block has only two candidates. */
  readonly inputsPerBlock: CountRange;
  /** How many operations a block keeps. */
  readonly operationsPerBlock: CountRange;
}

/** The space of the paper: 4 blocks and 1 or 2 of 7 operations in each. To keep 1 or 2 inputs is our setting. */
export const paperSpace: Space = {
  blocks: 4,
  operations: paperOperations,
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};

/** The most blocks of a cell: with them, the number of sets of inputs is a safe integer. */
export const maxBlocks = 30;

/**
 * The number of inputs that a block of a cell may choose from; blocks count from 0. Input 0 is the output of the cell
 * two back, input 1 the output of the previous cell, input 2 + j the output of block j of the same cell.
 */
export function blockInputs(block: number): number {
  return 2 + block;
}

const blockNumbers = `an integer 1 to ${maxBlocks}`;
const range: z.ZodType<CountRange> = z.tuple([positiveInteger, positiveInteger], "[min, max]");

/** What is accepted as a space, apart from ranges beyond what there is to choose from. */
export const spaceSchema: z.ZodType<Space> = members({
  blocks: z.int(blockNumbers).min(1, blockNumbers).max(maxBlocks, blockNumbers),
  operations: operationsSchema,
  inputsPerBlock: range,
  operationsPerBlock: range,
});

/**
 * Checks a space and its table of operations.
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
  const limits = [
    ["inputsPerBlock", blockInputs(0), blockInputs(blocks - 1)],
    ["operationsPerBlock", length, length],
  ] as const;
  for (const [name, greatestMin, greatestMax] of limits) {
    const [min, max] = space[name];
    if (min <= greatestMin && min <= max && max <= greatestMax) continue;
    const wanted = `min from 1 to ${greatestMin} and max from min to ${greatestMax}`;
    refuse("Cannot use a space", name, space[name], wanted);
  }
}
