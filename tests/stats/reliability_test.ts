import { assert, assertEquals, assertThrows } from "@std/assert";
import { gaussian, prng } from "../../lib/random.ts";
import { pearson, reliabilityOfMean } from "../../lib/stats/correlation.ts";

Deno.test("the root of reliabilityOfMean() is how far the truth itself correlates with the mean of noisy measurements", () => {
  const rng = prng(41);
  const truth = Array.from({ length: 20_000 }, () => gaussian(rng));
  const measured = Array.from({ length: 3 }, () => truth.map((value) => value + 0.6 * gaussian(rng)));
  const single = pearson(measured[0]!, measured[1]!);
  for (const count of [1, 2, 3]) {
    const means = truth.map((_, index) =>
      measured.slice(0, count).reduce((sum, list) => sum + list[index]!, 0)
    );
    const found = pearson(truth, means);
    // With 20,000 items a correlation is sure to about 0.005.
    assert(Math.abs(found - Math.sqrt(reliabilityOfMean(single, count))) < 0.02, `${count}: ${found}`);
  }
});

Deno.test("reliabilityOfMean() of one measurement is its own, and what is out of range is refused", () => {
  assertEquals([reliabilityOfMean(0.3, 1), reliabilityOfMean(0, 5), reliabilityOfMean(1, 5)], [0.3, 0, 1]);
  assertThrows(() => reliabilityOfMean(1.1, 2), RangeError, "found correlation 1.1");
  assertThrows(() => reliabilityOfMean(NaN, 2), RangeError, "found correlation NaN");
  assertThrows(() => reliabilityOfMean(0.5, 0), RangeError, "found 0 measurements");
});
