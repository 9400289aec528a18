import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, integer, prng, uniform } from "../../lib/random.ts";
import { mean, quantile, range, standardDeviation } from "../../lib/stats/summary.ts";
import { scipy } from "./scipy.ts";

Deno.test("mean(), standardDeviation() and range() give cases worked by hand", () => {
  assertEquals(mean([1, 2, 6]), 3);
  assertEquals(mean([-4]), -4);
  // Deviations -2, -1, 3: squares 14, over n - 1 = 2.
  assertAlmostEquals(standardDeviation([1, 2, 6]), Math.sqrt(7), 1e-15);
  assertEquals(standardDeviation([5, 5, 5]), 0);
  assertEquals(range([3, -1, 2]), [-1, 3]);
  assertEquals(range([7]), [7, 7]);
});

Deno.test("quantile() is linear between the sorted values", () => {
  const cases: [number[], number, number][] = [
    [[3, 1, 2], 0, 1],
    [[3, 1, 2], 1, 3],
    [[3, 1, 2], 0.5, 2],
    [[3, 1, 2], 0.25, 1.5],
    [[10, 0], 0.3, 3],
    [[4], 0.7, 4],
    // As text, 10 comes before 9.
    [[10, 9, 100], 0.5, 10],
  ];
  for (const [values, share, expected] of cases) assertEquals(quantile(values, share), expected);
});

Deno.test("mean(), standardDeviation() and quantile() equal NumPy's on 200 samples", async () => {
  const samples = Array.from({ length: 200 }, (_, sample) => {
    const rng = prng(31, sample);
    const values = Array.from({ length: 2 + integer(rng, 50) }, () => 100 + gaussian(rng));
    return [values, uniform(rng)] as const;
  });
  const answers = await scipy<number[][]>(
    "answer = [[np.mean(x), np.std(x, ddof=1), np.quantile(x, q)] for x, q in given]",
    samples,
  );
  samples.forEach(([values, share], sample) => {
    const found = [mean(values), standardDeviation(values), quantile(values, share)];
    found.forEach((value, column) => assertAlmostEquals(value, answers[sample]![column]!, 1e-11));
  });
});

Deno.test("mean(), standardDeviation(), quantile() and range() leave values alone and refuse NaN", () => {
  const values = Object.freeze([3, 1, 2]);
  assertEquals([mean(values), standardDeviation(values), quantile(values, 0.5), range(values)], [2, 1, 2, [
    1,
    3,
  ]]);
  const calls: [(values: number[]) => unknown, least: number][] = [
    [mean, 1],
    [standardDeviation, 2],
    [(values) => quantile(values, 0.5), 1],
    [range, 1],
  ];
  for (const [call, least] of calls) {
    assertThrows(() => call(Array(least - 1).fill(1)), RangeError, `expected at least ${least}`);
    assertThrows(() => call([1, NaN]), RangeError, "found NaN at index 1");
  }
  for (const share of [-0.1, 1.1, NaN]) {
    assertThrows(() => quantile([1], share), RangeError, `found share ${share}, expected one from 0 to 1`);
  }
});
