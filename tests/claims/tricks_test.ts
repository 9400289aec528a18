import { assertAlmostEquals, assertEquals } from "@std/assert";
import { trickClaims, trickFinding } from "../../lib/claims/mod.ts";
import { ablations } from "../../lib/records/mod.ts";
import { ladder, lessMuddled, modelOf, muddled, noisy, sampleOf } from "./planted.ts";

const sample = sampleOf(ladder(8).map((step) => [step, step]));
const rising = ladder(8);

Deno.test("each trick is taken away by an ablation that there is", () => {
  for (const { without } of trickClaims) {
    assertEquals(Object.keys(ablations).includes(without), true, without);
  }
  assertEquals(new Set(trickClaims.map(({ without }) => without)).size, trickClaims.length);
});

Deno.test("trickFinding() tells a trick that helps from one that does not and from too little evidence", () => {
  const verdict = (full: readonly number[], without: readonly number[], from = sample) =>
    trickFinding([modelOf(full)], [modelOf(without)], from).verdict;
  assertEquals(verdict(rising, rising.toReversed()), "reproduced");
  assertEquals(verdict(rising, rising), "not reproduced");
  // Taken away, it is better.
  assertEquals(verdict(rising.toReversed(), rising), "not reproduced");
  assertEquals(verdict(lessMuddled, muddled), "inconclusive");
  // Many candidates make sure that 0.3 of noise and 1.5 differ.
  const many = sampleOf(ladder(100).map((step) => [step]));
  assertEquals(verdict(noisy(ladder(100), 0.3, 1), noisy(ladder(100), 1.5, 2), many), "reproduced");
});

Deno.test("trickFinding() averages over the seeds of both kinds and gives the ceiling", () => {
  const full = [modelOf(rising), modelOf(muddled, { seed: 2 })];
  const without = [modelOf(lessMuddled), modelOf(rising, { seed: 2 })];
  const { estimate, ceiling } = trickFinding(full, without, sample);
  assertAlmostEquals(estimate.estimate, (11 / 21 - 29 / 42) / 2, 1e-12);
  assertAlmostEquals(ceiling!, 1, 1e-12);
});
