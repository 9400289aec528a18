import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { prng } from "../../lib/random.ts";
import { validateArchitecture } from "../../lib/space/architecture.ts";
import { countArchitectures, enumerateArchitectures } from "../../lib/space/count.ts";
import { formatArchitecture, parseArchitecture } from "../../lib/space/format.ts";
import { neighbours } from "../../lib/space/neighbours.ts";
import { mutateArchitecture, sampleArchitecture } from "../../lib/space/sample.ts";
import type { Space } from "../../lib/space/space.ts";
import { seeded, spaces, spacesWith, table } from "./arbitraries.ts";

const space: Space = {
  blocks: 2,
  operations: table("x", "y"),
  inputsPerBlock: [1, 2],
  operationsPerBlock: [1, 2],
};

/** Pearson's statistic of draws against equal chances; fails if something not expected is drawn. */
function chiSquare(expected: readonly string[], draws: number, draw: () => string): number {
  const counts = new Map(expected.map((text) => [text, 0]));
  for (let index = 0; index < draws; index++) {
    const drawn = draw();
    assert(counts.has(drawn), drawn);
    counts.set(drawn, counts.get(drawn)! + 1);
  }
  const mean = draws / expected.length;
  return [...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

Deno.test("sampleArchitecture() stays in the space and repeats with its generator", () => {
  fc.assert(
    fc.property(spaces, fc.nat(), (space, seed) => {
      const drawn = sampleArchitecture(space, prng(seed));
      validateArchitecture(space, drawn);
      assertEquals(sampleArchitecture(space, prng(seed)), drawn);
    }),
    seeded,
  );
});

Deno.test("sampleArchitecture() makes all encodings equally likely", () => {
  // (3 * 3) (6 * 3) = 162 encodings, 100 draws of each expected. A chi-square variable of 161 degrees of freedom
  // exceeds 261.11 with probability 1e-6 (scipy.stats.chi2.isf).
  const all = [...enumerateArchitectures(space)].map((a) => formatArchitecture(space, a));
  assertEquals(all.length, 162);
  const rng = prng(21, "uniform");
  const statistic = chiSquare(all, 16_200, () => formatArchitecture(space, sampleArchitecture(space, rng)));
  assert(statistic < 261.11, `chi-square ${statistic}`);
});

Deno.test("sampleArchitecture() copes with the largest sets", () => {
  const names = Array.from({ length: 32 }, (_, index) => `op${index}`);
  const huge: Space = {
    blocks: 30,
    operations: table(...names),
    inputsPerBlock: [1, 31],
    operationsPerBlock: [1, 32],
  };
  const rng = prng(22);
  for (let draw = 0; draw < 20; draw++) validateArchitecture(huge, sampleArchitecture(huge, rng));
});

Deno.test("mutateArchitecture() draws all neighbours and nothing else, equally often", () => {
  // Block 0 has both inputs: 2 to remove. One of 2 operations: 1 to replace, 1 to add. Block 1 has one of 3 inputs:
  // 2 to replace, 2 to add; both operations: 2 to remove. In all 10, so 9 degrees of freedom; 44.82 is exceeded
  // with probability 1e-6.
  const architecture = parseArchitecture(space, "c2+c1>x|b0>x+y");
  const all = neighbours(space, architecture).map((a) => formatArchitecture(space, a));
  assertEquals(all.length, 10);
  const rng = prng(23, "mutate");
  const mutate = () => formatArchitecture(space, mutateArchitecture(space, architecture, rng));
  const statistic = chiSquare(all, 5_000, mutate);
  assert(statistic < 44.82, `chi-square ${statistic}`);
});

Deno.test("mutateArchitecture() gives a legal architecture that is another", () => {
  const several = spacesWith(1).filter(({ space }) => countArchitectures(space) > 1n);
  fc.assert(
    fc.property(several, fc.nat(), ({ space, architectures: [architecture] }, seed) => {
      const mutated = mutateArchitecture(space, architecture!, prng(seed));
      validateArchitecture(space, mutated);
      assert(formatArchitecture(space, mutated) !== formatArchitecture(space, architecture!));
    }),
    seeded,
  );
});

Deno.test("mutateArchitecture() refuses a space of one architecture", () => {
  const one: Space = { ...space, blocks: 1, inputsPerBlock: [2, 2], operationsPerBlock: [2, 2] };
  const only = parseArchitecture(one, "c2+c1>x+y");
  assertThrows(() => mutateArchitecture(one, only, prng(24)), RangeError, "found a space of one");
});
