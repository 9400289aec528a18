/**
 * One name for architectures that are the same network. All blocks of a cell are joined in its output, so the
 * numbers of the blocks mean nothing as long as each is computed before those that read it: renumbering permutes
 * channels, and the weights that read them along.
 * @module
 */
import { type Architecture, type Block, validateArchitecture } from "./architecture.ts";
import { formatArchitecture } from "./format.ts";
import type { Space } from "./space.ts";

/**
 * The least of all legal renumberings of an architecture's blocks, where architectures are compared block by block,
 * blocks by their inputs and then by their operations, and lists by their first difference (a list comes before
 * those that it begins).
 *
 * Takes time in the number of renumberings that tie, which is small up to about ten blocks: blocks with equal
 * inputs, operations and readers are interchangeable, and only one order of them is tried.
 *
 * @throws {TypeError | RangeError} if the architecture does not belong to the space
 *
 * @example The order of two blocks that do not read each other
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { canonicalArchitecture } from "./canonical.ts";
 * import { formatArchitecture, parseArchitecture } from "./format.ts";
 * import { paperSpace } from "./space.ts";
 *
 * const architecture = parseArchitecture(paperSpace, "c1>max3|c2>sep5|b0>avg3|b1>sep3");
 * const canonical = canonicalArchitecture(paperSpace, architecture);
 * assertEquals(formatArchitecture(paperSpace, canonical), "c2>sep5|c1>max3|b0>sep3|b1>avg3");
 * ```
 */
export function canonicalArchitecture(space: Space, architecture: Architecture): Architecture {
  validateArchitecture(space, architecture);
  const readers = architecture.map((_, block) =>
    architecture.flatMap(({ inputs }, reader) => inputs.includes(2 + block) ? [reader] : [])
  );
  const isTwin = (one: number, other: number): boolean =>
    compareLists(architecture[one]!.inputs, architecture[other]!.inputs) === 0 &&
    compareLists(architecture[one]!.operations, architecture[other]!.operations) === 0 &&
    compareLists(readers[one]!, readers[other]!) === 0;

  // Place by place, keeps every order that begins with the least blocks so far. Any start can be completed, so a
  // greater one is never needed.
  let least: Block[] = [];
  let orders: readonly (readonly number[])[] = [[]];
  while (least.length < architecture.length) {
    let next: Placement[] = [];
    for (const order of orders) {
      const tried: number[] = [];
      for (const placement of placements(architecture, order)) {
        const comparison = next.length === 0 ? -1 : compareBlocks(placement.block, next[0]!.block);
        if (comparison > 0 || tried.some((other) => isTwin(placement.from, other))) continue;
        if (comparison < 0) next = [];
        next.push(placement);
        tried.push(placement.from);
      }
    }
    least = [...least, next[0]!.block];
    orders = next.map(({ order, from }) => [...order, from]);
  }
  return least;
}

/**
 * The string form of {@linkcode canonicalArchitecture}: equal for two architectures if and only if one is a
 * renumbering of the other.
 *
 * @throws {TypeError | RangeError} if the architecture does not belong to the space
 */
export function architectureId(space: Space, architecture: Architecture): string {
  return formatArchitecture(space, canonicalArchitecture(space, architecture));
}

/** A block that may come next. */
interface Placement {
  /** The old numbers of the blocks before it. */
  readonly order: readonly number[];
  /** Its old number. */
  readonly from: number;
  /** What it is in the new numbers. */
  readonly block: Block;
}

/** The blocks whose inputs are all placed already. */
function placements(architecture: Architecture, order: readonly number[]): Placement[] {
  const newInput = new Map([
    [0, 0],
    [1, 1],
    ...order.map((from, to): [number, number] => [2 + from, 2 + to]),
  ]);
  return architecture.flatMap(({ inputs, operations }, from) => {
    if (newInput.has(2 + from) || !inputs.every((input) => newInput.has(input))) return [];
    const renumbered = inputs.map((input) => newInput.get(input)!).sort((a, b) => a - b);
    return [{ order, from, block: { inputs: renumbered, operations } }];
  });
}

function compareBlocks(a: Block, b: Block): number {
  return compareLists(a.inputs, b.inputs) || compareLists(a.operations, b.operations);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < Math.min(a.length, b.length); place++) {
    if (a[place] !== b[place]) return a[place]! - b[place]!;
  }
  return a.length - b.length;
}
