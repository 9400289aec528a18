/**
 * `fashion`: the second data set, Fashion-MNIST. The one-shot models and scores of `standard` judged anew, by stand-alone
 * trainings of 14 epochs in place of 1.75, and with them what `standard` did not have: constant path dropout rates and all
 * that tricks can be compared with.
 * @module
 */
import { mathsVersion } from "../runs/mod.ts";
import { type Profile, stepsFor } from "./profile.ts";
import { standard } from "./standard.ts";

const EPOCHS = 14;
const IMAGES = 60_000 - standard.split.validation;
const seeds = [1, 2];

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
    ...standard.standAlone,
    settings: {
      ...standard.standAlone.settings,
      steps: stepsFor(EPOCHS, IMAGES, standard.standAlone.settings.ghosts),
    },
  },
};
