import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  atDropout,
  atRate,
  correlationGain,
  gainPart,
  type Judge,
  judgesOf,
  kindEvidence,
} from "../../lib/claims/mod.ts";
import { ladder, lessMuddled, modelOf, muddled, noisy, sampleOf } from "./planted.ts";

const sample = sampleOf(ladder(8).map((step) => [step]));
const rising = ladder(8);
const falling = rising.toReversed();
const judge = (scores: readonly number[], allOn = 0.8): Judge => ({ scores, allOn });

Deno.test("kindEvidence() averages correlations over the models, not the models' scores", () => {
  const models = [modelOf(rising, { allOn: 0.7 }), modelOf(falling, { seed: 2, allOn: 0.6 })];
  const { correlation, each, allOn } = kindEvidence(judgesOf(models, sample), sample);
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
    ...sample[index]!,
    standAlone: [place, place + 2],
  }));
  // 0.1, 0.3, 0.5 in the sample's order.
  assertAlmostEquals(kindEvidence(judgesOf(models, some), some).correlation.estimate, 1, 1e-12);
});

Deno.test("kindEvidence() has no correlation where a model gives all the same accuracy", () => {
  const { correlation, each } = kindEvidence([judge(rising), judge(rising.map(() => 0.1))], sample);
  assertEquals(correlation.estimate, NaN);
  assertAlmostEquals(each[0]!, 1, 1e-12);
  assertEquals(each[1], NaN);
});

Deno.test("correlationGain() is the distance to the greatest of the others", () => {
  const gain = (mine: readonly number[], others: readonly (readonly number[])[]) =>
    correlationGain([judge(mine)], others.map((other) => [judge(other)]), sample);
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
  const { estimate, low, high } = correlationGain([judge(scores)], [[judge(scores)]], many);
  assertEquals([estimate, low, high], [0, 0, 0]);
  const other = [judge(noisy(ladder(30), 0.5, 2))];
  const first = correlationGain([judge(scores)], [other], many);
  assert(first.low < first.estimate && first.estimate < first.high);
  assertEquals(correlationGain([judge(scores)], [other], many), first);
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

Deno.test("atDropout() tells models with a ramp from those without", () => {
  const models = [modelOf(rising, { rate: 0.1 }), modelOf(falling, { rate: 0.1, ramp: "none" })];
  assertEquals(atDropout(models, { rate: 0.1, ramp: "linear" }), [models[0]!]);
  assertEquals(atDropout(models, { rate: 0.1, ramp: "none" }), [models[1]!]);
});

Deno.test("gainPart() is untestable where a model of either kind has learnt next to nothing", () => {
  const part = (mine: number, other: number) =>
    gainPart("one less other", [judge(rising), judge(rising, mine)], [judge(falling, other)], sample, 10);
  assertEquals(part(0.8, 0.8).verdict, "reproduced");
  // Twice chance with ten classes is 0.2.
  assertEquals(part(0.8, 0.2).verdict, "reproduced");
  assertEquals(part(0.8, 0.199).verdict, "untestable");
  assertEquals(part(0.199, 0.8).verdict, "untestable");
  assertEquals(gainPart("", [judge(rising)], [judge(falling, 0)], sample).verdict, "reproduced");
  assertAlmostEquals(part(0.199, 0.8).estimate, 2, 1e-12);
});
