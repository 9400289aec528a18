import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { validateArchitecture } from "../../lib/space/architecture.ts";
import {
  binomial,
  countArchitectures,
  countSubsets,
  enumerateArchitectures,
  enumerateSubsets,
} from "../../lib/space/count.ts";
import { formatArchitecture } from "../../lib/space/format.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { seeded, spaces, table } from "./arbitraries.ts";

Deno.test("binomial() follows Pascal's rule, exactly up to 50 candidates", () => {
  for (let n = 1; n <= 50; n++) {
    for (let k = 1; k < n; k++) assertEquals(binomial(n, k), binomial(n - 1, k - 1) + binomial(n - 1, k));
  }
  assertEquals([binomial(0, 0), binomial(5, 0), binomial(5, 5)], [1, 1, 1]);
  assertEquals([binomial(5, 6), binomial(5, -1)], [0, 0]);
  assertEquals(binomial(50, 25), 126_410_606_437_752);
});

Deno.test("countSubsets() sums over the sizes that there are", () => {
  assertEquals(countSubsets(7, [1, 2]), 7 + 21);
  assertEquals(countSubsets(2, [1, 5]), 2 ** 2 - 1);
  assertEquals(countSubsets(32, [1, 32]), 2 ** 32 - 1);
});

Deno.test("enumerateSubsets() lists small sets first, then in lexicographic order", () => {
  assertEquals([...enumerateSubsets(3, [1, 2])], [[0], [1], [2], [0, 1], [0, 2], [1, 2]]);
  assertEquals([...enumerateSubsets(3, [2, 9])], [[0, 1], [0, 2], [1, 2], [0, 1, 2]]);
});

Deno.test("countArchitectures() gives the paper's number for any non-empty sets of inputs", () => {
  assertEquals(countArchitectures({ ...paperSpace, inputsPerBlock: [1, 5] }), 6_002_115_840n);
  assertEquals((3n * 7n * 15n * 31n) * 28n ** 4n, 6_002_115_840n);
});

Deno.test("countArchitectures() of the space with 1 or 2 inputs", () => {
  // Of n inputs one can choose n + n (n - 1) / 2 sets of one or two: 3, 6, 10, 15 for n = 2..5.
  assertEquals(countArchitectures(paperSpace), (3n * 6n * 10n * 15n) * 28n ** 4n);
});

Deno.test("countArchitectures() is exact beyond the safe integers", () => {
  // One of 2, of 3, ... of 31 inputs: 31! in all; one of 7 operations in each of 30 blocks.
  const space = { ...paperSpace, blocks: 30, inputsPerBlock: [1, 1], operationsPerBlock: [1, 1] } as const;
  let factorial = 1n;
  for (let k = 2n; k <= 31n; k++) factorial *= k;
  assertEquals(countArchitectures(space), factorial * 7n ** 30n);
});

Deno.test("enumerateArchitectures() goes on with the last block first, operations before inputs", () => {
  const operations = table("a", "b");
  const found = enumerateArchitectures({
    blocks: 2,
    operations,
    inputsPerBlock: [2, 2],
    operationsPerBlock: [1, 1],
  });
  assertEquals([...found].slice(0, 7).map((a) => [a[0]!.operations, a[1]!.inputs, a[1]!.operations].flat()), [
    [0, 0, 1, 0],
    [0, 0, 1, 1],
    [0, 0, 2, 0],
    [0, 0, 2, 1],
    [0, 1, 2, 0],
    [0, 1, 2, 1],
    [1, 0, 1, 0],
  ]);
});

Deno.test("enumerateArchitectures() gives each architecture once, as many as are counted", () => {
  const small = spaces.filter((space) => countArchitectures(space) <= 3000n);
  fc.assert(
    fc.property(small, (space) => {
      const found = new Set<string>();
      let count = 0n;
      for (const architecture of enumerateArchitectures(space)) {
        validateArchitecture(space, architecture);
        found.add(formatArchitecture(space, architecture));
        count++;
      }
      assertEquals(count, countArchitectures(space));
      assertEquals(BigInt(found.size), count);
    }),
    { ...seeded, numRuns: 40 },
  );
});

Deno.test("enumerateArchitectures() makes only what is asked for", () => {
  const operations = Array.from({ length: 32 }, (_, index) => `op${index}`);
  const huge = { ...paperSpace, blocks: 30, operations: table(...operations) };
  const first = enumerateArchitectures({ ...huge, operationsPerBlock: [1, 32], inputsPerBlock: [1, 31] })
    .next();
  assertEquals(first.value, Array.from({ length: 30 }, () => ({ inputs: [0], operations: [0] })));
});

Deno.test("countArchitectures() and enumerateArchitectures() check the space", () => {
  const space = { ...paperSpace, blocks: 0 };
  assertThrows(() => countArchitectures(space), RangeError, "blocks = 0");
  assertThrows(() => enumerateArchitectures(space).next(), RangeError, "blocks = 0");
});
