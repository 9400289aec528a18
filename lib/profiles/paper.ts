/**
 * `paper`: the paper's sizes, as far as they are known, for a GPU.
 * @module
 */
import { mathsVersion } from "../runs/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";
import type { Profile } from "./profile.ts";
import { oneShotSettings, standAloneSettings } from "./quick.ts";
import { standard } from "./standard.ts";

const paperSettings: TrainingSettings = {
  ...standAloneSettings,
  steps: 50_000,
  ghosts: { count: 1, size: 128, masks: "ghost" },
  augmentation: { flip: true, crop: 4 },
};

export const paper: Profile = {
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
