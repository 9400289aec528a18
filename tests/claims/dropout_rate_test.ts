import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bestRate, dropoutRateClaim, rampedRateClaim } from "../../lib/claims/mod.ts";
import { type Profile, profiles } from "../../lib/profiles/mod.ts";
import type { SampleCandidate, ScoredModel } from "../../lib/records/mod.ts";
import { ladder, lessMuddled, modelOf, muddled, noisy, sampleOf } from "./planted.ts";

const { quick } = profiles;
const [lowest, recipe, highest] = [quick.rates[0]!, quick.oneShot.settings.dropout.rate, quick.rates.at(-1)!];
const sample = sampleOf(ladder(8).map((step) => [step]));
const rising = ladder(8);
const falling = rising.toReversed();
const arm = (rate: number) => ({ rate, seeds: [1, 2] });
const profile: Profile = {
  ...quick,
  constantRates: { low: arm(1e-6), moderate: arm(0.01), high: arm(0.3), between: [arm(0.1)] },
};
const found = (profile: Profile, models: readonly ScoredModel[], from: readonly SampleCandidate[]) =>
  dropoutRateClaim.find({ profile, models, sample: from, seconds: 0 });
const foundOfRamps = (profile: Profile, models: readonly ScoredModel[]) =>
  rampedRateClaim.find({ profile, models, sample, seconds: 0 });
/** A model of a constant rate. */
const constant = (rate: number, scores: readonly number[], seed = 1, allOn = 0.8) =>
  modelOf(scores, { rate, ramp: "none", seed, allOn });

Deno.test("dropoutRateClaim judges both halves of the claim, each by itself", () => {
  const finding = (
    low: readonly number[],
    moderate: readonly number[],
    high: readonly number[],
    from: readonly SampleCandidate[] = sample,
  ) =>
    found(
      profile,
      [constant(1e-6, low), constant(0.01, moderate), constant(0.3, high)],
      from,
    );
  const humped = finding(falling, rising, falling);
  assertEquals([humped.verdict, humped.ceiling], ["reproduced", undefined]);
  assertAlmostEquals(humped.estimate.estimate, 2, 1e-12);
  assertEquals(humped.parts!.map(({ name }) => name), [
    "r = 0.01 less r = 0.000001",
    "r = 0.01 less r = 0.3",
  ]);
  const verdicts = (...lists: Parameters<typeof finding>) => {
    const { verdict, parts } = finding(...lists);
    return [...parts!.map((part) => part.verdict), verdict];
  };
  assertEquals(verdicts(rising, rising, falling), ["not reproduced", "reproduced", "partly"]);
  assertEquals(verdicts(falling, rising, rising), ["reproduced", "not reproduced", "partly"]);
  assertEquals(verdicts(rising, falling, rising), ["not reproduced", "not reproduced", "not reproduced"]);
  assertEquals(verdicts(muddled, lessMuddled, falling), ["inconclusive", "reproduced", "partly"]);
  assertEquals(verdicts(muddled, lessMuddled, muddled), ["inconclusive", "inconclusive", "inconclusive"]);
  assertEquals(verdicts(muddled, lessMuddled, rising), ["inconclusive", "not reproduced", "not reproduced"]);
  const two = sampleOf(ladder(8).map((step) => [step, step]));
  assertAlmostEquals(finding(falling, rising, falling, two).ceiling!, 1, 1e-12);
});

Deno.test("dropoutRateClaim takes all seeds of the three rates, and no model with a ramp or of a rate between", () => {
  const models = [
    ...[constant(0.1, rising), modelOf(rising, { rate: 0.3 })],
    ...[constant(1e-6, falling), constant(0.3, falling)],
    ...[constant(0.01, rising), constant(0.01, muddled, 2)],
  ];
  const { estimate, parts } = found(profile, models, sample);
  assertAlmostEquals(estimate.estimate, (1 + 11 / 21) / 2 + 1, 1e-12);
  for (const part of parts!) assertAlmostEquals(part.estimate, (1 + 11 / 21) / 2 + 1, 1e-12);
});

