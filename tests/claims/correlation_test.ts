import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  correlationEvidence,
  correlationFinding,
  meanCeiling,
  noiseCeiling,
  standAloneMeans,
} from "../../lib/claims/mod.ts";
import { kendallTauB, spearman } from "../../lib/stats/mod.ts";
import { ladder, lessMuddled, muddled, noisy, sampleOf } from "./planted.ts";

/** Ten candidates whose stand-alone accuracies follow the one-shot ones exactly, in a tenth of the range. */
const oneShot = ladder(10).map((step) => 0.3 + 0.45 * step);
const perfect = sampleOf(ladder(10).map((step) => [0.8 + 0.045 * step, 0.81 + 0.045 * step]));

Deno.test("correlationEvidence() uses the mean over the seeds and finds order, ranges and ceiling", () => {
  const evidence = correlationEvidence(oneShot, perfect);
  for (const { estimate, low, high, n } of [evidence.spearman, evidence.kendall, evidence.pearson]) {
    // A perfect order stays perfect in every resample.
    for (const value of [estimate, low, high]) assertAlmostEquals(value, 1, 1e-12);
    assertEquals(n, 10);
  }
  assertAlmostEquals(evidence.ceiling!.estimate, 1, 1e-12);
  assertAlmostEquals(evidence.oneShotRange[0], 0.3);
  assertAlmostEquals(evidence.oneShotRange[1], 0.75);
  assertAlmostEquals(evidence.standAloneRange[0], 0.805);
  assertAlmostEquals(evidence.standAloneRange[1], 0.85);
});

Deno.test("correlationEvidence() looks at the quarter of highest one-shot accuracy, if four are in it", () => {
  // Of 16 candidates the best 4 are in the opposite order of the others.
  const scores = ladder(16);
  const truth = [...ladder(16).slice(0, 12), 0.99, 0.98, 0.97, 0.96];
  const { topQuarter, spearman: all } = correlationEvidence(scores, sampleOf(truth.map((value) => [value])));
  assertAlmostEquals(topQuarter!.estimate, -1, 1e-12);
  assertEquals(topQuarter!.n, 4);
  assert(all.estimate > 0.9);
  assertEquals(correlationEvidence(oneShot, perfect).topQuarter, undefined); // 3 of 10
});

Deno.test("correlationEvidence() gives the correlations of stats/ with intervals that hold them", () => {
  const scores = noisy(ladder(60), 0.3, 1);
  const standAlone = noisy(ladder(60), 0.3, 2);
  const evidence = correlationEvidence(scores, sampleOf(standAlone.map((value) => [value])));
  assertEquals(evidence.spearman.estimate, spearman(scores, standAlone));
  assertEquals(evidence.kendall.estimate, kendallTauB(scores, standAlone));
  for (const { estimate, low, high } of [evidence.spearman, evidence.kendall, evidence.pearson]) {
    assert(low < estimate && estimate < high);
  }
  // The same records, the same interval; fewer candidates, a wider one.
  assertEquals(correlationEvidence(scores, sampleOf(standAlone.map((value) => [value]))), evidence);
  const every = scores.flatMap((_, index) => index % 4 === 0 ? [index] : []);
  const few = correlationEvidence(
    every.map((index) => scores[index]!),
    sampleOf(every.map((index) => [standAlone[index]!])),
  );
  assert(few.spearman.high - few.spearman.low > evidence.spearman.high - evidence.spearman.low);
});

Deno.test("noiseCeiling() compares the first two seeds, and there is none with one", () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8].map((rank, index) => [rank, muddled[index]!, -rank]);
  assertAlmostEquals(noiseCeiling(sampleOf(seeds))!.estimate, 11 / 21, 1e-12);
  assertEquals(noiseCeiling(sampleOf(seeds.map(([first]) => [first!]))), undefined);
  assertEquals(standAloneMeans(sampleOf([[0.8, 0.9], [0.5, 0.5]])).map((value) => value.toFixed(6)), [
    "0.850000",
    "0.500000",
  ]);
});

Deno.test("correlationEvidence() has the ceiling of single trainings and that of means apart", () => {
  const seeds = sampleOf([1, 2, 3, 4, 5, 6, 7, 8].map((rank, index) => [rank, muddled[index]!]));
  const { ceiling, meanCeiling } = correlationEvidence(ladder(8), seeds);
  assertAlmostEquals(ceiling!.estimate, 11 / 21, 1e-12);
  assertAlmostEquals(meanCeiling!.estimate, 22 / 32, 1e-12);
});

