/**
 * Which one-shot models a profile's experiments train: by the full recipe, at other dropout rates, and with one trick
 * taken away.
 * @module
 */
import { check, members, oneOf, refuse, safeInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import { settingsSchema, type TrainingSettings } from "../training/settings.ts";

/** All that the training of a one-shot model depends on, besides space, shape and data. */
export interface ModelSpec {
  readonly settings: TrainingSettings;
  /** Seed of initial weights, order of images, augmentation and dropped paths. */
  readonly seed: number;
}

/** What is accepted as a model. */
export const modelSchema = members<ModelSpec>({ settings: settingsSchema, seed: safeInteger });

/**
 * Checks a model before anything is asked of it.
 *
 * @throws {RangeError} if a name in it is unknown, a value not accepted, or the crop more than the profile's images allow
 */
export function validateModel({ shape }: Pick<Profile, "shape">, model: ModelSpec): void {
  check("Cannot train", modelSchema, model, "model");
  validateCrop("Cannot train", shape, "settings", model.settings);
}

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
 * @throws {RangeError} if it is none of them
 */
export function ablatedModels({ oneShot: { settings, seeds } }: Profile, name: string): ModelSpec[] {
  check("Cannot take a trick away", oneOf(...Object.keys(ablations)), name, "name");
  return seeds.map((seed) => ({ settings: { ...settings, ...ablations[name]!(settings) }, seed }));
}
