/**
 * The pilots behind the profile `cifar`: small trainings on validation images, with other seeds, that decided its networks
 * and its recipe. Each differs from the first in what its name says. Nothing here changes once it is recorded, nor what
 * is taken from the profile.
 * @module
 */
import { type Profile, profiles, stepsFor } from "../profiles/mod.ts";
import type { NetworkShape } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** One pilot. */
export interface Pilot {
  readonly name: string;
  /** The profile's main model and its candidates' scores, or the first candidates trained alone. */
  readonly trains: "one-shot" | "stand-alone";
  readonly profile: Profile;
}

/** How a pilot differs from the first. */
interface Change {
  /** @default 14 */
  readonly epochs?: number;
  readonly shape?: Partial<NetworkShape>;
  readonly settings?: Partial<TrainingSettings>;
}

/** Training images of CIFAR-10 that are not set aside for validation. */
const IMAGES = 45_000;
/** No seed of the profile `cifar`. */
const SEED = 101;
const { quick, cifar } = profiles;

function pilotProfile({ epochs = 14, shape, settings }: Change): Profile {
  const all: TrainingSettings = {
    ...cifar.oneShot.settings,
    ...{ learningRate: 0.4, dropout: { rate: 0.01, ramp: "none" } },
    ...settings,
  };
  return {
    ...quick,
    dataset: cifar.dataset,
    space: cifar.space,
    shape: { ...cifar.shape, filters: 8, ...shape },
    oneShot: { settings: { ...all, steps: stepsFor(epochs, IMAGES, all.ghosts) }, seeds: [SEED] },
    rates: [all.dropout.rate],
    candidates: { count: 200, seed: SEED, images: 2000, batchSize: 250 },
  };
}

const pilot = (name: string, change: Change): Pilot => ({
  ...{ name, trains: "one-shot", profile: pilotProfile(change) },
});

/** Candidates of the pilots of stand-alone trainings. */
export const TRAINED = 4;

/** Candidates trained alone as those of `cifar`: for 10 epochs in batches of 64, with 16 filters. */
function alone(learningRate: number): Pilot {
  const profile = pilotProfile({ shape: { filters: 16 } });
  const settings = { ...cifar.standAlone.settings, learningRate };
  const standAlone = { ...profile.standAlone, each: TRAINED, seeds: [SEED], settings };
  const name = `alone, learning rate ${learningRate}, seed ${SEED}`;
  return { name, trains: "stand-alone", profile: { ...profile, standAlone } };
}

const ghosts = (count: number) => ({ ghosts: { count, size: 32, masks: "ghost" } }) as const;
const fast = { learningRate: 1 };
const wide = (settings: Partial<TrainingSettings>): Change => ({
  ...{ settings: { ...fast, ...settings }, shape: { filters: 16 } },
});

/** All pilots, in the order in which they were made: what moves the accuracies of a one-shot model and its candidates? */
export const pilots: readonly Pilot[] = [
  pilot("first", {}),
  pilot("learning rate 0.1", { settings: { learningRate: 0.1 } }),
  pilot("learning rate 1", { settings: fast }),
  pilot("1,024 images a step", { settings: ghosts(32) }),
  pilot("learning rate 2", { settings: { learningRate: 2 } }),
  pilot("learning rate 1, no clipping", { settings: { ...fast, clipNorm: 1e6 } }),
  pilot("learning rate 1, 128 images a step", { settings: { ...fast, ...ghosts(4) } }),
  pilot("learning rate 1, 1,024 images a step", { settings: { ...fast, ...ghosts(32) } }),
  pilot("learning rate 1, three stages", { settings: fast, shape: { stages: 3 } }),
  pilot("learning rate 1, ten times the L2", {
    settings: { ...fast, decay: { strength: 1e-3, on: "retained" } },
  }),
  pilot("learning rate 1, 16 filters", { settings: fast, shape: { filters: 16 } }),
  pilot("learning rate 1, two cells a stage", { settings: fast, shape: { cellsPerStage: 2 } }),
  pilot("learning rate 1, stem of stride 1", { settings: fast, shape: { stemStride: 1 } }),
  pilot("learning rate 1, 50 epochs", { settings: fast, epochs: 50 }),
  pilot("16 filters, rising to r = 0.1", wide({ dropout: { rate: 0.1, ramp: "linear" } })),
  pilot("16 filters, r = 0.3", wide({ dropout: { rate: 0.3, ramp: "none" } })),
  pilot("16 filters, learning rate 0.5", wide({ learningRate: 0.5 })),
  pilot("16 filters, rising to r = 0.3", wide({ dropout: { rate: 0.3, ramp: "linear" } })),
  alone(0.1),
  alone(0.2),
  alone(0.4),
  alone(0.8),
];
