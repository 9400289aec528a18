import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { entropy, type Policy, policyChoices } from "../../lib/search/policy.ts";
import { policyLogProbability } from "./policies.ts";
import { reinforce, type ReinforceOptions } from "../../lib/search/reinforce.ts";
import type { Searcher } from "../../lib/search/searcher.ts";
import type { Architecture } from "../../lib/space/architecture.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { smallSpace, smoothScore } from "./fixtures.ts";

const score = smoothScore(1);

/** Scores the next batch. */
function scoreBatch(searcher: Searcher, score: (architecture: Architecture) => number) {
  const batch = searcher.propose();
  for (const { number, architecture } of batch) searcher.observe(number, score(architecture));
  return batch.map(({ architecture }) => architecture);
}

const memory = (searcher: Searcher) =>
  searcher.state().memory as { policy: Policy; baseline: number; distance: number };

Deno.test("reinforce() moves along (score - baseline) times the gradient of log-probabilities, by finite differences", () => {
  const score = smoothScore(2);
  const choices = policyChoices(smallSpace);
  const options = { seed: 1, batchSize: 3, learningRate: 0.7, decay: 0.5, entropyWeight: 0 };
  const searcher = reinforce(smallSpace, options);
  let baseline = NaN;
  let distances: number[] = [];
  for (let round = 0; round < 4; round++) {
    const before = memory(searcher).policy;
    const batch = scoreBatch(searcher, score);
    const scores = batch.map(score);
    const mean = scores.reduce((sum, value) => sum + value) / 3;
    if (round === 0) baseline = mean;
    // Of a moving average that forgets half each time, without what it began with: weights 1, 1/2, 1/4, ...
    distances = [scores.reduce((sum, value) => sum + Math.abs(value - baseline), 0) / 3, ...distances];
    const weights = distances.map((_, age) => 2 ** -age);
    const usual = distances.reduce((sum, value, age) => sum + value * weights[age]!, 0) /
      weights.reduce((sum, weight) => sum + weight);
    const aim = (policy: Policy) =>
      batch.reduce(
        (sum, architecture, index) =>
          sum + (scores[index]! - baseline) / usual * policyLogProbability(policy, choices, architecture) / 3,
        0,
      );
    const h = 1e-5;
    before.forEach((logits, at) =>
      logits.forEach((logit, index) => {
        const moved = (by: number) => before.with(at, logits.with(index, logit + by));
        const slope = (aim(moved(h)) - aim(moved(-h))) / (2 * h);
        assertAlmostEquals(memory(searcher).policy[at]![index]!, logit + 0.7 * slope, 1e-8);
      })
    );
    baseline = (baseline + mean) / 2;
    assertAlmostEquals(memory(searcher).baseline, baseline, 1e-12);
  }
});

Deno.test("reinforce() does not depend on the unit of the score", () => {
  const run = (scale: number) => {
    const searcher = reinforce(paperSpace, { seed: 1 });
    return Array.from({ length: 15 }, () => scoreBatch(searcher, (a) => scale * score(a))).flat();
  };
  assertEquals(run(2 ** -10), run(1));
  assertEquals(run(2 ** 20), run(1));
});

Deno.test("reinforce() learns nothing from equal scores", () => {
  const searcher = reinforce(paperSpace, { seed: 1 });
  for (let batch = 0; batch < 5; batch++) scoreBatch(searcher, () => 0.3);
  for (const logit of memory(searcher).policy.flat()) assertAlmostEquals(logit, 0, 1e-12);
});

Deno.test("reinforce() settles later the more entropy weighs", () => {
  const left = (entropyWeight: number) => {
    const searcher = reinforce(paperSpace, { seed: 1, entropyWeight });
    for (let batch = 0; batch < 60; batch++) scoreBatch(searcher, score);
    return memory(searcher).policy.reduce((sum, logits) => sum + entropy(logits), 0);
  };
  const [none, little, much] = [left(0), left(0.1), left(2)];
  assert(none < little && little < much, `${[none, little, much]}`);
  // At the start: the logarithm of the number of architectures, about 21.2.
  assert(much < Math.log(1_659_571_200));
});

Deno.test("reinforce() refuses settings and policies that cannot be", () => {
  const cases: [Partial<ReinforceOptions>, string][] = [
    [{ learningRate: 0 }, "Cannot search with learningRate = 0: expected a positive number"],
    [{ learningRate: Infinity }, "learningRate = Infinity"],
    [{ decay: 1 }, "decay = 1: expected 0 or more and less than 1"],
    [{ entropyWeight: -1 }, "entropyWeight = -1: expected 0 or more"],
    [{ entropyWeight: NaN }, "entropyWeight = NaN"],
    [{ learning_rate: 1 } as object, "tries, learningRate, decay, entropyWeight; did you mean learningRate?"],
  ];
  for (const [options, message] of cases) {
    assertThrows(() => reinforce(paperSpace, { seed: 1, ...options }), RangeError, message);
  }
  const state = reinforce(paperSpace, { seed: 1 }).state();
  const faulty = { ...state, memory: { ...state.memory as object, policy: [[0, 0, 0]] } };
  assertThrows(() => reinforce(paperSpace, { seed: 1 }, faulty), RangeError, "expected a logit for each set");
});
