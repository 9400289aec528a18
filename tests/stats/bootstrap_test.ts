import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { gaussian, prng } from "../../lib/random.ts";
import { bootstrapInterval, correlationDifference, correlationInterval } from "../../lib/stats/bootstrap.ts";
import { pearson, spearman } from "../../lib/stats/correlation.ts";
import { mean } from "../../lib/stats/summary.ts";
import { scipy } from "./scipy.ts";

const meanOf = (values: readonly number[]) => (indices: Uint32Array) =>
  mean(Array.from(indices, (index) => values[index]!));

/** Points with the given linear correlation. */
function normalPairs(count: number, correlation: number, ...labels: number[]): [number[], number[]] {
  const rng = prng(41, ...labels);
  const x = Array.from({ length: count }, () => gaussian(rng));
  const y = x.map((value) => correlation * value + Math.sqrt(1 - correlation ** 2) * gaussian(rng));
  return [x, y];
}

Deno.test("bootstrapInterval() draws as many indices as there are items, all equally likely", () => {
  const counts = [0, 0, 0, 0];
  bootstrapInterval(4, (indices) => {
    assertEquals(indices.length, 4);
    for (const index of indices) counts[index]!++;
    return 0;
  }, { seed: 1, resamples: 2500 });
  // Each count is binomial(10000, 1/4), sd 43: 217 is five sd.
  for (const count of counts) assertAlmostEquals(count, 2500, 217);
});

Deno.test("bootstrapInterval() gives the quantiles of two items' mean", () => {
  // A resample of (0, 1) has mean 0, 1/2 or 1 with chances 1/4, 1/2 and 1/4. At level 0.4 the interval lies
  // between the quantiles 0.3 and 0.7, both 1/2; at 0.6 between 0.2 and 0.8, so 0 and 1. With 2000 resamples
  // the shares have sd 0.01: each quantile is 0.05, so five sd, from the next step.
  const interval = (level: number) => bootstrapInterval(2, meanOf([0, 1]), { seed: 2, level });
  assertEquals(interval(0.4), { low: 0.5, high: 0.5 });
  assertEquals(interval(0.6), { low: 0, high: 1 });
});

Deno.test("bootstrapInterval() is the same for the same seed and another for another", () => {
  const values = [1, 2, 4, 8, 16, 32];
  const interval = (seed: number) => bootstrapInterval(6, meanOf(values), { seed, resamples: 100 });
  assertEquals(interval(3), interval(3));
  assertNotEquals(interval(3), interval(4));
});

Deno.test("bootstrapInterval() leaves out resamples on which the statistic is NaN", () => {
  // Both points in one resample have correlation 1; one of them twice has none.
  assertEquals(correlationInterval(pearson, [1, 2], [1, 2], { seed: 5 }), {
    estimate: 1,
    low: 1,
    high: 1,
    n: 2,
  });
  assertEquals(bootstrapInterval(3, () => NaN, { seed: 5 }), { low: NaN, high: NaN });
});

Deno.test("bootstrapInterval() refuses options out of range", () => {
  const cases: [number, object, string][] = [
    [0, {}, "Cannot bootstrap with count = 0: expected a positive integer"],
    [1.5, {}, "count = 1.5"],
    [3, { resamples: 0 }, "resamples = 0"],
    [3, { level: 0 }, "level = 0: expected a number between 0 and 1"],
    [3, { level: 95 }, "level = 95"],
    [3, { level: NaN }, "level = NaN"],
    [3, { seed: 0.5 }, "seed = 0.5"],
    [
      3,
      { resample: 9 },
      "resample = 9: expected a name among seed, resamples, level; did you mean resamples?",
    ],
  ];
  for (const [count, options, message] of cases) {
    assertThrows(() => bootstrapInterval(count, () => 1, { seed: 1, ...options }), RangeError, message);
  }
  assertThrows(() => bootstrapInterval(3, () => Infinity, { seed: 1 }), RangeError, "found Infinity");
});

