/**
 * The sample: candidates that are also trained alone, so that what one-shot models say of them can be checked.
 * @module
 */
import { networkCost } from "../graph/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import { type SampleCandidate, samplingModels } from "../records/mod.ts";
import { formatArchitecture } from "../space/mod.ts";
import { stratifiedChances, stratifiedSample } from "../stats/mod.ts";
import { withCard } from "./found.ts";
import type { Found, Laboratory } from "./laboratory.ts";
import { drawCandidates, scoreModels } from "./scores.ts";
import { trainAlone } from "./train_alone.ts";

/** The indices of so many scores, spread evenly over their range. */
export function stratify(profile: Profile, scores: readonly number[]): number[] {
  const { standAlone, candidates } = profile;
  return stratifiedSample(scores, { count: standAlone.each, seed: candidates.seed });
}

/**
 * Which candidates are trained alone: of each of {@linkcode samplingModels} as many, spread over the range of its one-shot
 * accuracies. A sample spread over the accuracies of one model alone would be to its advantage when models are compared.
 */
export async function chooseSample(lab: Laboratory): Promise<number[]> {
  const { profile } = lab;
  const { result: models } = await scoreModels(lab, samplingModels(profile));
  const chosen = models.flatMap(({ candidates }) =>
    stratify(profile, candidates.map(({ accuracy }) => accuracy))
  );
  return [...new Set(chosen)].sort((a, b) => a - b);
}

/** The sample of a profile, chosen and trained alone. */
export async function takeSample(lab: Laboratory): Promise<Found<SampleCandidate[]>> {
  return await trainSample(lab, await chooseSample(lab));
}

/**
 * The chance of each candidate to be in the sample of {@linkcode chooseSample}: 1 less that of being passed over by every
 * model. One over it is for how many candidates one of the sample stands.
 *
 * @param accuracies of all candidates, a list for each of {@linkcode samplingModels}
 */
export function sampleChances(
  { standAlone }: Pick<Profile, "standAlone">,
  accuracies: readonly (readonly number[])[],
): number[] {
  const atRates = accuracies.map((scores) => stratifiedChances(scores, { count: standAlone.each }));
  return atRates[0]!.map((_, index) => 1 - atRates.reduce((passed, one) => passed * (1 - one[index]!), 1));
}

/** Trains the candidates at some indices alone, each with every seed of the profile. */
export async function trainSample(
  lab: Laboratory,
  indices: readonly number[],
): Promise<Found<SampleCandidate[]>> {
  const { space, shape, standAlone: { seeds } } = lab.profile;
  const candidates = drawCandidates(lab.profile);
  const architectures = indices.map((index) => candidates[index]!);
  // Seed by seed, so that a run that is stopped early has as many candidates as possible with one seed.
  const trials = seeds.flatMap((seed) => architectures.map((architecture) => ({ architecture, seed })));
  const { result, ...rest } = await trainAlone(lab, "stand-alone", trials);
  return withCard("sample", {
    ...rest,
    result: architectures.map((architecture, position) => ({
      architecture: formatArchitecture(space, architecture),
      index: indices[position]!,
      standAlone: seeds.map((_, seed) => result[seed * indices.length + position]!.accuracy),
      ...networkCost(space, shape, architecture),
    })),
  });
}
