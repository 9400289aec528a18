import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { correlationEntry, correlationEvidence, correlationVerdict } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles.ts";
import type { CorrelationResult } from "../../lib/records.ts";

/** Ten candidates whose stand-alone accuracies follow the one-shot ones exactly, in a tenth of the range. */
const perfect: CorrelationResult = {
  candidates: Array.from({ length: 10 }, (_, index) => ({
    architecture: `a${index}`,
    oneShot: 0.3 + index * 0.05,
    standAlone: [0.8 + index * 0.005, 0.81 + index * 0.005],
    parameters: 1000,
    multiplyAdds: 1000,
  })),
};

Deno.test("correlationEvidence() uses the mean over the seeds and finds order, ranges and ceiling", () => {
  const evidence = correlationEvidence(perfect);
  assertAlmostEquals(evidence.spearman.estimate, 1, 1e-12);
  assertAlmostEquals(evidence.kendall.estimate, 1, 1e-12);
  assertAlmostEquals(evidence.ceiling!.estimate, 1, 1e-12);
  assertEquals(evidence.spearman.n, 10);
  assertAlmostEquals(evidence.oneShotRange[1] - evidence.oneShotRange[0], 0.45);
  assertAlmostEquals(evidence.standAloneRange[0], 0.805);
});

Deno.test("correlationEvidence() has no ceiling with one seed", () => {
  const single = {
    candidates: perfect.candidates.map((candidate) => ({
      ...candidate,
      standAlone: candidate.standAlone.slice(0, 1),
    })),
  };
  assertEquals(correlationEvidence(single).ceiling, undefined);
});

Deno.test("correlationVerdict() follows its rule at the edges", () => {
  const verdict = (low: number, high: number, oneShot: number, standAlone: number) =>
    correlationVerdict({
      spearman: { estimate: (low + high) / 2, low, high, n: 40 },
      oneShotRange: [0, oneShot],
      standAloneRange: [0.5, 0.5 + standAlone],
    });
  assertEquals(verdict(0.51, 0.9, 0.5, 0.25), "reproduced");
  assertEquals(verdict(0.5, 0.9, 0.5, 0.25), "inconclusive"); // the interval must lie above, not at, 0.5
  assertEquals(verdict(0.6, 0.9, 0.49, 0.25), "inconclusive"); // not twice as wide
  assertEquals(verdict(0.6, 0.9, 0.2, 0.25), "not reproduced"); // the narrower one
  assertEquals(verdict(-0.2, 0.49, 0.5, 0.1), "not reproduced");
  assertEquals(verdict(-0.2, 0.6, 0.5, 0.1), "inconclusive");
});

Deno.test("correlationEntry() says that nothing was run where nothing was", () => {
  const entry = correlationEntry(profiles.quick, undefined);
  assertEquals([entry.verdict, entry.estimate, entry.n], ["not run", null, null]);
});

Deno.test("correlationEntry() has every field of the ledger", () => {
  const entry = correlationEntry(profiles.quick, perfect);
  assertEquals(
    Object.keys(entry).toSorted(),
    ["id", "title", "figure", "profile", "dataset", "statistic", "estimate", "low", "high", "n", "ceiling"]
      .concat("verdict", "rule", "notebook").toSorted(),
  );
  assertEquals(entry.verdict, "reproduced");
  assert(entry.rule.includes("0.5"));
});
