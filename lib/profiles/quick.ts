/**
 * `quick`: every notebook in minutes on two cores, on Fashion-MNIST.
 * @module
 */
import { mathsVersion } from "../runs/mod.ts";
import { paperSpace } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { Profile } from "./profile.ts";

/**
 * The recipe. Learning rate and path dropout rate are from pilots at standard's size, with other seeds than any profile's
 * and on validation images: see the notebook 04_dropout_rate.
 */
export const oneShotSettings: TrainingSettings = {
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

export const standAloneSettings: TrainingSettings = {
  ...oneShotSettings,
  steps: 200,
  ghosts: { count: 1, size: 64, masks: "ghost" },
  learningRate: 0.1,
  dropout: { rate: 0, ramp: "none" },
};

const methods: Profile["search"]["methods"] = {
  "random search": { searcher: "random", score: "accuracy" },
  "evolution": { searcher: "evolution", score: "accuracy" },
  "REINFORCE": { searcher: "reinforce", score: "accuracy" },
  "evolution on KL": { searcher: "evolution", score: "divergence" },
  "evolution, small networks": { searcher: "evolution", score: "accuracy", size: 1 },
  "evolution, trained alone": { searcher: "evolution", score: "training" },
};

export const quick: Profile = {
  name: "quick",
  library: mathsVersion,
  dataset: "fashion-mnist",
  split: { validation: 5000, seed: 2018 },
  space: paperSpace,
  // Two cells: one of 14x14 pixels with 8 channels a block, one of 7x7 with 16. Small, but one-shot accuracies tell
  // candidates apart at this size, and minutes are enough for it.
  shape: { image: [28, 28, 1], classes: 10, filters: 8, stages: 2, cellsPerStage: 1, stemStride: 2 },
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
