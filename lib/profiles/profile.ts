/**
 * What a profile is: all constants that the tests of the claims are made with.
 * @module
 */
import type { NetworkShape, Space } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** The scales there are. */
export const profileNames = ["quick", "standard", "paper"] as const;
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
  /** The full recipe. Each seed is a model of its own; the first one's is searched with. */
  readonly oneShot: { readonly settings: TrainingSettings; readonly seeds: readonly number[] };
  /**
   * Path dropout rates to compare, from hardly any to many, the recipe's among them. With the first the reference of
   * the symmetric KL is trained.
   */
  readonly rates: readonly number[];
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
   * Candidates that are trained alone, once with each seed: of each rate so many, stratified by the one-shot accuracies
   * at that rate, so that no rate is favoured.
   */
  readonly standAlone: {
    readonly each: number;
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
    readonly alone: {
      readonly budget: number;
      readonly steps: number;
      readonly evolution: { readonly population: number; readonly tournament: number };
    };
  };
  /** The best of each search, trained from scratch for longer and tested. */
  readonly retraining: {
    readonly best: number;
    /**
     * Each network is trained once with every seed. The rival that trains alone chose by short trainings with the first
     * seed of `standAlone`: a luck that its networks had then can come again with that seed, but not with another.
     */
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
