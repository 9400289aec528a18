/**
 * What a profile is: all constants that the tests of the claims are made with.
 * @module
 */
import type { NetworkShape, Space } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** The scales there are. */
export const profileNames = ["quick", "standard", "cifar", "fashion", "paper"] as const;
export type ProfileName = typeof profileNames[number];

/** How a search looks, and at what. */
export interface SearchMethod {
  readonly searcher: "random" | "evolution" | "reinforce";
  /**
   * What it calls good: one-shot accuracy; a small symmetric KL to the reference; or validation accuracy after a short
   * training from scratch, which asks no one-shot model.
   */
  readonly score: "accuracy" | "divergence" | "training";
  /** The most parameters, as a share of those of the median random candidate. @default no limit */
  readonly size?: number;
}

/** One-shot models of one path dropout rate. */
export interface RateArm {
  readonly rate: number;
  /** One model for each. */
  readonly seeds: readonly number[];
}

/** Models whose path dropout rate holds from the first step on, as in the paper's Fig. 4. */
export interface ConstantRates {
  /** Hardly any path is dropped. */
  readonly low: RateArm;
  /** The paper's best. */
  readonly moderate: RateArm;
  readonly high: RateArm;
  /** Rates between these, which no verdict stands on. */
  readonly between: readonly RateArm[];
}

/** All that the tests of claims are made with. */
export interface Profile {
  readonly name: ProfileName;
  /**
   * The {@linkcode mathsVersion} that made its runs. Those of an earlier version can be read; nothing new is computed
   * under the profile's name, so that no comparison is between numbers of two versions.
   */
  readonly library: number;
  /** Another profile whose recorded runs, made by an earlier version, are read where the settings are the same. */
  readonly earlier?: { readonly profile: ProfileName; readonly library: number };
  /** The name of a data set that comes with the project, or what `addDataset` returned. */
  readonly dataset: string;
  /** Training images held out for validation, the seed that chooses them, and whether each class keeps its share. */
  readonly split: { readonly validation: number; readonly seed: number; readonly stratified?: boolean };
  readonly space: Space;
  readonly shape: NetworkShape;
  /** The full recipe, one model for each seed; the first one is searched with. */
  readonly oneShot: { readonly settings: TrainingSettings; readonly seeds: readonly number[] };
  /** Path dropout rates to compare with the recipe's ramp, from hardly any to many, the recipe's among them. */
  readonly rates: readonly number[];
  /** Seeds of their models. @default those of `oneShot` */
  readonly rateSeeds?: readonly number[];
  /** Path dropout rates to compare without a ramp. @default none, and claim C1 is not tested */
  readonly constantRates?: ConstantRates;
  /** Path dropout of the reference of the symmetric KL. @default the recipe's ramp with the first of `rates` */
  readonly reference?: TrainingSettings["dropout"];
  /** Whether each trick is tested by taking it away, or against all that it could be compared with. @default "taken away" */
  readonly tricks?: "taken away" | "whole";
  /** The models for tricks: the recipe in so many steps, scored on the sample only. @default those of `oneShot` */
  readonly trickModels?: { readonly steps: number; readonly seeds: readonly number[] };
  /**
   * Candidates drawn at random and scored with one-shot weights on the first `images` validation images; what is trained
   * alone is measured on the others.
   */
  readonly candidates: {
    readonly count: number;
    readonly seed: number;
    readonly images: number;
    readonly batchSize: number;
  };
  /**
   * Candidates that are trained alone, once with each seed: so many for each of some models, stratified by its one-shot
   * accuracies, so that none is favoured. The models are the first of each of `rates`, or of the three main constant rates
   * and the recipe.
   */
  readonly standAlone: {
    readonly each: number;
    /** @default "rates" */
    readonly by?: "rates" | "constant rates";
    readonly seeds: readonly number[];
    readonly settings: TrainingSettings;
    readonly batchSize: number;
  };
  readonly search: {
    /** Random candidates that are scored once, as in the paper. */
    readonly random: number;
    /** Scores that each search may ask for. */
    readonly budget: number;
    readonly seeds: readonly number[];
    readonly methods: Readonly<Record<string, SearchMethod>>;
    /** Evolution's members, and how many compete to be a parent. */
    readonly evolution: { readonly population: number; readonly tournament: number };
    /** Searches that train: how often, how long, and evolution's members. */
    readonly alone: Pick<Profile["search"], "budget" | "evolution"> & { readonly steps: number };
  };
  /** The best of each search, trained from scratch for longer and tested. */
  readonly retraining: {
    readonly best: number;
    /** Of each network. Searches that train chose with the first seed of `standAlone`: with it, luck could come again. */
    readonly seeds: readonly number[];
    /** Seeds of the network with every path on, of which there is but one. */
    readonly allOnSeeds: readonly number[];
    readonly settings: TrainingSettings;
    readonly batchSize: number;
  };
  /** Symmetric KL: on how many training images, drawn by the seed; a search uses `search` of them. */
  readonly divergence: {
    readonly images: readonly number[];
    readonly search: number;
    readonly batchSize: number;
    readonly seed: number;
  };
}

/** Optimiser steps in which a training sees so many images so many times. */
export function stepsFor(
  epochs: number,
  images: number,
  { count, size }: Pick<TrainingSettings["ghosts"], "count" | "size">,
): number {
  return Math.round(epochs * images / (count * size));
}
