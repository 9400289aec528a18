/**
 * Models and candidates with accuracies of the tests' own.
 * @module
 */
import { profiles } from "../../lib/profiles/mod.ts";
import { gaussian, prng } from "../../lib/random.ts";
import type { SampleCandidate, ScoredModel, TestedGroup } from "../../lib/records/mod.ts";

/** Candidates with these stand-alone accuracies, a list for each: one a seed. */
export function sampleOf(standAlone: readonly (readonly number[])[]): SampleCandidate[] {
  return standAlone.map((accuracies, index) => ({
    ...{ architecture: `a${index}`, index, standAlone: accuracies },
    ...{ parameters: 1000, multiplyAdds: 1000 },
  }));
}

/** A model that gives the candidates these one-shot accuracies. */
export function modelOf(
  accuracies: readonly number[],
  { rate = profiles.quick.oneShot.settings.dropout.rate, ramp = "linear", seed = 1, allOn = 0.8 }: {
    readonly rate?: number;
    readonly ramp?: "linear" | "none";
    readonly seed?: number;
    readonly allOn?: number;
  } = {},
): ScoredModel {
  const { settings } = profiles.quick.oneShot;
  return {
    model: { settings: { ...settings, dropout: { rate, ramp } }, seed },
    seconds: 60,
    scoreSeconds: 5,
    allOn: { accuracy: allOn, loss: 0.6 },
    curve: [],
    candidates: accuracies.map((accuracy, index) => ({ architecture: `a${index}`, accuracy, loss: 1 })),
  };
}

/** Networks with these test accuracies. */
export function groupOf(name: string, accuracies: readonly number[]): TestedGroup {
  const network = [{ inputs: [0], operations: [0] }];
  return {
    name,
    tests: accuracies.map((accuracy) => ({
      ...{ network, accuracies: [accuracy], seconds: 10 },
      ...{ parameters: 1000, multiplyAdds: 1000 },
    })),
  };
}

/** `count` values from 0 to 1, in even steps. */
export const ladder = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index / (count - 1));

/** The values with normal noise on each. */
export function noisy(values: readonly number[], deviation: number, seed: number): number[] {
  const rng = prng(seed, "planted noise");
  return values.map((value) => value + deviation * gaussian(rng));
}

/** Eight ranks whose Spearman correlation with 1 to 8 is 1 - 6 * 40 / (8 * 63) = 11 / 21. */
export const muddled: readonly number[] = [5, 1, 2, 6, 3, 8, 4, 7];

/** Eight ranks whose Spearman correlation with 1 to 8 is 1 - 6 * 26 / (8 * 63) = 29 / 42. */
export const lessMuddled: readonly number[] = [2, 4, 1, 6, 3, 8, 5, 7];
