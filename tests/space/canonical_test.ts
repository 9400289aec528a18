import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { prng, shuffle } from "../../lib/random.ts";
import { allPaths, type Architecture, validateArchitecture } from "../../lib/space/architecture.ts";
import { architectureId, canonicalArchitecture } from "../../lib/space/canonical.ts";
import { enumerateArchitectures } from "../../lib/space/count.ts";
import { formatArchitecture, parseArchitecture } from "../../lib/space/format.ts";
import { sampleArchitecture } from "../../lib/space/sample.ts";
import { paperSpace, type Space } from "../../lib/space/space.ts";
import { seeded, spacesWith, table } from "./arbitraries.ts";

/** Every order of the integers below `length`. */
function permutations(length: number): number[][] {
  if (length === 0) return [[]];
  return permutations(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, place) => shorter.toSpliced(place, 0, length - 1))
  );
}

const all = [0, 1, 2, 3, 4, 5].map(permutations);

/** The architecture whose block `to` is the old block `order[to]`, or nothing if one would read a later one. */
function renumber(architecture: Architecture, order: readonly number[]): Architecture | undefined {
  const renumbered = order.map((from) => ({
    inputs: architecture[from]!.inputs
      .map((input) => input < 2 ? input : 2 + order.indexOf(input - 2))
      .sort((a, b) => a - b),
    operations: architecture[from]!.operations,
  }));
  const legal = renumbered.every(({ inputs }, block) => inputs.every((input) => input < 2 + block));
  return legal ? renumbered : undefined;
}

function renumberings(architecture: Architecture): Architecture[] {
  return all[architecture.length]!
    .map((order) => renumber(architecture, order))
    .filter((renumbered) => renumbered !== undefined);
}

Deno.test("canonicalArchitecture() sorts blocks that do not read each other", () => {
  const canonical = (text: string) => architectureId(paperSpace, parseArchitecture(paperSpace, text));
  assertEquals(canonical("c1>sep3|c1>max3|c1>sep5|c2>avg3"), "c2>avg3|c1>sep3|c1>sep5|c1>max3");
  // A chain has one order only.
  assertEquals(canonical("c1>sep3|b0>max3|b1>sep5|b2>avg3"), "c1>sep3|b0>max3|b1>sep5|b2>avg3");
  // Blocks 0 and 1 are alike but for their readers. The least third block reads the first of them.
  assertEquals(canonical("c1>sep3|c1>sep3|b1>max3|b0>avg3"), "c1>sep3|c1>sep3|b0>max3|b1>avg3");
});

Deno.test("architectureId() is equal for all legal renumberings, and canonical forms are their own", () => {
  fc.assert(
    fc.property(spacesWith(1), ({ space, architectures: [architecture] }) => {
      const id = architectureId(space, architecture!);
      for (const renumbered of renumberings(architecture!)) {
        assertEquals(architectureId(space, renumbered), id);
      }
      const canonical = canonicalArchitecture(space, architecture!);
      validateArchitecture(space, canonical);
      assertEquals(canonicalArchitecture(space, canonical), canonical);
      assertEquals(formatArchitecture(space, canonical), id);
    }),
    { ...seeded, numRuns: 150 },
  );
});

Deno.test("canonicalArchitecture() is the least of all renumberings, by brute force", () => {
  // Lists compare like texts of single digits: a space sorts before all digits, so a beginning before its longer.
  const key = (a: Architecture) => a.map((b) => `${b.inputs.join("")} ,${b.operations.join("")} ,`).join("");
  fc.assert(
    fc.property(spacesWith(1), ({ space, architectures: [architecture] }) => {
      const least = renumberings(architecture!).map(key).toSorted()[0];
      assertEquals(key(canonicalArchitecture(space, architecture!)), least);
    }),
    seeded,
  );
});

