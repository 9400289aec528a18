import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, integer, prng, uniform } from "../../lib/random.ts";
import { spearman } from "../../lib/stats/correlation.ts";
import { stratifiedChances, stratifiedSample } from "../../lib/stats/stratified.ts";
import { weightedSpearman, weightedSpearmanInterval } from "../../lib/stats/weighted.ts";

Deno.test("weightedSpearman() is spearman() of items repeated as often as their weights say, ties too", () => {
  for (let round = 0; round < 200; round++) {
    const rng = prng(31, round);
    const count = 2 + integer(rng, 20);
    const draw = () => Array.from({ length: count }, () => integer(rng, 2 + round % 9));
    const [x, y, weights] = [draw(), draw(), draw().map((weight) => 1 + weight)];
    const repeat = (list: readonly number[]) =>
      list.flatMap((value, index) => Array.from({ length: weights[index]! }, () => value));
    const expected = spearman(repeat(x), repeat(y));
    assertAlmostEquals(weightedSpearman(x, y, weights), expected, 1e-12);
    // Only the proportions of weights count.
    assertAlmostEquals(weightedSpearman(x, y, weights.map((weight) => weight / 7)), expected, 1e-12);
  }
});

Deno.test("weightedSpearman() has no value for equal numbers and refuses what it can't weigh", () => {
  assertEquals(weightedSpearman([1, 1], [1, 2], [1, 1]), NaN);
  assertThrows(() => weightedSpearman([1, 2], [1, 2], [1]), RangeError, "found 1 numbers");
  assertThrows(() => weightedSpearman([1, 2, 3], [1, 2], [1, 2]), RangeError, "expected as many in all");
  assertThrows(() => weightedSpearman([1, 2], [1, 2], [1, 0]), RangeError, "found weight 0 at index 1");
});

Deno.test("weights undo what stratifying does to a correlation", () => {
  // Many good items among which the score tells little, few poor ones that it tells from them.
  const rng = prng(33);
  const truth = Array.from({ length: 4000 }, () => uniform(rng) < 0.1 ? -3 * uniform(rng) : uniform(rng));
  const score = truth.map((value) => value + 0.7 * gaussian(rng));
  const all = spearman(score, truth);
  const places = stratifiedSample(score, { count: 400, seed: 1 });
  const pick = (list: readonly number[]) => places.map((place) => list[place]!);
  const stratified = spearman(pick(score), pick(truth));
  const weights = pick(stratifiedChances(score, { count: 400 })).map((chance) => 1 / chance);
  const { estimate, low, high, n } = weightedSpearmanInterval(pick(score), pick(truth), weights, { seed: 1 });
  assert(stratified > all + 0.1, `${stratified} against ${all}`);
  assert(low < all && all < high && low < estimate && estimate < high);
  assert(Math.abs(estimate - all) < 0.25 * (stratified - all), `${estimate} against ${all}`);
  assertEquals(n, 400);
});
