import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, prng } from "../../lib/random.ts";
import {
  drawFromPolicy,
  entropy,
  type Policy,
  policyChoices,
  stepPolicy,
  uniformPolicy,
} from "../../lib/search/policy.ts";
import { enumerateArchitectures } from "../../lib/space/count.ts";
import { formatArchitecture, parseArchitecture } from "../../lib/space/format.ts";
import { paperSpace } from "../../lib/space/space.ts";
import { table } from "../space/arbitraries.ts";
import { smallSpace } from "./fixtures.ts";
import { policyLogProbability } from "./policies.ts";

const choices = policyChoices(smallSpace);
const rng = prng(111, "policy");
const policy: Policy = choices.map((sets) => sets.map(() => gaussian(rng)));

Deno.test("policyChoices() has the sets of each block, inputs before operations", () => {
  // Of 2, 3, 4 and 5 inputs one or two; of 7 operations 7 + 21.
  assertEquals(policyChoices(paperSpace).map((sets) => sets.length), [3, 28, 6, 28, 10, 28, 15, 28]);
  assertEquals(choices[0], [[0], [1], [0, 1]]);
  const names = Array.from({ length: 13 }, (_, index) => `op${index}`);
  const huge = { ...smallSpace, operations: table(...names), operationsPerBlock: [1, 13] } as const;
  // 2^13 - 1.
  assertThrows(
    () => policyChoices(huge),
    RangeError,
    "found 8191 sets of operations of block 0, expected at most",
  );
});

Deno.test("policyLogProbability() sums to 1 over the space, and is even at the start", () => {
  const all = [...enumerateArchitectures(smallSpace)];
  const chances = (of: Policy) => all.map((a) => Math.exp(policyLogProbability(of, choices, a)));
  assertAlmostEquals(chances(policy).reduce((sum, chance) => sum + chance), 1, 1e-12);
  for (const chance of chances(uniformPolicy(choices))) assertAlmostEquals(chance, 1 / 648, 1e-15);
});

Deno.test("drawFromPolicy() draws architectures as often as their probability says", () => {
  const draws = 30_000;
  const rng = prng(112);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const text = formatArchitecture(smallSpace, drawFromPolicy(policy, choices, rng));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  let common = 0;
  for (const architecture of enumerateArchitectures(smallSpace)) {
    const chance = Math.exp(policyLogProbability(policy, choices, architecture));
    if (chance < 0.005) continue;
    common++;
    // Binomial; five standard deviations are allowed.
    const count = counts.get(formatArchitecture(smallSpace, architecture)) ?? 0;
    assertAlmostEquals(count, draws * chance, 5 * Math.sqrt(draws * chance));
  }
  assert(common > 20);
});

Deno.test("stepPolicy() goes along the gradient of weighted log-probabilities and entropy", () => {
  const weighted = ["c1>x|c2>y", "c2+c1>x+z|b0>z", "c1>y|c1+b0>x"].map((text, index) => ({
    architecture: parseArchitecture(smallSpace, text),
    weight: [0.7, -0.4, 0.2][index]!,
  }));
  const aim = (of: Policy) =>
    weighted.reduce(
      (sum, { architecture, weight }) => sum + weight * policyLogProbability(of, choices, architecture),
      0,
    ) + 0.3 * of.reduce((sum, logits) => sum + entropy(logits), 0);
  const stepped = stepPolicy(policy, choices, weighted, { step: 2, entropyWeight: 0.3 });
  const h = 1e-5;
  policy.forEach((logits, at) =>
    logits.forEach((logit, index) => {
      const moved = (by: number) => policy.with(at, logits.with(index, logit + by));
      const slope = (aim(moved(h)) - aim(moved(-h))) / (2 * h);
      assertAlmostEquals(stepped[at]![index]!, logit + 2 * slope, 1e-8);
    })
  );
});
