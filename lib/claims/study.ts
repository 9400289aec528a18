/**
 * Evidence that several claims are judged by: one-shot models, and a sample of candidates that is trained alone.
 * @module
 */
import { type Laboratory, scoreModels, takeSample } from "../experiments/mod.ts";
import type { ModelSpec, SampleCandidate, ScoredModel } from "../records/mod.ts";
import {
  bootstrapEstimate,
  correlationInterval,
  type Estimate,
  mean,
  reliabilityOfMean,
  spearman,
} from "../stats/mod.ts";
import type { Evidence } from "./claim.ts";

/** One-shot models with their scores, and the sample. */
export interface Study extends Evidence {
  readonly models: readonly ScoredModel[];
  readonly sample: readonly SampleCandidate[];
}

/** Loads or computes models and the sample. */
export async function collectStudy(lab: Laboratory, specs: readonly ModelSpec[]): Promise<Study> {
  const { result: models, seconds } = await scoreModels(lab, specs);
  const { result: sample, seconds: alone } = await takeSample(lab);
  return { profile: lab.profile, models, sample, seconds: seconds + alone };
}

/** Of all resampling for claims. */
export const RESAMPLING = { seed: 1 };

/** Mean stand-alone accuracy of each candidate over its seeds. */
export function standAloneMeans(sample: readonly SampleCandidate[]): number[] {
  return sample.map(({ standAlone }) => mean(standAlone));
}

/** Spearman correlation of the stand-alone accuracies of two seeds; `undefined` if there is but one. */
export function noiseCeiling(sample: readonly SampleCandidate[]): Estimate | undefined {
  const [first, second] = [0, 1].map((seed) => sample.flatMap(({ standAlone }) => standAlone[seed] ?? []));
  if (second!.length < sample.length) return undefined;
  return correlationInterval(spearman, first!, second!, RESAMPLING);
}

/**
 * How well means over all seeds would agree with means over as many others: the ceiling of like with like, since one-shot
 * accuracies are compared with these means. From the mean correlation of two single seeds, by Spearman and Brown's
 * formula; candidates are resampled. `undefined` if there is but one seed.
 */
export function meanCeiling(sample: readonly SampleCandidate[]): Estimate | undefined {
  const seeds = Math.min(...sample.map(({ standAlone }) => standAlone.length));
  if (seeds < 2) return undefined;
  const bySeed = Array.from(
    { length: seeds },
    (_, seed) => sample.map(({ standAlone }) => standAlone[seed]!),
  );
  return bootstrapEstimate(bySeed, (...lists) => {
    const pairs = lists.flatMap((one, at) => lists.slice(at + 1).map((other) => spearman(one, other)));
    // On a resample that is constant, which is left out.
    if (pairs.some(Number.isNaN)) return NaN;
    return reliabilityOfMean(Math.min(1, Math.max(0, mean(pairs))), seeds);
  }, RESAMPLING);
}
