/**
 * The scales at which the claims are tested: named sets of constants. `quick` runs every notebook in minutes on two
 * cores; `standard` takes hours there; `paper` has the paper's sizes, as far as they are known, for a GPU.
 * @module
 */
import { didYouMean } from "./options.ts";
import { mathsVersion } from "./runs/mod.ts";
import { type NetworkShape, paperSpace, type Space } from "./space/mod.ts";
import type { TrainingSettings } from "./training/settings.ts";

/** The scales there are. */
export const profileNames = ["quick", "standard", "paper"] as const;
export type ProfileName = typeof profileNames[number];

/** How a search looks, and at what. */
export interface SearchMethod {
  readonly searcher: "random" | "evolution" | "reinforce";
  /**
   * What it calls good: one-shot accuracy; a small symmetric KL to the reference; or validation accuracy after a short
   * training from scratch, which asks no one-shot model.
   */
  readonly score: "accuracy" | "divergence" | "training";
  /** The most parameters, as a share of those of the median random candidate. @default no limit */
  readonly size?: number;
}

/** All that the tests of claims are made with. */
export interface Profile {
  readonly name: ProfileName;
  /**
   * The {@linkcode mathsVersion} that made its runs. Those of an earlier version can be read; nothing new is computed
   * under the profile's name, so that no comparison is between numbers of two versions.
   */
  readonly library: number;
  /** Another profile whose recorded runs, made by an earlier version, are read where the settings are the same. */
  readonly earlier?: { readonly profile: ProfileName; readonly library: number };
  /** The name of a data set that comes with the project, or what `addDataset` returned. */
  readonly dataset: string;
  /** Training images held out for validation, the seed that chooses them, and whether each class keeps its share. */
  readonly split: { readonly validation: number; readonly seed: number; readonly stratified?: boolean };
  readonly space: Space;
  readonly shape: NetworkShape;
  /** The full recipe. Each seed is a model of its own; the first one's is searched with. */
  readonly oneShot: { readonly settings: TrainingSettings; readonly seeds: readonly number[] };
  /**
   * Path dropout rates to compare, from hardly any to many, the recipe's among them. With the first the reference of
   * the symmetric KL is trained.
   */
  readonly rates: readonly number[];
  /**
   * Candidates drawn at random and scored with one-shot weights on the first `images` validation images; what is trained
   * alone is measured on the others.
   */
  readonly candidates: {
    readonly count: number;
    readonly seed: number;
    readonly images: number;
    readonly batchSize: number;
  };
  /**
   * Candidates that are trained alone, once with each seed: of each rate so many, stratified by the one-shot accuracies
   * at that rate, so that no rate is favoured.
   */
  readonly standAlone: {
    readonly each: number;
    readonly seeds: readonly number[];
    readonly settings: TrainingSettings;
    readonly batchSize: number;
  };
  readonly search: {
    /** Random candidates that are scored once, as in the paper. */
    readonly random: number;
    /** Scores that each search may ask for. */
    readonly budget: number;
    readonly seeds: readonly number[];
    readonly methods: Readonly<Record<string, SearchMethod>>;
    /** Evolution's members, and how many compete to be a parent. */
    readonly evolution: { readonly population: number; readonly tournament: number };
    /** Searches that train: how often, how long, and evolution's members. */
    readonly alone: {
      readonly budget: number;
      readonly steps: number;
      readonly evolution: { readonly population: number; readonly tournament: number };
    };
  };
  /** The best of each search, trained from scratch for longer and tested. */
  readonly retraining: {
    readonly best: number;
    /**
     * Each network is trained once with every seed. The rival that trains alone chose by short trainings with the first
     * seed of `standAlone`: a luck that its networks had then can come again with that seed, but not with another.
     */
    readonly seeds: readonly number[];
    /** Seeds of the network with every path on, of which there is but one. */
    readonly allOnSeeds: readonly number[];
    readonly settings: TrainingSettings;
    readonly batchSize: number;
  };
  /** Symmetric KL: on how many training images, drawn by the seed; a search uses `search` of them. */
  readonly divergence: {
    readonly images: readonly number[];
    readonly search: number;
    readonly batchSize: number;
    readonly seed: number;
  };
}

/**
 * The recipe. Learning rate and path dropout rate are from pilots at standard's size, with other seeds than any profile's
 * and on validation images: they are told in the notebook 04_dropout_rate.
 */
const oneShotSettings: TrainingSettings = {
  steps: 600,
  ghosts: { count: 8, size: 16, masks: "ghost" },
  learningRate: 0.4,
  warmUp: 0.05,
  momentum: 0.9,
  clipNorm: 5,
  decay: { strength: 1e-4, on: "retained" },
  dropout: { rate: 0.3, ramp: "linear" },
  statistics: "batch",
  augmentation: { flip: true, crop: 0 },
};

