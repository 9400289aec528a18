import { assertAlmostEquals, assertEquals } from "@std/assert";
import { largeModelsClaim } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { ladder, modelOf, muddled, noisy } from "./planted.ts";

const finding = (accuracies: readonly number[], parameters: readonly number[]) =>
  largeModelsClaim.find({ profile: profiles.quick, seconds: 0, model: modelOf(accuracies), parameters });

Deno.test("largeModelsClaim is Spearman's correlation of accuracy with parameters, without a ceiling", () => {
  const { estimate, ceiling } = finding(muddled, [10, 20, 30, 40, 50, 60, 70, 80]);
  assertAlmostEquals(estimate.estimate, 11 / 21, 1e-12);
  assertEquals([estimate.n, ceiling], [8, undefined]);
});

Deno.test("largeModelsClaim tells a true claim from a false one and from too little evidence", () => {
  const parameters = ladder(60).map((step) => 1000 + 9000 * step);
  assertEquals(finding(noisy(ladder(60), 0.3, 1), parameters).verdict, "reproduced");
  assertEquals(finding(ladder(60).toReversed(), parameters).verdict, "not reproduced");
  // A correlation of 11 / 21 over eight networks may as well be one of 0.3.
  assertEquals(finding(muddled, ladder(8)).verdict, "inconclusive");
  // Certainly there, but small: Pearson's would be 1 / sqrt(1 + 12 * 2.5 ** 2) = 0.11.
  const many = ladder(800);
  const weak = finding(noisy(many, 2.5, 2), many);
  assertEquals([weak.verdict, weak.estimate.low > 0], ["not reproduced", true]);
});
