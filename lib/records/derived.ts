/**
 * What experiments put together from several runs, and claims are computed from.
 * @module
 */
import type { Cost } from "../graph/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { ModelSpec } from "./model.ts";
import type { OneShotResult, ScoresResult } from "./one_shot.ts";

/** A one-shot model with what it says of the profile's candidates. */
export interface ScoredModel extends OneShotResult, ScoresResult {
  readonly model: ModelSpec;
  /** Wall time of the scoring. */
  readonly scoreSeconds: number;
}

/** A candidate that was trained alone. */
export interface SampleCandidate extends Cost {
  readonly architecture: string;
  /** Which of the profile's random candidates it is, so where its one-shot accuracies stand. */
  readonly index: number;
  /** Validation accuracy of a training from scratch, one for each seed. */
  readonly standAlone: readonly number[];
}

/** One-shot accuracies of a sample's candidates, in its order. */
export function scoresOfSample(
  { candidates }: ScoresResult,
  sample: readonly Pick<SampleCandidate, "architecture">[],
): number[] {
  const scores = new Map(candidates.map(({ architecture, accuracy }) => [architecture, accuracy]));
  return sample.map(({ architecture }) => scores.get(architecture)!);
}

/** A network that was trained from scratch and tested, once with every seed. */
export interface Tested extends Cost {
  readonly network: Paths;
  /** On the test images, 0 to 1, one for each seed. */
  readonly accuracies: readonly number[];
  /** Mean over its trainings, each on one core. */
  readonly seconds: number;
}

/** Networks that were found in the same way, with their tests. */
export interface TestedGroup {
  readonly name: string;
  readonly tests: readonly Tested[];
}

/** The group of the paper's own method: the best of many random candidates by one-shot accuracy. */
export const ONE_SHOT_TOP = "one-shot, best of random";
/** Groups that no one-shot model has chosen. */
export const RANDOM = "random";
export const RANDOM_SAME_SIZE = "random, same size";
export const TRAINED_ALONE = "evolution, trained alone";
/** The network that has every path: no method, but the largest there is. */
export const ALL_ON = "all paths on";
