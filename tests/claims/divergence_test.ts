import { assertAlmostEquals, assertEquals } from "@std/assert";
import { divergenceFinding } from "../../lib/claims/mod.ts";
import { ladder, muddled, noisy, sampleOf } from "./planted.ts";

const eight = sampleOf(ladder(8).map((step) => [step, step]));

Deno.test("divergenceFinding() counts a small divergence as close", () => {
  const { estimate, ceiling } = divergenceFinding(muddled.map((rank) => 10 - rank), eight);
  assertAlmostEquals(estimate.estimate, 11 / 21, 1e-12);
  assertAlmostEquals(ceiling!, 1, 1e-12);
  assertEquals(estimate.n, 8);
});

Deno.test("divergenceFinding() tells a true claim from a false one and from too little evidence", () => {
  const sample = sampleOf(ladder(40).map((step) => [0.8 + 0.1 * step]));
  const verdict = (divergences: readonly number[], from = sample) =>
    divergenceFinding(divergences, from).verdict;
  assertEquals(verdict(noisy(ladder(40), 0.1, 1).map((step) => 3 - step)), "reproduced");
  assertEquals(verdict(noisy(ladder(40), 0.1, 1).map((step) => 3 + step)), "not reproduced");
  assertEquals(verdict(noisy(ladder(40).map(() => 1), 0.3, 2)), "not reproduced");
  assertEquals(verdict(muddled.map((rank) => 10 - rank), eight), "inconclusive");
});
