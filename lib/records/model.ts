/**
 * Which one-shot models a profile's experiments train: by the full recipe, at other dropout rates, and with one trick
 * taken away.
 * @module
 */
import type { Profile } from "../profiles.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** All that the training of a one-shot model depends on, besides space, shape and data. */
export interface ModelSpec {
  readonly settings: TrainingSettings;
  /** Seed of initial weights, order of images, augmentation and dropped paths. */
  readonly seed: number;
}

/** The model of the full recipe that is searched with. */
export function mainModel({ oneShot: { settings, seeds } }: Profile): ModelSpec {
  return { settings, seed: seeds[0]! };
}

/** The models of a path dropout rate, all else by the recipe, one for each seed. */
export function modelsAtRate({ oneShot: { settings, seeds } }: Profile, rate: number): ModelSpec[] {
  return seeds.map((seed) => ({ settings: { ...settings, dropout: { ...settings.dropout, rate } }, seed }));
}

/** The model whose predictions with every path on are the reference: that of the lowest rate. */
export function referenceModel(profile: Profile): ModelSpec {
  return modelsAtRate(profile, profile.rates[0]!)[0]!;
}

/** What can be taken away from the recipe, one thing at a time. */
export const ablations: Readonly<
  Record<string, (settings: TrainingSettings) => Partial<TrainingSettings>>
> = {
  "no path dropout": () => ({ dropout: { rate: 0, ramp: "none" } }),
  "dropout without a ramp": ({ dropout }) => ({ dropout: { ...dropout, ramp: "none" } }),
  "running averages": () => ({ statistics: "running" }),
  "one mask for all ghost batches": ({ ghosts }) => ({ ghosts: { ...ghosts, masks: "batch" } }),
  "L2 on everything": ({ decay }) => ({ decay: { ...decay, on: "all" } }),
};

/**
 * The models without one trick, one for each seed.
 *
 * @param name one of {@linkcode ablations}
 */
export function ablatedModels({ oneShot: { settings, seeds } }: Profile, name: string): ModelSpec[] {
  return seeds.map((seed) => ({ settings: { ...settings, ...ablations[name]!(settings) }, seed }));
}
