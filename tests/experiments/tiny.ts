import { openLaboratory } from "../../lib/experiments/mod.ts";
import { type Profile, profiles } from "../../lib/profiles.ts";
import { openStore } from "../../lib/runs/mod.ts";

/** The quick profile cut down to seconds, on real images. */
export const tiny: Profile = {
  ...profiles.quick,
  oneShot: {
    seed: 1,
    settings: {
      ...profiles.quick.oneShot.settings,
      steps: 6,
      ghosts: { count: 2, size: 8, masks: "ghost" },
    },
  },
  candidates: { count: 6, seed: 1, images: 100, batchSize: 50 },
  standAlone: {
    count: 3,
    seeds: [1, 2],
    batchSize: 500,
    settings: {
      ...profiles.quick.standAlone.settings,
      steps: 3,
      ghosts: { count: 1, size: 8, masks: "ghost" },
    },
  },
};

export const laboratoryIn = (folder: string, workers: number) =>
  openLaboratory(tiny, { store: openStore(folder), workers });
