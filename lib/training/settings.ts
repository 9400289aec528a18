/**
 * What a training does, as plain data: it is part of a run's configuration, so it says everything that the result
 * depends on, and nothing else (no worker count, no paths of files).
 * @module
 */
import type { Augmentation } from "../datasets/mod.ts";
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

/**
 * Checks settings.
 *
 * @throws {RangeError} naming the first setting that is out of range, its value and what is accepted
 */
export function validateSettings(settings: TrainingSettings): void {
  const { steps, ghosts, learningRate, warmUp, momentum, clipNorm, decay, dropout } = settings;
  const check = (name: string, value: number, holds: boolean, wanted: string): void => {
    if (!holds) throw new RangeError(`Cannot train with ${name} = ${value}: expected ${wanted}`);
  };
  const positive = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
  check("steps", steps, positive(steps), "a positive integer");
  check("ghosts.count", ghosts.count, positive(ghosts.count), "a positive integer");
  check("ghosts.size", ghosts.size, positive(ghosts.size), "a positive integer");
  check("learningRate", learningRate, learningRate > 0 && learningRate < Infinity, "a positive number");
  check("warmUp", warmUp, warmUp >= 0 && warmUp < 1, "0 <= warmUp < 1");
  check("momentum", momentum, momentum >= 0 && momentum < 1, "0 <= momentum < 1");
  check("clipNorm", clipNorm, clipNorm > 0, "a positive number");
  check("decay.strength", decay.strength, decay.strength >= 0 && decay.strength < Infinity, "0 or more");
  check("dropout.rate", dropout.rate, dropout.rate >= 0 && dropout.rate < 1, "0 <= rate < 1");
}