Deno.test("dropoutRateClaim calls a half untestable whose model has learnt nothing", () => {
  const models = [constant(1e-6, falling), constant(0.01, rising), constant(0.3, falling, 1, 0.11)];
  const { parts, verdict } = found(profile, models, sample);
  assertEquals([...parts!.map((part) => part.verdict), verdict], ["reproduced", "untestable", "partly"]);
});

Deno.test("dropoutRateClaim refuses a profile without constant rates", () => {
  assertThrows(
    () => found(quick, [], sample),
    RangeError,
    "found none in the profile",
  );
});

Deno.test("rampedRateClaim tells a true claim from a false one and from too little evidence", () => {
  const finding = (low: readonly number[], mine: readonly number[], high: readonly number[]) =>
    foundOfRamps(quick, [
      modelOf(low, { rate: lowest }),
      modelOf(mine, { rate: recipe }),
      modelOf(high, { rate: highest }),
    ]);
  assertEquals(finding(falling, rising, falling).verdict, "reproduced");
  assertAlmostEquals(finding(falling, rising, falling).estimate.estimate, 2, 1e-12);
  // One end is as good as the recipe: there is nothing to tune on that side.
  assertEquals(finding(rising, rising, falling).verdict, "not reproduced");
  assertEquals(finding(falling, falling, rising).verdict, "not reproduced");
  assertEquals(finding(muddled, lessMuddled, falling).verdict, "inconclusive");
});

Deno.test("rampedRateClaim does not look at rates between and at constant ones, and takes all seeds", () => {
  const models = [
    ...[modelOf(rising, { rate: 0.05 }), constant(lowest, rising)],
    ...[modelOf(falling, { rate: lowest }), modelOf(falling, { rate: highest })],
    ...[modelOf(rising, { rate: recipe }), modelOf(muddled, { rate: recipe, seed: 2 })],
  ];
  const { estimate } = foundOfRamps(
    { ...quick, rates: [lowest, 0.05, recipe, highest] },
    models,
  );
  assertAlmostEquals(estimate.estimate, (1 + 11 / 21) / 2 + 1, 1e-12);
});

Deno.test("bestRate() finds a rate on one half and judges it on the other", () => {
  const many = sampleOf(ladder(60).map((step) => [step]));
  const order = ladder(60);
  // The rate between is best for both halves of the models.
  const models = [1, 2].flatMap((seed) => [
    constant(1e-6, noisy(order, 2, seed), seed),
    constant(0.01, noisy(order, 1, 10 + seed), seed),
    constant(0.1, order, seed),
    constant(0.3, noisy(order, 2, 20 + seed), seed),
  ]);
  const { rate, parts, candidates } = bestRate(profile, models, many);
  assertEquals([rate, candidates], [0.1, 30]);
  assertEquals(parts.map(({ verdict }) => verdict), ["reproduced", "reproduced"]);
});

Deno.test("bestRate() does not reward luck: the half that judges has models that did not choose", () => {
  const many = sampleOf(ladder(60).map((step) => [step]));
  const order = ladder(60);
  // At 0.1 the first model happens to be right, and the second is wrong.
  const models = [
    ...[constant(1e-6, order, 1), constant(1e-6, order, 2)],
    ...[constant(0.01, noisy(order, 0.3, 1), 1), constant(0.01, order, 2)],
    ...[constant(0.1, order, 1), constant(0.1, order.toReversed(), 2)],
    ...[constant(0.3, order, 1), constant(0.3, order, 2)],
  ];
  const { rate, parts } = bestRate(profile, models, many);
  assertEquals(rate, 0.1);
  for (const { estimate } of parts) assertAlmostEquals(estimate, -2, 1e-12);
});

Deno.test("bestRate() needs two models of each rate", () => {
  const one = [1e-6, 0.01, 0.1, 0.3].map((rate) => constant(rate, rising));
  assertThrows(
    () => bestRate(profile, one, sample),
    RangeError,
    "found 1 model at r = 0.01, expected 2 or more",
  );
});
