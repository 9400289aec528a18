/**
 * Settings of a training, as plain data. They are part of a run's configuration: all that the result depends on, and
 * nothing else (no worker count, no paths of files).
 * @module
 */
import type { z } from "zod";
import type { Augmentation } from "../datasets/mod.ts";
import {
  below1,
  check,
  flag,
  from0,
  integerFrom0,
  members,
  number,
  oneOf,
  positiveInteger,
  positiveNumber,
} from "../options.ts";
import type { Decay, GhostBatches, PathDropout } from "../tricks/mod.ts";

/** Settings of a training, of the one-shot model or of a stand-alone network. */
export interface TrainingSettings {
  /** Optimiser steps. */
  readonly steps: number;
  readonly ghosts: GhostBatches;
  /** Largest learning rate; see {@linkcode learningRate}. */
  readonly learningRate: number;
  /** Share of the steps over which the learning rate rises from 0. */
  readonly warmUp: number;
  /** Nesterov momentum, 0 to less than 1. */
  readonly momentum: number;
  /** Largest Euclidean norm of a step's gradient; longer ones are shortened to it. */
  readonly clipNorm: number;
  readonly decay: Decay;
  /** Rate 0 for stand-alone networks. */
  readonly dropout: PathDropout;
  /** Normalise with the batch's own statistics, as in the paper, or in evaluation with running averages. */
  readonly statistics: "batch" | "running";
  readonly augmentation: Augmentation;
}

/** What is accepted of an augmentation. */
export const augmentationSchema: z.ZodType<Augmentation> = members({ flip: flag, crop: integerFrom0 });

/** What is accepted of each setting. */
export const settingsSchema: z.ZodType<TrainingSettings> = members({
  steps: positiveInteger,
  ghosts: members<GhostBatches>({
    count: positiveInteger,
    size: positiveInteger,
    masks: oneOf("ghost", "batch"),
  }),
  learningRate: positiveNumber,
  warmUp: below1,
  momentum: below1,
  clipNorm: number((value) => value > 0, "a positive number"),
  decay: members<Decay>({ strength: from0, on: oneOf("retained", "all") }),
  dropout: members<PathDropout>({ rate: below1, ramp: oneOf("linear", "none") }),
  statistics: oneOf("batch", "running"),
  augmentation: augmentationSchema,
});

/**
 * Checks settings, their names and words, too: a notebook's cells run without a check of types.
 *
 * @throws {RangeError} naming the first setting that is unknown or out of range, its value and what is accepted
 */
export function validateSettings(settings: TrainingSettings): void {
  check("Cannot train", settingsSchema, settings, "settings");
}
