/**
 * Which one-shot models a profile's experiments train: by the full recipe, at other dropout rates, and with one trick
 * taken away.
 * @module
 */
import type { z } from "zod";
import { check, members, oneOf, refuse, safeInteger } from "../options.ts";
import type { Profile, RateArm } from "../profiles/mod.ts";
import { settingsSchema, type TrainingSettings } from "../training/settings.ts";

/** All that the training of a one-shot model depends on, besides space, shape and data. */
export interface ModelSpec {
  readonly settings: TrainingSettings;
  /** Seed of initial weights, order of images, augmentation and dropped paths. */
  readonly seed: number;
}

/** What is accepted as a model. */
export const modelSchema: z.ZodType<ModelSpec> = members({ settings: settingsSchema, seed: safeInteger });

/** Checks that a window that is moved by `crop` pixels still shows something of the image. */
export function validateCrop(
  action: string,
  { image: [height, width] }: Profile["shape"],
  name: string,
  { augmentation: { crop } }: TrainingSettings,
): void {
  const side = Math.min(height, width);
  if (crop >= side) refuse(action, `${name}.augmentation.crop`, crop, `less than the images' side, ${side}`);
}

const eachSeed = (settings: TrainingSettings, seeds: readonly number[]): ModelSpec[] =>
  seeds.map((seed) => ({ settings, seed }));

/** The models of the full recipe, one for each seed. */
export function recipeModels({ oneShot: { settings, seeds } }: Profile): ModelSpec[] {
  return eachSeed(settings, seeds);
}

/** The model of the full recipe that is searched with. */
export function mainModel(profile: Profile): ModelSpec {
  return recipeModels(profile)[0]!;
}

const withDropout = (
  { oneShot: { settings } }: Profile,
  dropout: TrainingSettings["dropout"],
  seeds: readonly number[],
): ModelSpec[] => eachSeed({ ...settings, dropout }, seeds);

/** The models of a path dropout rate with the recipe's ramp, all else by the recipe, one for each seed. */
export function modelsAtRate(profile: Profile, rate: number): ModelSpec[] {
  const { oneShot: { settings, seeds }, rateSeeds = seeds } = profile;
  return withDropout(profile, { ...settings.dropout, rate }, rateSeeds);
}

/** The models of a path dropout rate that holds from the first step on, one for each seed. */
const atConstant = (profile: Profile, { rate, seeds }: RateArm): ModelSpec[] =>
  withDropout(profile, { rate, ramp: "none" }, seeds);

/** The models of all constant rates, from the lowest rate to the highest; none if the profile has no such rates. */
export function constantModels(profile: Profile): ModelSpec[] {
  if (profile.constantRates === undefined) return [];
  const { low, moderate, high, between } = profile.constantRates;
  return [low, moderate, high, ...between].toSorted((a, b) => a.rate - b.rate)
    .flatMap((arm) => atConstant(profile, arm));
}

/** The models of all ramped rates. */
export function rampedModels(profile: Profile): ModelSpec[] {
  return profile.rates.flatMap((rate) => modelsAtRate(profile, rate));
}

/** The model whose predictions with every path on are the reference. */
export function referenceModel(profile: Profile): ModelSpec {
  const { oneShot: { settings, seeds }, rates } = profile;
  const { reference = { ...settings.dropout, rate: rates[0]! } } = profile;
  return withDropout(profile, reference, seeds)[0]!;
}

/** The models over whose one-shot accuracies the sample is spread. */
export function samplingModels(profile: Profile): ModelSpec[] {
  const { standAlone: { by = "rates" }, rates, constantRates } = profile;
  if (by === "rates" || constantRates === undefined) {
    return rates.map((rate) => modelsAtRate(profile, rate)[0]!);
  }
  const { low, moderate, high } = constantRates;
  return [...[low, moderate, high].map((arm) => atConstant(profile, arm)[0]!), mainModel(profile)];
}

/** The recipe's models, and of the others over whose scores the sample is spread one each. */
export function comparedModels(profile: Profile): ModelSpec[] {
  const models = [...recipeModels(profile), ...samplingModels(profile)];
  return [...new Map(models.map((model) => [`${dropoutName(model)}, ${model.seed}`, model])).values()];
}

/** A model's path dropout in words, e.g. `r = 0.3, rising` or `r = 0.01, constant`. */
export function dropoutName({ settings: { dropout: { rate, ramp } } }: Pick<ModelSpec, "settings">): string {
  return `r = ${rate}, ${ramp === "linear" ? "rising" : "constant"}`;
}

type Change = (settings: TrainingSettings) => Partial<TrainingSettings>;

/** Higher learning rates at which ghost batches must prove themselves, and stronger L2, as multiples of the recipe's. */
export const fasterBy: readonly number[] = [2, 4];
export const strongerBy: readonly number[] = [10, 100];

const faster = (factor: number): Change => ({ learningRate }) => ({ learningRate: factor * learningRate });
const oneMask: Change = ({ ghosts }) => ({ ghosts: { ...ghosts, masks: "batch" } });
const decayed = (on: "retained" | "all", factor: number): Change => ({ decay: { strength } }) => ({
  decay: { strength: factor * strength, on },
});
const both = (one: Change, other: Change): Change => (settings) => ({ ...one(settings), ...other(settings) });

/** What can be changed in the recipe: one trick taken away or weakened, or what that is compared with. */
export const ablations: Readonly<Record<string, Change>> = {
  "no path dropout": () => ({ dropout: { rate: 0, ramp: "none" } }),
  "dropout without a ramp": ({ dropout }) => ({ dropout: { ...dropout, ramp: "none" } }),
  "running averages": () => ({ statistics: "running" }),
  "whole-batch statistics": ({ ghosts: { count, size } }) => ({
    ghosts: { count: 1, size: count * size, masks: "batch" },
  }),
  "one mask for all ghost batches": oneMask,
  "no L2": decayed("retained", 0),
  "L2 on everything": decayed("all", 1),
  ...Object.fromEntries(fasterBy.flatMap((factor) => [
    [`${factor} times the learning rate`, faster(factor)],
    [`one mask, ${factor} times the learning rate`, both(faster(factor), oneMask)],
  ])),
  ...Object.fromEntries(strongerBy.flatMap((factor) => [
    [`${factor} times the L2`, decayed("retained", factor)],
    [`${factor} times the L2, on everything`, decayed("all", factor)],
  ])),
};

/** The models of the full recipe that tricks are tested on, one for each seed. */
export function controlModels({ oneShot, trickModels }: Profile): ModelSpec[] {
  const { steps, seeds } = trickModels ?? { steps: oneShot.settings.steps, seeds: oneShot.seeds };
  return eachSeed({ ...oneShot.settings, steps }, seeds);
}

/**
 * The models of {@linkcode controlModels} with one of the {@linkcode ablations}.
 *
 * @throws {RangeError} if there is none of that name
 */
export function ablatedModels(profile: Profile, name: string): ModelSpec[] {
  check("Cannot take a trick away", oneOf(...Object.keys(ablations)), name, "name");
  return controlModels(profile).map(({ settings, seed }) => ({
    settings: { ...settings, ...ablations[name]!(settings) },
    seed,
  }));
}
