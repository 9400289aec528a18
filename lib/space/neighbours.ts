/**
 * The architectures one step away, for local search and mutation.
 * @module
 */
import { type Architecture, validateArchitecture } from "./architecture.ts";
import { blockInputs, type CountRange, type Space } from "./space.ts";

/**
 * The architectures of a space that differ from the given one in one input or one operation of one block: one fewer,
 * another in its place, or one more. All are different; blocks come in order, inputs before operations.
 *
 * @throws {TypeError | RangeError} if the architecture does not belong to the space
 *
 * @example With one input each, a single block has two neighbours: the other input, the other operation
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatArchitecture, parseArchitecture } from "./format.ts";
 * import { neighbours } from "./neighbours.ts";
 *
 * const operations = [{ name: "identity", layers: [] }, { name: "max3", layers: [] }];
 * const space = { blocks: 1, operations, inputsPerBlock: [1, 1], operationsPerBlock: [1, 1] } as const;
 * const found = neighbours(space, parseArchitecture(space, "c1>max3"));
 * assertEquals(found.map((a) => formatArchitecture(space, a)), ["c2>max3", "c1>identity"]);
 * ```
 */
export function neighbours(space: Space, architecture: Architecture): Architecture[] {
  validateArchitecture(space, architecture);
  return architecture.flatMap((block, index) =>
    [
      ...nearSets(block.inputs, blockInputs(index), space.inputsPerBlock)
        .map((inputs) => ({ ...block, inputs })),
      ...nearSets(block.operations, space.operations.length, space.operationsPerBlock)
        .map((operations) => ({ ...block, operations })),
    ].map((other) => architecture.with(index, other))
  );
}

/** Sets with one index fewer, then with one replaced, then with one more. */
function nearSets(set: readonly number[], candidates: number, [min, max]: CountRange): number[][] {
  const absent = [...Array(candidates).keys()].filter((index) => !set.includes(index));
  const without = set.map((removed) => set.filter((index) => index !== removed));
  const adding = (start: readonly number[]): number[][] =>
    absent.map((added) => [...start, added].sort((a, b) => a - b));
  return [
    ...(set.length > min ? without : []),
    ...without.flatMap(adding),
    ...(set.length < max ? adding(set) : []),
  ];
}
