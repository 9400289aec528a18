import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { allPaths, type Architecture, validateArchitecture } from "../../lib/space/architecture.ts";
import { enumerateArchitectures } from "../../lib/space/count.ts";
import { formatArchitecture, parseArchitecture } from "../../lib/space/format.ts";
import { neighbours } from "../../lib/space/neighbours.ts";
import { paperSpace, type Space } from "../../lib/space/space.ts";
import { seeded, spacesWith, table } from "./arbitraries.ts";

const space: Space = {
  blocks: 2,
  operations: table("x", "y"),
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};

const texts = (space: Space, architectures: readonly Architecture[]): string[] =>
  architectures.map((architecture) => formatArchitecture(space, architecture));

Deno.test("neighbours() are one step away: removed, replaced, added, inputs before operations", () => {
  const found = neighbours(space, parseArchitecture(space, "c2+c1>x|b0>x+y"));
  assertEquals(texts(space, found), [
    // Both inputs there are: one can go, none can be replaced or added.
    "c1>x|b0>x+y",
    "c2>x|b0>x+y",
    // The one operation must stay or be replaced.
    "c2+c1>y|b0>x+y",
    "c2+c1>x+y|b0>x+y",
    "c2+c1>x|c2>x+y",
    "c2+c1>x|c1>x+y",
    "c2+c1>x|c2+b0>x+y",
    "c2+c1>x|c1+b0>x+y",
    "c2+c1>x|b0>y",
    "c2+c1>x|b0>x",
  ]);
});

Deno.test("neighbours() of the paper's space are as many as the arithmetic says", () => {
  // One of n kept, at most two: n - 1 replacements and n - 1 additions. Inputs n = 2, 3, 4, 5; operations n = 7.
  const single = parseArchitecture(paperSpace, "c1>sep3|c1>sep3|c1>sep3|c1>sep3");
  assertEquals(neighbours(paperSpace, single).length, 2 * (1 + 2 + 3 + 4) + 4 * 2 * 6);
  // Two of n kept: 2 removals and 2 (n - 2) replacements.
  const double = parseArchitecture(paperSpace, Array(4).fill("c1+c2>sep3+max3").join("|"));
  assertEquals(neighbours(paperSpace, double).length, 4 * 2 + 2 * (0 + 1 + 2 + 3) + 4 * (2 + 2 * 5));
});

Deno.test("neighbours() are exactly the pairs that differ by one member of one set", () => {
  // Tried on all 162 * 162 pairs: symmetric by the rule, so the relation is, too.
  const all = [...enumerateArchitectures(space)];
  const sets = (a: Architecture) => a.flatMap(({ inputs, operations }) => [inputs, operations]);
  const isStep = (a: readonly number[], b: readonly number[]) =>
    a.filter((member) => !b.includes(member)).length <= 1 &&
    b.filter((member) => !a.includes(member)).length <= 1;
  for (const a of all) {
    const expected = all.filter((b) => {
      const changed = sets(a).map((set, index) => [set, sets(b)[index]!] as const)
        .filter(([one, other]) => one.join() !== other.join());
      return changed.length === 1 && isStep(...changed[0]!);
    });
    assertEquals(texts(space, neighbours(space, a)).toSorted(), texts(space, expected).toSorted());
  }
});

Deno.test("neighbours() are legal, different and mutual in every space", () => {
  fc.assert(
    fc.property(spacesWith(1), ({ space, architectures: [architecture] }) => {
      const own = formatArchitecture(space, architecture!);
      const found = neighbours(space, architecture!);
      for (const neighbour of found) {
        validateArchitecture(space, neighbour);
        assert(texts(space, neighbours(space, neighbour)).includes(own));
      }
      const names = new Set(texts(space, found));
      assertEquals(names.size, found.length);
      assert(!names.has(own));
    }),
    { ...seeded, numRuns: 100 },
  );
});

Deno.test("neighbours() lead from one architecture to all others", () => {
  // Sets of fixed size are crossed by replacements alone.
  for (const operationsPerBlock of [[1, 2], [1, 1]] as const) {
    const crossed = { ...space, operationsPerBlock };
    const [start, ...others] = enumerateArchitectures(crossed);
    const reached = new Set([formatArchitecture(crossed, start!)]);
    const open = [start!];
    while (open.length > 0) {
      for (const neighbour of neighbours(crossed, open.pop()!)) {
        const text = formatArchitecture(crossed, neighbour);
        if (!reached.has(text)) open.push(neighbour);
        reached.add(text);
      }
    }
    assertEquals(reached.size, others.length + 1);
  }
});

Deno.test("neighbours() refuses paths that are no architecture", () => {
  assertThrows(() => neighbours(paperSpace, allPaths(paperSpace)), RangeError, "found 7 of them");
});
