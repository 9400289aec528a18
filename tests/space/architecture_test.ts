import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  allPaths,
  type Architecture,
  validateArchitecture,
  validatePaths,
} from "../../lib/space/architecture.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { seeded, spacesWith, table } from "./arbitraries.ts";

const space = {
  blocks: 2,
  operations: table("a", "b"),
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 1],
} as const;
const block = { inputs: [0], operations: [1] };

Deno.test("allPaths() keeps 2 + b inputs of block b and all operations", () => {
  assertEquals(allPaths(space), [
    { inputs: [0, 1], operations: [0, 1] },
    { inputs: [0, 1, 2], operations: [0, 1] },
  ]);
  validatePaths(paperSpace, allPaths(paperSpace));
});

Deno.test("validatePaths() takes sets of every size, validateArchitecture() only those of the space", () => {
  const none = { inputs: [], operations: [] };
  validatePaths(space, [none, none]);
  assertThrows(
    () => validateArchitecture(space, [block, none]),
    RangeError,
    "inputs of block 1: found 0 of them",
  );
  const three = { ...block, inputs: [0, 1, 2] };
  validatePaths(space, [block, three]);
  assertThrows(
    () => validateArchitecture(space, [block, three]),
    RangeError,
    "found 3 of them, expected 1 to 2",
  );
  const two = { ...block, operations: [0, 1] };
  validatePaths(space, [two, block]);
  assertThrows(() => validateArchitecture(space, [two, block]), RangeError, "operations of block 0: found 2");
});

Deno.test("validateArchitecture() takes every architecture of a space", () => {
  fc.assert(
    fc.property(spacesWith(1), ({ space, architectures }) => validateArchitecture(space, architectures[0]!)),
    seeded,
  );
});

Deno.test("validateArchitecture() names the block and the fault", () => {
  const cases: [Architecture, string][] = [
    [[block], "found 1 blocks, expected 2"],
    [[block, block, block], "found 3 blocks, expected 2"],
    // Input 2 is block 0 itself: block 1 may read it, block 0 may not.
    [[{ ...block, inputs: [2] }, block], "inputs of block 0: found index 2, expected an integer 0 to 1"],
    [[block, { ...block, inputs: [3] }], "inputs of block 1: found index 3, expected an integer 0 to 2"],
    [[block, { ...block, inputs: [-1] }], "found index -1"],
    [[block, { ...block, inputs: [0.5] }], "found index 0.5"],
    [[block, { ...block, inputs: [1, 0] }], "inputs of block 1: found 0 after 1"],
    [[block, { ...block, inputs: [1, 1] }], "inputs of block 1: found 1 after 1"],
    [
      [{ ...block, operations: [2] }, block],
      "operations of block 0: found index 2, expected an integer 0 to 1",
    ],
  ];
  for (const [architecture, message] of cases) {
    assertThrows(() => validateArchitecture(space, architecture), RangeError, message);
  }
});

Deno.test("validateArchitecture() refuses data of another form", () => {
  for (
    const value of [undefined, "c1>a|c1>a", { length: 2 }, [block, null], [block, { inputs: [0] }], [[], []]]
  ) {
    assertThrows(() => validateArchitecture(space, value as Architecture), TypeError, "expected an array");
  }
});

Deno.test("validateArchitecture() checks the space, too", () => {
  assertThrows(() => validateArchitecture({ ...space, blocks: 0 }, []), RangeError, "blocks = 0");
});
