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

const refuses = (change: Readonly<Record<string, unknown>>, message: string) =>
  assertThrows(
    () => validateSpace({ ...paperSpace, ...change }),
    RangeError,
    `Cannot use a space with ${message}`,
  );

Deno.test("validateSpace() says what is out of range", () => {
  const cases: [Partial<Space>, string][] = [
    [{ blocks: 0 }, "blocks = 0: expected an integer 1 to 30"],
    [{ blocks: 31 }, "blocks = 31"],
    [{ blocks: 1.5 }, "blocks = 1.5"],
    [{ blocks: NaN }, "blocks = NaN"],
    [{ operations: [] }, "operations = []"],
    [{ operations: table("a", "a") }, 'operations[1].name = "a": expected a name that is not taken'],
    // Without any input or operation a block would be nothing; with 3, the first block has not enough.
    [{ inputsPerBlock: [0, 2] }, "inputsPerBlock[0] = 0: expected a positive integer"],
    [{ inputsPerBlock: [3, 3] }, "inputsPerBlock = [ 3, 3 ]: expected min from 1 to 2"],
    [{ inputsPerBlock: [2, 1] }, "inputsPerBlock = [ 2, 1 ]"],
    [{ inputsPerBlock: [1, 6] }, "inputsPerBlock = [ 1, 6 ]: expected min from 1 to 2 and max from min to 5"],
    [{ inputsPerBlock: [1, 1.5] }, "inputsPerBlock[1] = 1.5: expected a positive integer"],
    [{ operationsPerBlock: [0, 1] }, "operationsPerBlock[0] = 0"],
    [
      { operationsPerBlock: [1, 8] },
      "operationsPerBlock = [ 1, 8 ]: expected min from 1 to 7 and max from min to 7",
    ],
    [{ operationsPerBlock: [NaN, 2] }, "operationsPerBlock[0] = NaN"],
  ];
  for (const [change, message] of cases) refuses(change, message);
});

Deno.test("validateSpace() refuses names that a space does not have", () => {
  refuses({ inputPerBlock: [1, 2] }, "inputPerBlock = [ 1, 2 ]: expected a name among blocks, operations");
  const operations = [{ name: "a", layers: [{ kind: "maxPool", size: 3, stride: 2 }] }];
  refuses({ operations }, "operations[0].layers[0].stride = 2: expected a name among kind, size");
});

Deno.test("validateSpace() refuses a range that is none", () => {
  for (const range of [undefined, 2, [1], [1, 2, 3]]) {
    refuses(
      { operationsPerBlock: range },
      `operationsPerBlock = ${Deno.inspect(range)}: expected [min, max]`,
    );
  }
});
