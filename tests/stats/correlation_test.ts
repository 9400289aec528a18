import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, integer, prng, shuffle } from "../../lib/random.ts";
import { type Correlation, kendallTauB, pearson, spearman } from "../../lib/stats/correlation.ts";
import { scipy } from "./scipy.ts";

const correlations: Record<string, Correlation> = { pearson, spearman, kendallTauB };

Deno.test("pearson(), spearman() and kendallTauB() equal SciPy's on 300 samples with ties", async () => {
  const samples = Array.from({ length: 300 }, (_, sample) => {
    const rng = prng(21, sample);
    const count = 2 + integer(rng, 60);
    // Coarse steps make many ties, also of both coordinates; every third sample has none, some are constant.
    const step = [0, 0.5, 2][sample % 3]!;
    const round = (value: number) => step === 0 ? value : Math.round(value / step) * step;
    const slope = gaussian(rng);
    const raw = Array.from({ length: count }, () => gaussian(rng));
    return [raw.map(round), raw.map((value) => round(slope * value + gaussian(rng)))] as const;
  });
  const answers = await scipy<(number | null)[][]>(
    [
      "functions = stats.pearsonr, stats.spearmanr, stats.kendalltau",
      "answer = [[f(x, y).statistic for f in functions] for x, y in given]",
    ].join("\n"),
    samples,
  );
  let constant = 0;
  samples.forEach(([x, y], sample) => {
    Object.entries(correlations).forEach(([name, correlation], column) => {
      const expected = answers[sample]![column] ?? NaN;
      if (Number.isNaN(expected)) constant++;
      assertAlmostEquals(correlation(x, y), expected, 1e-12, `${name} of sample ${sample}`);
    });
  });
  assert(constant > 0 && constant < 100);
});

Deno.test("kendallTauB() equals the count over all pairs of points", () => {
  for (let sample = 0; sample < 200; sample++) {
    const rng = prng(22, sample);
    const draw = () => Array.from({ length: 2 + sample % 30 }, () => integer(rng, 2 + sample % 7));
    const [x, y] = [draw(), draw()];
    let [agreement, untiedX, untiedY] = [0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i; j++) {
        const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
        agreement += dx * dy;
        untiedX += dx ** 2;
        untiedY += dy ** 2;
      }
    }
    assertAlmostEquals(kendallTauB(x, y), agreement / Math.sqrt(untiedX * untiedY), 1e-12);
  }
});

Deno.test("pearson(), spearman() and kendallTauB() give small cases worked by hand", () => {
  const cases: [number[], number[], pearson: number, spearman: number, tau: number][] = [
    [[1, 2, 3], [2, 4, 6], 1, 1, 1],
    [[1, 2, 3], [6, 4, 2], -1, -1, -1],
    [[1, 2], [5, 7], 1, 1, 1],
    // Deviations (-1, 0, 1) and (-1, 1, 0): 1 / 2. Of three pairs two agree: 1 / 3.
    [[1, 2, 3], [1, 3, 2], 1 / 2, 1 / 2, 1 / 3],
    // Deviations (-3, -3, 1, 5)/4 and (-3, -1, 3, 1)/2, of the ranks (-2, -2, 1, 3)/2 and the same. Five
    // pairs are untied in x, six in y; four agree, one does not.
    [[1, 1, 2, 3], [1, 2, 4, 3], 20 / Math.sqrt(44 * 20), 14 / Math.sqrt(18 * 20), 3 / Math.sqrt(5 * 6)],
  ];
  for (const [x, y, p, s, tau] of cases) {
    assertAlmostEquals(pearson(x, y), p, 1e-15);
    assertAlmostEquals(spearman(x, y), s, 1e-15);
    assertAlmostEquals(kendallTauB(x, y), tau, 1e-15);
  }
});

Deno.test("pearson(), spearman() and kendallTauB() are NaN if a side is constant", () => {
  for (const correlation of Object.values(correlations)) {
    assertEquals(correlation([0.1, 0.1, 0.1], [1, 2, 3]), NaN);
    assertEquals(correlation([1, 2, 3], [0.7, 0.7, 0.7]), NaN);
    assertEquals(correlation([1e-8, 1e-8], [3, 3]), NaN);
  }
});

Deno.test("pearson(), spearman() and kendallTauB() stay in range for large and small numbers", () => {
  for (const correlation of Object.values(correlations)) {
    for (const scale of [1e-300, 1e-160, 1e160, 1e300]) {
      assertAlmostEquals(correlation([scale, 2 * scale, 3 * scale], [1, 2, 3]), 1, 1e-15);
    }
    for (let sample = 0; sample < 200; sample++) {
      const rng = prng(23, sample);
      const x = Array.from({ length: 30 }, () => gaussian(rng));
      const r = correlation(x, x.map((value) => 3 * value + 0.1));
      assert(r <= 1 && r > 1 - 1e-15);
    }
  }
});

Deno.test("pearson(), spearman() and kendallTauB() do not mind the order of points nor of x and y", () => {
  const rng = prng(24);
  const points = Array.from({ length: 40 }, () => [integer(rng, 9), integer(rng, 9)] as const);
  const mixed = shuffle(rng, points);
  for (const correlation of Object.values(correlations)) {
    const [x, y] = [points.map(([value]) => value), points.map(([, value]) => value)];
    const expected = correlation(x, y);
    assertAlmostEquals(
      correlation(mixed.map(([value]) => value), mixed.map(([, value]) => value)),
      expected,
      1e-14,
    );
    assertAlmostEquals(correlation(y, x), expected, 1e-14);
    assertAlmostEquals(correlation(x, y.map((value) => -value)), -expected, 1e-14);
  }
});

Deno.test("pearson(), spearman() and kendallTauB() refuse lists that cannot be correlated", () => {
  const cases: [number[], number[], string][] = [
    [[1, 2, 3], [1, 2], "Cannot correlate two lists: found 3 and 2 numbers, expected as many in both"],
    [[1], [1], "found 1 numbers, expected at least 2"],
    [[], [], "found 0 numbers, expected at least 2"],
    [[1, NaN], [1, 2], "found NaN at index 1"],
    [[1, 2], [-Infinity, 2], "found -Infinity at index 0"],
  ];
  for (const correlation of Object.values(correlations)) {
    for (const [x, y, message] of cases) assertThrows(() => correlation(x, y), RangeError, message);
  }
});

Deno.test("kendallTauB() takes 50,000 points in less time than a loop over all pairs would", () => {
  const rng = prng(25);
  const x = Array.from({ length: 50_000 }, () => integer(rng, 1000));
  const y = x.map((value) => value + integer(rng, 1000));
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    kendallTauB(x, y);
    return performance.now() - start;
  });
  // Some 60 ms here (5,000 points: 5 ms); 1.25 billion pairs take more than a second even in a bare loop.
  assert(Math.min(...times) < 800, `Took ${times} ms`);
});
