import { assert, assertEquals, assertThrows } from "@std/assert";
import { randomSearch } from "../../lib/search/random.ts";
import { architectureId } from "../../lib/space/canonical.ts";
import { formatArchitecture } from "../../lib/space/format.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { exhaust, smallSpace } from "./fixtures.ts";

/** Proposals of a search that is told scores that mean nothing. */
function proposals(searcher: ReturnType<typeof randomSearch>, count: number, score = 0.5) {
  const found = [];
  while (found.length < count) {
    const [proposal] = searcher.propose(1);
    searcher.observe(proposal!.number, score);
    found.push(proposal!.architecture);
  }
  return found;
}

Deno.test("randomSearch() proposes every network of a small space once, and then says so", () => {
  const { networks } = exhaust(smallSpace, () => 0);
  const searcher = randomSearch(smallSpace, { seed: 1 });
  const ids = proposals(searcher, networks).map((a) => architectureId(smallSpace, a));
  assertEquals(new Set(ids).size, networks);
  assertThrows(
    () => searcher.propose(),
    RangeError,
    `found none in 10000 draws, expected one within the limit that differs from the ${networks} before it`,
  );
});

Deno.test("randomSearch() depends neither on scores nor on the size of a batch", () => {
  const expected = proposals(randomSearch(paperSpace, { seed: 2, batchSize: 1 }), 50);
  assertEquals(proposals(randomSearch(paperSpace, { seed: 2, batchSize: 7 }), 50, -3), expected);
});

Deno.test("randomSearch() finds all encodings that are within the limit equally likely", () => {
  // One draw each of 4,000 searches, of (3 * 3) (6 * 3) = 162 encodings with one operation a block. A chi-square
  // variable of 161 degrees of freedom exceeds 261.11 with probability 1e-6.
  const limit = (a: ReturnType<typeof proposals>[number]) =>
    a.every((block) => block.operations.length === 1);
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 4000; seed++) {
    const [first] = randomSearch(smallSpace, { seed, limit }).propose(1);
    const text = formatArchitecture(smallSpace, first!.architecture);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  assertEquals(counts.size, 162);
  const mean = 4000 / 162;
  const statistic = [...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  assert(statistic < 261.11, `chi-square ${statistic}`);
});
