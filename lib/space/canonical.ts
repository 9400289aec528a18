/**
 * One name for architectures that are the same network. All blocks of a cell are joined in its output, so their numbers
 * mean nothing as long as each is computed before those that read it: renumbering permutes channels, and with them the
 * weights that read them.
 * @module
 */
import { type Architecture, type Block, validateArchitecture } from "./architecture.ts";
import { formatArchitecture } from "./format.ts";
import type { Space } from "./space.ts";

/**
 * The least of all legal renumberings of an architecture's blocks: by the inputs of block 0, its operations, then block
 * 1 and so on; lists compare by their first difference. The time grows with the number of renumberings that tie, small
 * up to about ten blocks: of blocks with equal inputs, operations and readers only one order is tried.
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
    compareBlocks(architecture[one]!, architecture[other]!) === 0 &&
    compareLists(readers[one]!, readers[other]!) === 0;

  // Block by block, keeps every order that begins with the least blocks so far. Any start can be completed, so a
  // greater one is never needed.
  const canonical: Block[] = [];
  let orders: readonly (readonly number[])[] = [[]];
  while (canonical.length < architecture.length) {
    const starts = orders.map((order) => ({ order, next: placements(architecture, order) }));
    const least = starts.flatMap(({ next }) => next.map(({ block }) => block))
      .reduce((least, block) => compareBlocks(block, least) < 0 ? block : least);
    orders = starts.flatMap(({ order, next }) => {
      const ties = next.filter(({ block }) => compareBlocks(block, least) === 0).map(({ from }) => from);
      return ties.filter((from, index) => !ties.slice(0, index).some((other) => isTwin(from, other)))
        .map((from) => [...order, from]);
    });
    canonical.push(least);
  }
  return canonical;
}

/** The string form of {@linkcode canonicalArchitecture}: the same exactly for renumberings of one architecture. */
export function architectureId(space: Space, architecture: Architecture): string {
  return formatArchitecture(space, canonicalArchitecture(space, architecture));
}

/** A block that may come next: its old number, and what it is in the new numbers. */
interface Placement {
  readonly from: number;
  readonly block: Block;
}

/** The blocks that may come next: all their inputs are placed. `order` has the old numbers of the blocks so far. */
function placements(architecture: Architecture, order: readonly number[]): Placement[] {
  const newInput = new Map([[0, 0], [1, 1], ...order.map((from, to) => [2 + from, 2 + to] as const)]);
  return architecture.flatMap(({ inputs, operations }, from) => {
    if (newInput.has(2 + from) || !inputs.every((input) => newInput.has(input))) return [];
    const renumbered = inputs.map((input) => newInput.get(input)!).sort((a, b) => a - b);
    return [{ from, block: { inputs: renumbered, operations } }];
  });
}

function compareBlocks(a: Block, b: Block): number {
  return compareLists(a.inputs, b.inputs) || compareLists(a.operations, b.operations);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 || at >= b.length ? a.length - b.length : a[at]! - b[at]!;
}