Deno.test("architectureId() parts a small space exactly into its classes of renumberings", () => {
  const space: Space = {
    blocks: 3,
    operations: table("x", "y"),
    inputsPerBlock: [1, 2],
    operationsPerBlock: [1, 1],
  };
  // A class is named here by all its members, found by trying all 6 orders.
  const idOfClass = new Map<string, string>();
  const ids = new Set<string>();
  let encodings = 0;
  for (const architecture of enumerateArchitectures(space)) {
    const members = renumberings(architecture).map((a) => formatArchitecture(space, a));
    const name = [...new Set(members)].toSorted().join(" ");
    const id = architectureId(space, architecture);
    assertEquals(idOfClass.get(name) ?? id, id);
    idOfClass.set(name, id);
    ids.add(id);
    encodings++;
  }
  assertEquals(encodings, (3 * 6 * 10) * 2 ** 3);
  // As many ids as classes: none is shared by two.
  assertEquals(ids.size, idOfClass.size);
  assert(ids.size < encodings);
});

Deno.test("architectureId() takes as many values as there are unordered pairs of blocks", () => {
  // Two blocks with one input and one of two operations: (2 * 2) (3 * 2) = 24 encodings. Where block 1 reads block 0
  // (4 * 2 = 8 encodings) the order is fixed. The other 4 * 4 = 16 are pairs of 4 kinds: 4 * 5 / 2 = 10 without order.
  const space: Space = {
    blocks: 2,
    operations: table("x", "y"),
    inputsPerBlock: [1, 1],
    operationsPerBlock: [1, 1],
  };
  const ids = new Set([...enumerateArchitectures(space)].map((a) => architectureId(space, a)));
  assertEquals(ids.size, 8 + 10);
});

Deno.test("canonicalArchitecture() takes less than 50 ms for 8 blocks, ties and all", () => {
  const space: Space = {
    blocks: 8,
    operations: table("x", "y"),
    inputsPerBlock: [1, 9],
    operationsPerBlock: [1, 2],
  };
  const sources = (count: number) => Array<string>(count).fill("c1>x");
  const hard = [
    // All alike; told apart only by who reads them; pairs of chains; each reader leaves out another source.
    [...sources(8)],
    [...sources(5), "b0+b1+b2>x", "b0+b3>x", "b1+b3>x"],
    [...sources(6), "b0+b1+b2+b3>x", "b0+b1+b4>x"],
    [...sources(4), "b0>x", "b1>x", "b2>x", "b3>x"],
    [...sources(4), "b1+b2+b3>x", "b0+b2+b3>x", "b0+b1+b3>x", "b0+b1+b2>x"],
    [...sources(3), "b0+b1>x", "b1+b2>x", "b0+b2>x", "b3>x", "b4>x"],
  ].map((blocks) => parseArchitecture(space, blocks.join("|")));
  const rng = prng(31, "eight");
  const random = Array.from({ length: 100 }, () => sampleArchitecture(space, rng));
  for (const architecture of [...hard, ...random]) {
    // The best of five, so that a busy machine is not taken for a slow function.
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      canonicalArchitecture(space, architecture);
      return performance.now() - start;
    });
    assert(Math.min(...times) < 50, `${Math.min(...times)} ms`);
  }
});

Deno.test("architectureId() of 8 blocks that tie survives random renumbering", () => {
  const space: Space = {
    blocks: 8,
    operations: table("x"),
    inputsPerBlock: [1, 9],
    operationsPerBlock: [1, 1],
  };
  const text = "c1>x|c1>x|c1>x|c1>x|c1>x|b0+b1+b2>x|b0+b3>x|b1+b3>x";
  const architecture = parseArchitecture(space, text);
  const rng = prng(32, "orders");
  for (let round = 0; round < 20; round++) {
    const order = [...shuffle(rng, [0, 1, 2, 3, 4]), ...shuffle(rng, [5, 6, 7])];
    const renumbered = renumber(architecture, order)!;
    assertEquals(architectureId(space, renumbered), architectureId(space, architecture));
  }
});

Deno.test("canonicalArchitecture() refuses paths that are no architecture", () => {
  assertThrows(() => canonicalArchitecture(paperSpace, allPaths(paperSpace)), RangeError, "found 7 of them");
});
