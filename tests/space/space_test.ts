import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { blockInputs, maxBlocks, paperSpace, type Space, validateSpace } from "../../lib/space/space.ts";
import { seeded, spaces, table } from "./arbitraries.ts";

Deno.test("paperSpace has 4 blocks, 7 operations, 1 or 2 of inputs and operations", () => {
  validateSpace(paperSpace);
  assertEquals(paperSpace.blocks, 4);
  assertEquals(paperSpace.operations.length, 7);
  assertEquals(paperSpace.inputsPerBlock, [1, 2]);
  assertEquals(paperSpace.operationsPerBlock, [1, 2]);
});

Deno.test("blockInputs() grows by one with each block, to 5 for the fourth", () => {
  assertEquals([0, 1, 2, 3].map(blockInputs), [2, 3, 4, 5]);
});

Deno.test("validateSpace() takes every legal space", () => {
  fc.assert(fc.property(spaces, validateSpace), seeded);
  validateSpace({ ...paperSpace, blocks: maxBlocks, inputsPerBlock: [2, maxBlocks + 1] });
});

Deno.test("validateSpace() says what is out of range", () => {
  const cases: [Partial<Space>, string][] = [
    [{ blocks: 0 }, "found blocks 0, expected an integer 1 to 30"],
    [{ blocks: 31 }, "found blocks 31"],
    [{ blocks: 1.5 }, "found blocks 1.5"],
    [{ blocks: NaN }, "found blocks NaN"],
    [{ operations: [] }, "found 0 of them"],
    [{ operations: table("a", "a") }, 'the name "a" is taken'],
    // Without any input or operation a block would be nothing; with 3, the first block has not enough.
    [{ inputsPerBlock: [0, 2] }, "found inputsPerBlock [0, 2], expected 1 <= min <= 2"],
    [{ inputsPerBlock: [3, 3] }, "found inputsPerBlock [3, 3], expected 1 <= min <= 2"],
    [{ inputsPerBlock: [2, 1] }, "found inputsPerBlock [2, 1]"],
    [{ inputsPerBlock: [1, 6] }, "min <= max <= 5"],
    [{ inputsPerBlock: [1, 1.5] }, "both integers"],
    [{ operationsPerBlock: [0, 1] }, "found operationsPerBlock [0, 1], expected 1 <= min <= 7"],
    [{ operationsPerBlock: [1, 8] }, "min <= max <= 7"],
    [{ operationsPerBlock: [NaN, 2] }, "found operationsPerBlock [NaN, 2]"],
  ];
  for (const [change, message] of cases) {
    assertThrows(() => validateSpace({ ...paperSpace, ...change }), RangeError, message);
  }
});

Deno.test("validateSpace() refuses a range that is none", () => {
  for (const range of [undefined, 2, [1], [1, 2, 3]]) {
    const space = { ...paperSpace, operationsPerBlock: range } as unknown as Space;
    assertThrows(() => validateSpace(space), TypeError, "expected [min, max]");
  }
});
