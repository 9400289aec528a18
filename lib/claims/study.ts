/**
 * Evidence that several claims are judged by: one-shot models, and a sample of candidates that is trained alone.
 * @module
 */
import { type Laboratory, scoreModels, takeSample } from "../experiments/mod.ts";
import type { ModelSpec, SampleCandidate, ScoredModel } from "../records/mod.ts";
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
