import { assertEquals, assertThrows } from "@std/assert";
import { integer, prng, uniform } from "../../lib/random.ts";
import { meanRanks } from "../../lib/stats/correlation.ts";
import { scipy } from "./scipy.ts";

Deno.test("meanRanks() gives tied values the mean of their ranks", () => {
  const cases: [number[], number[]][] = [
    [[], []],
    [[7], [1]],
    [[3, 1, 2], [3, 1, 2]],
    [[5, 5], [1.5, 1.5]],
    [[2, 1, 2, 2, 9], [3, 1, 3, 3, 5]],
    [[0, -0, -1], [2.5, 2.5, 1]],
    [[1e-320, -1e308, 1e308], [2, 1, 3]],
    // As text, 10 comes before 9.
    [[10, 9, 100], [2, 1, 3]],
  ];
  for (const [values, ranks] of cases) assertEquals(meanRanks(values), ranks);
});

Deno.test("meanRanks() leaves its input alone and refuses a NaN", () => {
  const values = Object.freeze([3, 1, 2]);
  assertEquals(meanRanks(values), [3, 1, 2]);
  assertThrows(() => meanRanks([1, NaN]), RangeError, "Cannot rank the values: found NaN at index 1");
});

Deno.test("meanRanks() equals SciPy's rankdata on 300 samples with ties", async () => {
  const samples = Array.from({ length: 300 }, (_, sample) => {
    const rng = prng(11, sample);
    const values = 1 + integer(rng, 12);
    return Array.from(
      { length: 1 + integer(rng, 60) },
      () => integer(rng, values) / 8 - uniform(rng) * (sample % 2),
    );
  });
  assertEquals(samples.map(meanRanks), await scipy("answer = [stats.rankdata(x) for x in given]", samples));
});
