import { assertAlmostEquals, assertEquals } from "@std/assert";
import { divergenceClaim } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import type { SampleCandidate } from "../../lib/records/mod.ts";
import { ladder, muddled, noisy, sampleOf } from "./planted.ts";

/** What the claim finds with divergences, of which those on the fewest images count. */
const finding = (divergences: readonly number[], sample: readonly SampleCandidate[]) =>
  divergenceClaim.find({
    ...{ profile: profiles.quick, seconds: 0, models: [], sample },
    divergences: {
      candidates: divergences.map((one, index) => ({ architecture: `a${index}`, divergences: [one, 0] })),
    },
  });
const eight = sampleOf(ladder(8).map((step) => [step, step]));

Deno.test("divergenceClaim counts a small divergence as close", () => {
  const { estimate, ceiling } = finding(muddled.map((rank) => 10 - rank), eight);
  assertAlmostEquals(estimate.estimate, 11 / 21, 1e-12);
  assertAlmostEquals(ceiling!, 1, 1e-12);
  assertEquals(estimate.n, 8);
});

Deno.test("divergenceClaim tells a true claim from a false one and from too little evidence", () => {
  const sample = sampleOf(ladder(40).map((step) => [0.8 + 0.1 * step]));
  const verdict = (divergences: readonly number[], from = sample) => finding(divergences, from).verdict;
  assertEquals(verdict(noisy(ladder(40), 0.1, 1).map((step) => 3 - step)), "reproduced");
  assertEquals(verdict(noisy(ladder(40), 0.1, 1).map((step) => 3 + step)), "not reproduced");
  assertEquals(verdict(noisy(ladder(40).map(() => 1), 0.3, 2)), "not reproduced");
  assertEquals(verdict(muddled.map((rank) => 10 - rank), eight), "inconclusive");
});