Deno.test("meanCeiling() is what means over the seeds agree by with means over as many others", () => {
  // Two seeds that correlate by c: their means by 2 c / (1 + c).
  const two = sampleOf([1, 2, 3, 4, 5, 6, 7, 8].map((rank, index) => [rank, muddled[index]!]));
  const single = 11 / 21;
  assertAlmostEquals(meanCeiling(two)!.estimate, 2 * single / (1 + single), 1e-12);
  // Three: from the mean of the three pairs' correlations, 11 / 21, 29 / 42 and that of the two with each other.
  const three = sampleOf([1, 2, 3, 4, 5, 6, 7, 8].map((rank, at) => [rank, muddled[at]!, lessMuddled[at]!]));
  const c = (single + 29 / 42 + spearman(muddled, lessMuddled)) / 3;
  const { estimate, low, high } = meanCeiling(three)!;
  assertAlmostEquals(estimate, 3 * c / (1 + 2 * c), 1e-12);
  assert(0 <= low && low < estimate && estimate < high && high <= 1);
  // Seeds that contradict each other leave nothing to agree with.
  assertEquals(meanCeiling(sampleOf(ladder(8).map((step) => [step, 1 - step])))!.estimate, 0);
  assertEquals(meanCeiling(sampleOf(ladder(8).map((step) => [step]))), undefined);
});

Deno.test("meanCeiling() is what simulated means reach", () => {
  const truth = noisy(new Array(4000).fill(0), 1, 1);
  const means = (seed: number) => {
    const seeds = [1, 2, 3].map((training) => noisy(truth, 0.7, 10 * seed + training));
    return truth.map((_, at) => seeds.map((values) => values[at]!));
  };
  const [first, second] = [means(1), means(2)];
  const reached = spearman(
    ...[first, second].map((rows) => standAloneMeans(sampleOf(rows))) as [number[], number[]],
  );
  assertAlmostEquals(meanCeiling(sampleOf(first.slice(0, 2000)))!.estimate, reached, 0.03);
});

Deno.test("correlationFinding() follows its rule at the edges", () => {
  const verdicts = (low: number, high: number, oneShot: number, standAlone: number) => {
    const { verdict, parts } = correlationFinding({
      spearman: { estimate: (low + high) / 2, low, high, n: 40 },
      meanCeiling: undefined,
      oneShotRange: [0, oneShot],
      standAloneRange: [0.5, 0.5 + standAlone],
    });
    return [...parts!.map((part) => part.verdict), verdict];
  };
  const [yes, no, open] = ["reproduced", "not reproduced", "inconclusive"];
  assertEquals(verdicts(0.51, 0.9, 0.75, 0.25), [yes, yes, yes]);
  assertEquals(verdicts(0.5, 0.9, 0.75, 0.25), [open, yes, "partly"]); // the interval must lie above, not at, 0.5
  assertEquals(verdicts(0.6, 0.9, 0.74, 0.25), [yes, open, "partly"]); // not three times as wide
  assertEquals(verdicts(0.6, 0.9, 0.25, 0.25), [yes, open, "partly"]); // as wide
  assertEquals(verdicts(0.6, 0.9, 0.24, 0.25), [yes, no, "partly"]); // the narrower one
  assertEquals(verdicts(-0.2, 0.49, 0.75, 0.1), [no, yes, "partly"]);
  assertEquals(verdicts(-0.2, 0.49, 0.2, 0.25), [no, no, no]);
  assertEquals(verdicts(-0.2, 0.5, 0.2, 0.1), [open, open, open]);
  assertEquals(verdicts(-0.2, 0.6, 0.09, 0.1), [open, no, no]);
  // All candidates alike when trained alone: no correlation, and no range to compare with.
  assertEquals(verdicts(NaN, NaN, 0.5, 0)[0], open);
});

Deno.test("correlationFinding() tells a true claim from a false one and from too little evidence", () => {
  const verdict = (scores: readonly number[], truth: readonly number[]) =>
    correlationFinding(correlationEvidence(scores, sampleOf(truth.map((value) => [value])))).verdict;
  const truth = ladder(40).map((step) => 0.8 + 0.1 * step);
  assertEquals(verdict(noisy(ladder(40), 0.1, 3), truth), "reproduced");
  // As well ordered, but over a range as narrow as that of the truth.
  assertEquals(verdict(noisy(ladder(40), 0.1, 3).map((score) => 0.05 * score), truth), "partly");
  assertEquals(verdict(noisy(ladder(40).map(() => 0.5), 0.01, 4), truth), "not reproduced");
  // Eight candidates cannot tell 11 / 21 from a half.
  assertEquals(verdict(muddled.map((rank) => rank / 4), ladder(8)), "inconclusive");
  assertEquals(verdict(lessMuddled.map((rank) => rank / 4), ladder(8)), "inconclusive");
});

Deno.test("correlationFinding() is the Spearman correlation beside the noise ceiling", () => {
  const evidence = correlationEvidence(oneShot, perfect);
  const { estimate, ceiling, verdict } = correlationFinding(evidence);
  assertEquals(estimate, evidence.spearman);
  assertEquals([ceiling, verdict], [evidence.meanCeiling!.estimate, "reproduced"]);
});
