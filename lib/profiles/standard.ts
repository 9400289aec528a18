/**
 * `standard` and `fashion`: Fashion-MNIST in hours on two cores.
 * @module
 */
import { mathsVersion } from "../runs/mod.ts";
import { type Profile, stepsFor } from "./profile.ts";
import { oneShotSettings, quick, standAloneSettings } from "./quick.ts";

/** `quick` with more of everything. Its runs come with the project. */
export const standard: Profile = {
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
    methods: quick.search.methods,
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

const seeds = [1, 2];
const { settings, ...trainings } = standard.standAlone;

/**
 * The one-shot models and scores of `standard` judged anew, by stand-alone trainings of 14 epochs in place of 1.75, and
 * with them what `standard` did not have: constant path dropout rates and all that tricks can be compared with.
 */
export const fashion: Profile = {
  ...standard,
  name: "fashion",
  library: mathsVersion,
  earlier: { profile: "standard", library: standard.library },
  constantRates: {
    low: { rate: 1e-6, seeds },
    moderate: { rate: 0.01, seeds },
    high: { rate: 0.3, seeds },
    between: [{ rate: 1e-4, seeds }, { rate: 0.1, seeds }],
  },
  tricks: "whole",
  standAlone: {
    ...trainings,
    settings: { ...settings, steps: stepsFor(14, 60_000 - standard.split.validation, settings.ghosts) },
  },
};