Deno.test("correlationInterval() agrees with SciPy's percentile bootstrap", async () => {
  const [x, y] = normalPairs(40, 0.7, -1);
  const { estimate, low, high, n } = correlationInterval(pearson, x, y, { seed: 6, resamples: 4000 });
  const [low2, high2] = await scipy<number[]>(
    [
      "def correlation(x, y, axis):",
      "  x, y = (z - z.mean(axis=axis, keepdims=True) for z in (x, y))",
      "  return (x * y).sum(axis) / np.sqrt((x * x).sum(axis) * (y * y).sum(axis))",
      "answer = stats.bootstrap(given, correlation, paired=True, vectorized=True, n_resamples=4000,",
      "  method='percentile', rng=np.random.default_rng(1)).confidence_interval",
    ].join("\n"),
    [x, y],
  );
  // An end is a quantile of 4000 draws that have sd 0.08: its own sd is about 0.003, of a difference 0.005.
  // The bound is five of these.
  assertAlmostEquals(low, low2!, 0.025);
  assertAlmostEquals(high, high2!, 0.025);
  assertEquals([estimate, n], [pearson(x, y), 40]);
});

Deno.test("correlationInterval() holds the true correlation about as often as its level says", () => {
  // Spearman's correlation of a normal pair with linear correlation 0.6 is 6/pi asin(0.3). Percentile
  // intervals are somewhat short at n = 40: 0.92 or more is expected. Over 300 samples the share then has sd
  // 0.016, and 0.87 is three sd off; above, 0.995 is three sd of 0.013 from the nominal 0.95.
  const truth = 6 / Math.PI * Math.asin(0.3);
  let held = 0;
  for (let sample = 0; sample < 300; sample++) {
    const [x, y] = normalPairs(40, 0.6, sample);
    const { low, high } = correlationInterval(spearman, x, y, { seed: sample, resamples: 300 });
    if (low <= truth && truth <= high) held++;
  }
  assert(held / 300 > 0.87 && held / 300 < 0.995, `Held in ${held} of 300 samples`);
});

Deno.test("correlationInterval() is narrower for more points and at a lower level", () => {
  const width = (count: number, level: number) => {
    const [x, y] = normalPairs(count, 0.5, 999);
    const { low, high } = correlationInterval(pearson, x, y, { seed: 7, level, resamples: 500 });
    return high - low;
  };
  // The width goes with 1 / sqrt(n): a quarter from 50 to 800 points, to which the noise adds at most a half.
  assertAlmostEquals(width(800, 0.95) / width(50, 0.95), 0.25, 0.12);
  assert(width(50, 0.5) < 0.6 * width(50, 0.95));
});

Deno.test("correlationDifference() agrees with SciPy's paired bootstrap", async () => {
  const [truth, close] = normalPairs(60, 0.8, -2);
  const far = normalPairs(60, 0, -3)[0].map((noise, item) => noise + 0.5 * truth[item]!);
  const { estimate, low, high, n } = correlationDifference(pearson, close, far, truth, {
    seed: 6,
    resamples: 4000,
  });
  const [low2, high2] = await scipy<number[]>(
    [
      "def correlation(x, y, axis):",
      "  x, y = (z - z.mean(axis=axis, keepdims=True) for z in (x, y))",
      "  return (x * y).sum(axis) / np.sqrt((x * x).sum(axis) * (y * y).sum(axis))",
      "difference = lambda a, b, t, axis: correlation(a, t, axis) - correlation(b, t, axis)",
      "answer = stats.bootstrap(given, difference, paired=True, vectorized=True, n_resamples=4000,",
      "  method='percentile', rng=np.random.default_rng(1)).confidence_interval",
    ].join("\n"),
    [close, far, truth],
  );
  // The draws have sd 0.11: by the reckoning above, five times 0.007.
  assertAlmostEquals(low, low2!, 0.035);
  assertAlmostEquals(high, high2!, 0.035);
  assertEquals([estimate, n], [pearson(close, truth) - pearson(far, truth), 60]);
});

Deno.test("correlationDifference() is nothing between a list and itself, whatever the sample", () => {
  const [x, y] = normalPairs(30, 0.5, -4);
  const same = correlationDifference(spearman, x, x, y, { seed: 8, resamples: 200 });
  assertEquals(same, { estimate: 0, low: 0, high: 0, n: 30 });
});
