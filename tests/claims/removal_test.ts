import { assertAlmostEquals, assertEquals } from "@std/assert";
import { reliances, removalClaim } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { prng } from "../../lib/random.ts";
import type { RemovalResult, SampleCandidate } from "../../lib/records/mod.ts";
import {
  formatArchitecture,
  paperSpace,
  parseArchitecture,
  sampleArchitecture,
} from "../../lib/space/mod.ts";

const space = { ...paperSpace, blocks: 2 };
const names = space.operations.map(({ name }) => name);

/** What the whole model loses without each operation, and without an input, which the claim does not ask about. */
const removalOf = (loss: (block: number, operation: number) => number): RemovalResult => ({
  allOn: { accuracy: 0.8, loss: 1 },
  removals: [
    { block: 0, kind: "input", name: "c2", accuracy: 0.1, divergence: 1 },
    ...[0, 1].flatMap((block) =>
      names.map((name, operation) => ({
        ...{ block, kind: "operation", name, divergence: 0 } as const,
        accuracy: 0.8 - loss(block, operation),
      }))
    ),
  ],
});

const candidate = (architecture: string, index: number, accuracy: number): SampleCandidate => ({
  ...{ architecture, index, standAlone: [accuracy], parameters: 1, multiplyAdds: 1 },
});

/** Candidates whose accuracy grows with the numbers of the operations that they have. */
const many = Array.from({ length: 200 }, (_, index) => {
  const network = sampleArchitecture(space, prng(1, "removal", index));
  const accuracy = network.flatMap(({ operations }) => operations).reduce((sum, one) => sum + one, 0) / 100;
  return candidate(formatArchitecture(space, network), index, accuracy);
});

Deno.test("reliances() sets what the model loses beside what candidates gain, for a case worked by hand", () => {
  const sample = [
    candidate("c2>sep3|c1>max3", 0, 0.9),
    candidate("c2>sep3+sep5|c1>max3", 1, 0.7),
    candidate("c2>sep5|c1>max3", 2, 0.5),
  ];
  for (const { architecture } of sample) parseArchitecture(space, architecture);
  const found = reliances(space, removalOf((block, operation) => (10 * block + operation) / 100), sample);
  assertEquals(
    found.map(({ block, operation }) => [block, operation]),
    [0, 1].flatMap((block) => names.map((name) => [block, name])),
  );
  const at = (block: number, name: string) =>
    found.find((one) => one.block === block && one.operation === name)!;
  assertAlmostEquals(at(0, "sep3").use, 0.8 - 0.5, 1e-12);
  assertAlmostEquals(at(0, "sep5").use, 0.6 - 0.9, 1e-12);
  assertAlmostEquals(at(1, names[2]!).loss, 0.12, 1e-12);
  // All have it, or none: nothing to compare with.
  assertEquals([at(1, "max3").use, at(1, "sep3").use], [NaN, NaN]);
});

const finding = (removal: RemovalResult, sample: readonly SampleCandidate[]) =>
  removalClaim.find({ profile: { ...profiles.quick, space }, removal, sample, seconds: 0 });

Deno.test("removalClaim tells a model that relies on what is useful from one that does not", () => {
  const verdict = (loss: (block: number, operation: number) => number) =>
    finding(removalOf(loss), many).verdict;
  assertEquals(verdict((_, operation) => operation / 100), "reproduced");
  assertEquals(verdict((_, operation) => -operation / 100), "not reproduced");
  const half = [3, 1, 2, 5, 0, 6, 4];
  const few = finding(removalOf((_, operation) => half[operation]! / 100), many.slice(0, 8));
  assertEquals([few.verdict, few.estimate.n], ["inconclusive", 8]);
});
