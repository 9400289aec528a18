/**
 * The scales at which the claims are tested: named sets of constants. `quick` runs every notebook in minutes on two
 * cores; `standard` takes hours there; `paper` has the paper's sizes, as far as they are known, for a GPU.
 * @module
 */
import { type NetworkShape, paperSpace, type Space } from "./space/mod.ts";
import type { TrainingSettings } from "./training/settings.ts";

/** The scales there are. */
export const profileNames = ["quick", "standard", "paper"] as const;
export type ProfileName = typeof profileNames[number];

/** All that the tests of claims are made with. */
export interface Profile {
  readonly name: ProfileName;
  readonly dataset: "fashion-mnist" | "cifar-10";
  /** Training images held out for validation, and the seed that chooses them. */
  readonly split: { readonly validation: number; readonly seed: number };
  readonly space: Space;
  readonly shape: NetworkShape;
  readonly oneShot: { readonly settings: TrainingSettings; readonly seed: number };
  /** Candidates drawn at random and scored with one-shot weights on the first `images` validation images. */
  readonly candidates: {
    readonly count: number;
    readonly seed: number;
    readonly images: number;
    readonly batchSize: number;
  };
  /** Candidates, stratified by one-shot accuracy, that are trained alone, once with each seed. */
  readonly standAlone: {
    readonly count: number;
    readonly seeds: readonly number[];
    readonly settings: TrainingSettings;
    readonly batchSize: number;
  };
}

const oneShotSettings: TrainingSettings = {
  steps: 1500,
  ghosts: { count: 8, size: 16, masks: "ghost" },
  learningRate: 0.1,
  warmUp: 0.05,
  momentum: 0.9,
  clipNorm: 5,
  decay: { strength: 1e-4, on: "retained" },
  dropout: { rate: 0.1, ramp: "linear" },
  statistics: "batch",
  augmentation: { flip: true, crop: 0 },
};

const standAloneSettings: TrainingSettings = {
  ...oneShotSettings,
  steps: 300,
  ghosts: { count: 1, size: 64, masks: "ghost" },
  dropout: { rate: 0, ramp: "none" },
};

/**
 * Two cells: one of 14x14 pixels with 8 channels a block, one of 7x7 with 16. Small, but one-shot accuracies tell
 * candidates apart at this size, and minutes are enough for it.
 */
const smallShape: NetworkShape = {
  image: [28, 28, 1],
  classes: 10,
  filters: 8,
  stages: 2,
  cellsPerStage: 1,
  stemStride: 2,
};

const quick: Profile = {
  name: "quick",
  dataset: "fashion-mnist",
  split: { validation: 5000, seed: 2018 },
  space: paperSpace,
  shape: smallShape,
  oneShot: { settings: oneShotSettings, seed: 1 },
  candidates: { count: 200, seed: 1, images: 1000, batchSize: 250 },
  standAlone: { count: 44, seeds: [1, 2], settings: standAloneSettings, batchSize: 250 },
};

const standard: Profile = {
  ...quick,
  name: "standard",
  oneShot: { settings: { ...oneShotSettings, steps: 10_000 }, seed: 1 },
  candidates: { ...quick.candidates, count: 2000 },
  standAlone: {
    ...quick.standAlone,
    count: 120,
    settings: { ...standAloneSettings, steps: 1500 },
  },
};

const paper: Profile = {
  name: "paper",
  dataset: "cifar-10",
  split: { validation: 5000, seed: 2018 },
  space: paperSpace,
  shape: { image: [32, 32, 3], classes: 10, filters: 32, stages: 3, cellsPerStage: 3, stemStride: 1 },
  oneShot: {
    settings: {
      ...oneShotSettings,
      steps: 10_000,
      ghosts: { count: 32, size: 32, masks: "ghost" },
      augmentation: { flip: true, crop: 4 },
    },
    seed: 1,
  },
  candidates: { count: 20_000, seed: 1, images: 5000, batchSize: 500 },
  standAlone: {
    count: 100,
    seeds: [1, 2],
    settings: {
      ...standAloneSettings,
      steps: 50_000,
      ghosts: { count: 1, size: 128, masks: "ghost" },
      augmentation: { flip: true, crop: 4 },
    },
    batchSize: 500,
  },
};

/** The profiles by name. */
export const profiles: Readonly<Record<ProfileName, Profile>> = { quick, standard, paper };

/**
 * The profile of a name.
 *
 * @throws {RangeError} if there is none, with the names there are
 */
export function profileNamed(name: string): Profile {
  if ((profileNames as readonly string[]).includes(name)) return profiles[name as ProfileName];
  throw new RangeError(`Cannot use profile "${name}": expected one of ${profileNames.join(", ")}`);
}

/** The profile that the environment variable ONESHOT_PROFILE names; quick without it. */
export function currentProfile(): Profile {
  return profileNamed(Deno.env.get("ONESHOT_PROFILE") ?? "quick");
}
