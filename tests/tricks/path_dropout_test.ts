import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { allPaths, paperSpace } from "../../lib/space/mod.ts";
import { dropProbability, type PathDropout, samplePaths } from "../../lib/tricks/mod.ts";
import { prng } from "../../lib/random.ts";

Deno.test("dropProbability() is the k-th root of the rate", () => {
  const dropout: PathDropout = { rate: 0.25, ramp: "none" };
  assertEquals(dropProbability(dropout, 1, 0), 0.25);
  assertEquals(dropProbability(dropout, 2, 0), 0.5);
  assertAlmostEquals(dropProbability(dropout, 4, 1), Math.SQRT1_2, 1e-15);
});

Deno.test("dropProbability() rises linearly from 0, or not at all", () => {
  const linear: PathDropout = { rate: 0.25, ramp: "linear" };
  assertEquals([0, 0.25, 0.5, 1].map((progress) => dropProbability(linear, 2, progress)), [
    0,
    0.125,
    0.25,
    0.5,
  ]);
  const flat: PathDropout = { rate: 0.25, ramp: "none" };
  assertEquals([0, 0.25, 0.5, 1].map((progress) => dropProbability(flat, 2, progress)), [0.5, 0.5, 0.5, 0.5]);
});

Deno.test("dropProbability() and samplePaths() refuse rates that are no probability below 1", () => {
  for (const rate of [-0.1, 1, 2, NaN]) {
    const dropout: PathDropout = { rate, ramp: "none" };
    assertThrows(() => dropProbability(dropout, 2, 1), RangeError, `rate ${rate}: expected 0 <= rate < 1`);
    assertThrows(() => samplePaths(paperSpace, dropout, 1, prng(1)), RangeError, `rate ${rate}`);
  }
});

Deno.test("samplePaths() keeps everything at rate 0 and at the start of a ramp", () => {
  for (const [rate, ramp, progress] of [[0, "none", 1], [0, "linear", 1], [0.9, "linear", 0]] as const) {
    const paths = samplePaths(paperSpace, { rate, ramp }, progress, prng(1));
    assertEquals(paths, allPaths(paperSpace));
  }
});

Deno.test("samplePaths() drops all of a node's inputs, and all of its operations, with probability r", () => {
  const draws = 20_000;
  const rate = 0.1;
  const space = { ...paperSpace, blocks: 4 };
  const inputsLost = [0, 0, 0, 0];
  const operationsLost = [0, 0, 0, 0];
  const kept = new Array<number>(7).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    const paths = samplePaths(space, { rate, ramp: "linear" }, 1, prng(2, "drop", draw));
    paths.forEach(({ inputs, operations }, block) => {
      if (inputs.length === 0) inputsLost[block]!++;
      if (operations.length === 0) operationsLost[block]!++;
    });
    for (const operation of paths[0]!.operations) kept[operation]!++;
  }
  // Blocks have 2, 3, 4 and 5 inputs, and 7 operations each. A share of 20,000 draws has a standard deviation of
  // 0.0021; the bound of 4.5 of them fails a right sampler in 7 of a million shares, and there are 15.
  const bound = (p: number): number => 4.5 * Math.sqrt(p * (1 - p) / draws);
  for (const lost of [...inputsLost, ...operationsLost]) assertAlmostEquals(lost / draws, rate, bound(rate));
  const stays = 1 - rate ** (1 / 7);
  for (const count of kept) assertAlmostEquals(count / draws, stays, bound(stays));
});

Deno.test("samplePaths() drops inputs and operations independently", () => {
  const draws = 20_000;
  let both = 0;
  for (let draw = 0; draw < draws; draw++) {
    const [{ inputs, operations }] = samplePaths(
      paperSpace,
      { rate: 0.3, ramp: "none" },
      0,
      prng(3, draw),
    ) as [
      { inputs: number[]; operations: number[] },
    ];
    if (inputs.length === 0 && operations.length === 0) both++;
  }
  // 0.3 x 0.3; 4.5 standard deviations.
  assertAlmostEquals(both / draws, 0.09, 4.5 * Math.sqrt(0.09 * 0.91 / draws));
});

Deno.test("samplePaths() gives indices from low to high, the same for the same generator", () => {
  const dropout: PathDropout = { rate: 0.2, ramp: "none" };
  for (let draw = 0; draw < 50; draw++) {
    const paths = samplePaths(paperSpace, dropout, 1, prng(4, draw));
    assertEquals(paths, samplePaths(paperSpace, dropout, 1, prng(4, draw)));
    for (const { inputs, operations } of paths) {
      for (const indices of [inputs, operations]) {
        assert(indices.every((index, place) => place === 0 || index > indices[place - 1]!));
      }
    }
  }
});
