import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  armsOf,
  batchStatisticsClaim,
  FULL,
  ghostBatchesClaim,
  type Judge,
  type Judges,
  pathDropoutClaim,
  REMEASURED,
  retainedL2Claim,
  type TrickClaim,
  trickClaims,
} from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { ablations, type SampleCandidate } from "../../lib/records/mod.ts";
import { ladder, lessMuddled, muddled, noisy, sampleOf } from "./planted.ts";

const sample = sampleOf(ladder(8).map((step) => [step, step]));
const rising = ladder(8);
const falling = rising.toReversed();
const judge = (scores: readonly number[], allOn = 0.8): Judge => ({ scores, allOn });
/** What a claim finds; the profile's data set has ten classes. */
const found = (claim: TrickClaim, judges: Judges, from: readonly SampleCandidate[] = sample) =>
  claim.find({ profile: profiles.quick, judges, sample: from, models: {}, seconds: 0 });

Deno.test("each trick is tested by ablations that there are", () => {
  for (const claim of trickClaims) {
    for (const name of armsOf(claim, { tricks: "whole" })) {
      assertEquals(Object.hasOwn(ablations, name), true, name);
    }
    assertEquals(armsOf(claim, {}), [claim.without]);
  }
  assertEquals(new Set(trickClaims.map(({ without }) => without)).size, trickClaims.length);
});

Deno.test("a trick claim tells a trick that helps from one that does not and from too little evidence", () => {
  const claim: TrickClaim = batchStatisticsClaim;
  const verdict = (full: readonly number[], without: readonly number[], from = sample) =>
    found(claim, { [FULL]: [judge(full)], [claim.without]: [judge(without)] }, from).verdict;
  assertEquals(verdict(rising, falling), "reproduced");
  assertEquals(verdict(rising, rising), "not reproduced");
  // Taken away, it is better.
  assertEquals(verdict(falling, rising), "not reproduced");
  assertEquals(verdict(lessMuddled, muddled), "inconclusive");
  // Many candidates make sure that 0.3 of noise and 1.5 differ.
  const many = sampleOf(ladder(100).map((step) => [step]));
  assertEquals(verdict(noisy(ladder(100), 0.3, 1), noisy(ladder(100), 1.5, 2), many), "reproduced");
});

Deno.test("a trick claim averages over the seeds of both kinds and gives the ceiling", () => {
  const judges = {
    [FULL]: [judge(rising), judge(muddled)],
    [pathDropoutClaim.without]: [judge(lessMuddled), judge(rising)],
  };
  const { estimate, ceiling } = found(pathDropoutClaim, judges);
  assertAlmostEquals(estimate.estimate, (11 / 21 - 29 / 42) / 2, 1e-12);
  assertAlmostEquals(ceiling!, 1, 1e-12);
});

/** Judges of a whole test: those named, and for all other arms the same as the full recipe's. */
const judgesOf = (claim: TrickClaim, full: readonly Judge[], others: Judges): Judges => ({
  ...Object.fromEntries(armsOf(claim, { tricks: "whole" }).map((name) => [name, full])),
  [FULL]: full,
  ...others,
});

Deno.test("T2 has three rivals, and the best of them is the one to beat", () => {
  const finding = (...[running, remeasured, whole]: readonly (readonly number[])[]) =>
    found(
      batchStatisticsClaim,
      {
        [FULL]: [judge(rising)],
        "running averages": [judge(running!)],
        [REMEASURED]: [judge(remeasured!)],
        "whole-batch statistics": [judge(whole!)],
      },
    );
  assertEquals(finding(falling, falling, falling).verdict, "reproduced");
  const one = finding(falling, rising, falling);
  assertEquals(one.verdict, "partly");
  assertEquals(one.parts!.map(({ verdict }) => verdict), ["reproduced", "not reproduced", "reproduced"]);
  assertAlmostEquals(one.estimate.estimate, 0, 1e-12);
  assertEquals(finding(rising, rising, rising).verdict, "not reproduced");
});

Deno.test("T2 is tested where other statistics spoil the evaluation, and T1 not where a model has learnt nothing", () => {
  const verdict = (claim: TrickClaim) => {
    const judges = { [FULL]: [judge(rising)], [claim.without]: [judge(falling, 0.1)] };
    return found(claim, judges).verdict;
  };
  assertEquals([batchStatisticsClaim, pathDropoutClaim].map(verdict), ["reproduced", "untestable"]);
});

Deno.test("T3 is judged by stability, too, in pairs of seeds", () => {
  const seeds = [0.5, 0.8, 0.6];
  const finding = (lead: number, without: readonly number[]) =>
    found(
      ghostBatchesClaim,
      judgesOf(ghostBatchesClaim, seeds.map(() => judge(rising)), {
        "one mask for all ghost batches": seeds.map(() => judge(without)),
        "4 times the learning rate": seeds.map((accuracy) => judge(rising, accuracy)),
        "one mask, 4 times the learning rate": seeds.map((accuracy) => judge(rising, accuracy - lead)),
      }),
    );
  assertEquals(finding(0.03, falling).verdict, "reproduced");
  assertEquals(finding(0.03, rising).verdict, "partly");
  assertEquals(finding(0.01, rising).verdict, "not reproduced");
  const [, stability] = finding(0.03, rising).parts!;
  // The seeds differ by far more than the masks do; in pairs that does not matter.
  for (const value of [stability!.estimate, stability!.low, stability!.high]) {
    assertAlmostEquals(value, 0.03, 1e-12);
  }
  assertEquals(stability!.n, 3);
});

Deno.test("T4 compares at each strength, and says when L2 does nothing here", () => {
  const finding = (others: Judges) =>
    found(retainedL2Claim, judgesOf(retainedL2Claim, [judge(rising)], others));
  const harmful = {
    "L2 on everything": [judge(falling)],
    "10 times the L2, on everything": [judge(falling)],
    "100 times the L2, on everything": [judge(falling)],
  };
  assertEquals(finding({ ...harmful, "no L2": [judge(falling)] }).verdict, "reproduced");
  assertEquals(finding({ "no L2": [judge(falling)] }).verdict, "not reproduced");
  const one = finding({ "no L2": [judge(falling)], "100 times the L2, on everything": [judge(falling)] });
  assertEquals(one.verdict, "partly");
  assertEquals(one.parts!.length, 3);
  // With L2 and without it candidates are ranked alike: where it is applied can't be judged.
  assertEquals(finding(harmful).verdict, "untestable");
});
