import { type Images, sharedImages, wholeSubset } from "../../lib/datasets/mod.ts";
import { loadRuntime } from "../../lib/engine/mod.ts";
import { integer, prng } from "../../lib/random.ts";
import { paperSpace, type Paths, type Space } from "../../lib/space/mod.ts";
import type { TrainingSettings, TrainingTask } from "../../lib/training/mod.ts";

export const runtime = await loadRuntime();

export const space: Space = { ...paperSpace, blocks: 2 };

export const shape = {
  image: [8, 8, 1],
  classes: 2,
  filters: 8,
  stages: 2,
  cellsPerStage: 1,
  stemStride: 1,
} as const;

/** 64 images of noise, those of class 1 brighter in their left half. */
function makeImages(): Images {
  const count = 64;
  const rng = prng(1, "images");
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 2);
  const pixels = Uint8Array.from({ length: count * 64 }, (_, at) => {
    const bright = labels[Math.floor(at / 64)] === 1 && at % 8 < 4;
    return integer(rng, 128) + (bright ? 100 : 0);
  });
  return sharedImages([8, 8, 1], { pixels, labels });
}

export const images = makeImages();
export const everyImage = Uint32Array.from({ length: images.count }, (_, index) => index);
export const normalisation = { mean: [0.3], deviation: [0.2] };

export const settings: TrainingSettings = {
  steps: 12,
  ghosts: { count: 3, size: 4, masks: "ghost" },
  learningRate: 0.1,
  warmUp: 0.1,
  momentum: 0.9,
  clipNorm: 5,
  decay: { strength: 1e-3, on: "retained" },
  dropout: { rate: 0.1, ramp: "linear" },
  statistics: "batch",
  augmentation: { flip: true, crop: 1 },
};

/** A one-shot training of seconds, with other settings where given. */
export const taskWith = (other: Partial<TrainingSettings> = {}, seed = 1): TrainingTask => ({
  network: { space, shape, holds: "all paths" },
  settings: { ...settings, ...other },
  seed,
  data: { ...wholeSubset("training", images), normalisation },
});

/** The same for the network of an architecture. */
export const aloneTask = (
  architecture: Paths,
  other: Partial<TrainingSettings> = {},
  seed = 1,
): TrainingTask => ({
  ...taskWith({ dropout: { rate: 0, ramp: "none" }, ...other }, seed),
  network: { space, shape, holds: architecture },
});
