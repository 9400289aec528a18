/**
 * `cifar`: the paper's experiments on the paper's images, at a size that two cores can do in some 20 hours. Its networks
 * and its recipe were chosen by `lib/pilots`, on validation images and with other seeds.
 * @module
 */
import { mathsVersion } from "../runs/mod.ts";
import { paperSpace } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { type Profile, stepsFor } from "./profile.ts";
import { standard } from "./standard.ts";

const VALIDATION = 5000;
const IMAGES = 50_000 - VALIDATION;

const common = {
  warmUp: 0.05,
  momentum: 0.9,
  clipNorm: 5,
  decay: { strength: 1e-4, on: "retained" },
  statistics: "batch",
  augmentation: { flip: true, crop: 4 },
} as const;

const ghosts = { count: 8, size: 32, masks: "ghost" } as const;
const oneShotSettings: TrainingSettings = {
  ...common,
  // 8,789: the paper's are 5,000 to 10,000.
  steps: stepsFor(50, IMAGES, ghosts),
  ghosts,
  learningRate: 1,
  dropout: { rate: 0.3, ramp: "linear" },
};

const batch = { count: 1, size: 64, masks: "ghost" } as const;
const standAloneSettings: TrainingSettings = {
  ...common,
  steps: stepsFor(10, IMAGES, batch),
  ghosts: batch,
  learningRate: 0.4,
  dropout: { rate: 0, ramp: "none" },
};

export const cifar: Profile = {
  name: "cifar",
  library: mathsVersion,
  dataset: "cifar-10",
  split: { validation: VALIDATION, seed: 2018 },
  // Any inputs but none, as in the paper: 6.0e9 cells.
  space: { ...paperSpace, inputsPerBlock: [1, 5] },
  shape: { image: [32, 32, 3], classes: 10, filters: 16, stages: 2, cellsPerStage: 1, stemStride: 2 },
  oneShot: { settings: oneShotSettings, seeds: [1, 2, 3, 4] },
  rates: [1e-6, 0.1, 0.3, 0.6],
  rateSeeds: [1, 2],
  constantRates: {
    low: { rate: 1e-6, seeds: [1, 2, 3, 4] },
    moderate: { rate: 0.01, seeds: [1, 2, 3, 4] },
    high: { rate: 0.3, seeds: [1, 2, 3, 4] },
    between: [{ rate: 1e-4, seeds: [1, 2] }, { rate: 0.1, seeds: [1, 2] }],
  },
  reference: { rate: 1e-8, ramp: "none" },
  tricks: "whole",
  // Some 90 models: at full length they would take longer than all else together.
  trickModels: { steps: stepsFor(10, IMAGES, ghosts), seeds: [1, 2, 3, 4, 5, 6] },
  candidates: { count: 500, seed: 1, images: 2000, batchSize: 250 },
  standAlone: {
    each: 15,
    by: "constant rates",
    seeds: [1, 2, 3],
    settings: standAloneSettings,
    batchSize: 250,
  },
  search: standard.search,
  retraining: {
    ...standard.retraining,
    settings: { ...standAloneSettings, steps: stepsFor(28, IMAGES, batch) },
  },
  divergence: { images: [64, 128, 256, 512, 1024], search: 64, batchSize: 64, seed: 1 },
};