const standAloneSettings: TrainingSettings = {
  ...oneShotSettings,
  steps: 200,
  ghosts: { count: 1, size: 64, masks: "ghost" },
  learningRate: 0.1,
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

const methods: Readonly<Record<string, SearchMethod>> = {
  "random search": { searcher: "random", score: "accuracy" },
  "evolution": { searcher: "evolution", score: "accuracy" },
  "REINFORCE": { searcher: "reinforce", score: "accuracy" },
  "evolution on KL": { searcher: "evolution", score: "divergence" },
  "evolution, small networks": { searcher: "evolution", score: "accuracy", size: 1 },
  "evolution, trained alone": { searcher: "evolution", score: "training" },
};

const quick: Profile = {
  name: "quick",
  library: mathsVersion,
  dataset: "fashion-mnist",
  split: { validation: 5000, seed: 2018 },
  space: paperSpace,
  shape: smallShape,
  oneShot: { settings: oneShotSettings, seeds: [1] },
  rates: [1e-8, 0.3, 0.9],
  candidates: { count: 120, seed: 1, images: 1000, batchSize: 250 },
  standAlone: { each: 12, seeds: [1, 2], settings: standAloneSettings, batchSize: 250 },
  search: {
    random: 240,
    budget: 80,
    seeds: [1],
    methods,
    evolution: { population: 20, tournament: 5 },
    alone: { budget: 40, steps: 50, evolution: { population: 8, tournament: 3 } },
  },
  retraining: {
    best: 2,
    seeds: [1],
    allOnSeeds: [1],
    settings: { ...standAloneSettings, steps: 300 },
    batchSize: 250,
  },
  divergence: { images: [64, 128, 256], search: 64, batchSize: 64, seed: 1 },
};

const standard: Profile = {
  ...quick,
  name: "standard",
  // Hours of runs were recorded before the kernels of version 3.
  library: 2,
  oneShot: { settings: { ...oneShotSettings, steps: 5000 }, seeds: [1, 2] },
  rates: [1e-8, 0.01, 0.1, 0.3, 0.6, 0.9],
  candidates: { ...quick.candidates, count: 2000 },
  standAlone: { ...quick.standAlone, each: 22, settings: { ...standAloneSettings, steps: 1500 } },
  search: {
    random: 20_000,
    budget: 2000,
    seeds: [1, 2, 3],
    methods,
    evolution: { population: 50, tournament: 10 },
    alone: { budget: 96, steps: 300, evolution: { population: 20, tournament: 5 } },
  },
  retraining: {
    best: 10,
    seeds: [1, 3],
    allOnSeeds: [1, 2, 3],
    settings: { ...standAloneSettings, steps: 4000 },
    batchSize: 250,
  },
  divergence: { images: [64, 128, 256, 512, 1024], search: 256, batchSize: 64, seed: 1 },
};

const paperSettings: TrainingSettings = {
  ...standAloneSettings,
  steps: 50_000,
  ghosts: { count: 1, size: 128, masks: "ghost" },
  augmentation: { flip: true, crop: 4 },
};

const paper: Profile = {
  ...standard,
  name: "paper",
  library: mathsVersion,
  dataset: "cifar-10",
  shape: { image: [32, 32, 3], classes: 10, filters: 32, stages: 3, cellsPerStage: 3, stemStride: 1 },
  oneShot: {
    settings: {
      ...oneShotSettings,
      steps: 10_000,
      ghosts: { count: 32, size: 32, masks: "ghost" },
      learningRate: 0.1,
      augmentation: { flip: true, crop: 4 },
    },
    seeds: [1, 2],
  },
  candidates: { count: 20_000, seed: 1, images: 2500, batchSize: 500 },
  standAlone: { each: 20, seeds: [1, 2], settings: paperSettings, batchSize: 500 },
  retraining: { ...standard.retraining, settings: { ...paperSettings, steps: 200_000 }, batchSize: 500 },
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
  const wanted = `expected one of ${profileNames.join(", ")}${didYouMean(name, profileNames)}`;
  throw new RangeError(`Cannot use profile "${name}": ${wanted}`);
}

/**
 * The profile that the environment variable ONESHOT_PROFILE names; quick without it. With ONESHOT_FRESH nothing recorded
 * is read, so that all can be computed by the version that is here.
 */
export function currentProfile(): Profile {
  const profile = profileNamed(Deno.env.get("ONESHOT_PROFILE") ?? "quick");
  return Deno.env.get("ONESHOT_FRESH") === undefined ? profile : { ...profile, library: mathsVersion };
}
