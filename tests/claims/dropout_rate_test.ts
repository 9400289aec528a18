import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { atRate, correlationGain, dropoutRateFinding, kindEvidence } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { ladder, lessMuddled, modelOf, muddled, noisy, sampleOf } from "./planted.ts";

const { quick } = profiles;
const [lowest, recipe, highest] = quick.rates as [number, number, number];
const sample = sampleOf(ladder(8).map((step) => [step]));
const rising = ladder(8);
const falling = rising.toReversed();

Deno.test("kindEvidence() averages correlations over the models, not the models' scores", () => {
  const models = [modelOf(rising, { allOn: 0.7 }), modelOf(falling, { seed: 2, allOn: 0.6 })];
  const { correlation, each, allOn } = kindEvidence(models, sample);
  assertEquals(correlation.n, 8);
  assertAlmostEquals(correlation.estimate, 0, 1e-12);
  // One of the models is always 1 and the other -1; a quarter of the resamples has either twice.
  assertAlmostEquals(correlation.low, -1, 1e-12);
  assertAlmostEquals(correlation.high, 1, 1e-12);
  for (const [index, value] of [1, -1].entries()) assertAlmostEquals(each[index]!, value, 1e-12);
  assertEquals(allOn, [0.7, 0.6]);
});

Deno.test("kindEvidence() reads the scores of the sample's candidates, wherever they stand", () => {
  const models = [modelOf([0.9, 0.1, 0.5, 0.3, 0.2])];
  const some = [1, 3, 2].map((index, place) => ({
    ...sample[place]!,
    index,
    standAlone: [place, place + 2],
  }));
  // 0.1, 0.3, 0.5 in the sample's order.
  assertAlmostEquals(kindEvidence(models, some).correlation.estimate, 1, 1e-12);
});

Deno.test("kindEvidence() has no correlation where a model gives all the same accuracy", () => {
  const { correlation, each } = kindEvidence([modelOf(rising), modelOf(rising.map(() => 0.1))], sample);
  assertEquals(correlation.estimate, NaN);
  assertAlmostEquals(each[0]!, 1, 1e-12);
  assertEquals(each[1], NaN);
});

Deno.test("correlationGain() is the distance to the greatest of the others", () => {
  const gain = (mine: readonly number[], others: readonly (readonly number[])[]) =>
    correlationGain([modelOf(mine)], others.map((other) => [modelOf(other)]), sample);
  // 29 / 42 - 11 / 21 = 1 / 6, and the worse of the others does not count.
  assertAlmostEquals(gain(lessMuddled, [muddled]).estimate, 1 / 6, 1e-12);
  assertAlmostEquals(gain(lessMuddled, [muddled, falling]).estimate, 1 / 6, 1e-12);
  assertAlmostEquals(gain(muddled, [falling, lessMuddled]).estimate, -1 / 6, 1e-12);
  const { estimate, low, high, n } = gain(rising, [falling]);
  for (const value of [estimate, low, high]) assertAlmostEquals(value, 2, 1e-12);
  assertEquals(n, 8);
});

Deno.test("correlationGain() resamples candidates for all models alike, so equal models differ in none", () => {
  const scores = noisy(ladder(30), 0.5, 1);
  const many = sampleOf(ladder(30).map((step) => [step]));
  const { estimate, low, high } = correlationGain([modelOf(scores)], [[modelOf(scores, { seed: 2 })]], many);
  assertEquals([estimate, low, high], [0, 0, 0]);
  const other = [modelOf(noisy(ladder(30), 0.5, 2))];
  const first = correlationGain([modelOf(scores)], [other], many);
  assert(first.low < first.estimate && first.estimate < first.high);
  assertEquals(correlationGain([modelOf(scores)], [other], many), first);
});

Deno.test("atRate() picks the models of a rate", () => {
  const models = [
    modelOf(rising, { rate: 0.1 }),
    modelOf(rising, { rate: 0.2 }),
    modelOf(falling, { rate: 0.1 }),
  ];
  assertEquals(atRate(models, 0.1), [models[0]!, models[2]!]);
  assertEquals(atRate(models, 0.3), []);
});

Deno.test("dropoutRateFinding() tells a true claim from a false one and from too little evidence", () => {
  const finding = (
    scores: { low: readonly number[]; mine: readonly number[]; high: readonly number[] },
    from = sample,
  ) =>
    dropoutRateFinding(quick, [
      modelOf(scores.low, { rate: lowest }),
      modelOf(scores.mine, { rate: recipe }),
      modelOf(scores.high, { rate: highest }),
    ], from);
  const humped = finding({ low: falling, mine: rising, high: falling });
  assertEquals([humped.verdict, humped.ceiling], ["reproduced", undefined]);
  assertAlmostEquals(humped.estimate.estimate, 2, 1e-12);
  // One end is as good as the recipe: there is nothing to tune on that side.
  assertEquals(finding({ low: rising, mine: rising, high: falling }).verdict, "not reproduced");
  assertEquals(finding({ low: falling, mine: falling, high: rising }).verdict, "not reproduced");
  assertEquals(finding({ low: muddled, mine: lessMuddled, high: falling }).verdict, "inconclusive");
  const two = sampleOf(ladder(8).map((step) => [step, 1 - step]));
  assertAlmostEquals(finding({ low: falling, mine: rising, high: falling }, two).ceiling!, -1, 1e-12);
});

Deno.test("dropoutRateFinding() does not look at the rates between, and takes all seeds of those it compares", () => {
  const profile = { ...quick, rates: [lowest, 0.05, recipe, highest] };
  const between = modelOf(rising, { rate: 0.05 });
  const others = [modelOf(falling, { rate: lowest }), modelOf(falling, { rate: highest })];
  const both = [modelOf(rising, { rate: recipe }), modelOf(muddled, { rate: recipe, seed: 2 })];
  const { estimate } = dropoutRateFinding(profile, [between, ...others, ...both], sample);
  assertAlmostEquals(estimate.estimate, (1 + 11 / 21) / 2 + 1, 1e-12);
});
