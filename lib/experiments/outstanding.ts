/**
 * What of some work is not recorded yet.
 * @module
 */
import { check } from "../options.ts";
import type { SearchMethod } from "../profiles/mod.ts";
import {
  aloneConfiguration,
  type AloneKind,
  mainModel,
  type ModelSpec,
  oneShotConfiguration,
  oneShotSchema,
  referenceModel,
  scoresConfiguration,
  scoresSchema,
  searchConfiguration,
  searchSchema,
  standAloneSchema,
  weightsConfiguration,
  weightsSchema,
} from "../records/mod.ts";
import { configurationHash } from "../runs/mod.ts";
import { workSchema } from "./check_options.ts";
import type { Laboratory } from "./laboratory.ts";
import type { Trial } from "./train_alone.ts";

/** What is going to be asked for. */
export interface Work {
  /** Models to train. @default none */
  readonly models?: readonly ModelSpec[];
  /** Candidates to score with each of some models. @default none */
  readonly scores?: readonly { readonly model: ModelSpec; readonly count: number }[];
  /** Networks to train from scratch. @default none */
  readonly alone?: { readonly kind: AloneKind; readonly trials: readonly Trial[] };
  /** Searches, each with a seed. @default none */
  readonly searches?: readonly (readonly [method: SearchMethod, seed: number])[];
}

/** What has to be computed, in units of work. */
export interface Outstanding {
  /** Runs of the work that are recorded, and so loaded. */
  recorded: number;
  /** One-shot models, and the steps of their trainings. */
  models: number;
  steps: number;
  /** Evaluations with one-shot weights. */
  scores: number;
  /** Trainings from scratch, and the images that they see; one seen twice counts twice. */
  trainings: number;
  images: number;
}

/**
 * Looks up what of the work has to be computed. The weights of a model that is recorded need not be: where they are
 * needed and missing, their training counts.
 */
export async function outstanding(
  { profile, store }: Laboratory,
  work: Work,
): Promise<Outstanding> {
  check("Cannot tell what to compute", workSchema, work, "work");
  const { models = [], scores = [], alone, searches = [] } = work;
  const amounts: Outstanding = { recorded: 0, models: 0, steps: 0, scores: 0, trainings: 0, images: 0 };
  const looked = new Set<string>();
  const isRecorded = async <R>(load: Promise<R | undefined>): Promise<boolean> => {
    const isThere = await load !== undefined;
    if (isThere) amounts.recorded++;
    return isThere;
  };
  const weights = async (model: ModelSpec): Promise<void> => {
    const configuration = weightsConfiguration(profile, model);
    if (looked.has(configurationHash(configuration))) return;
    looked.add(configurationHash(configuration));
    if (await store.load("weights", configuration, weightsSchema)) return;
    amounts.models++;
    amounts.steps += model.settings.steps;
  };
  for (const model of models) {
    if (await isRecorded(store.load("one-shot", oneShotConfiguration(profile, model), oneShotSchema))) {
      continue;
    }
    await weights(model);
  }
  for (const { model, count } of scores) {
    if (await isRecorded(store.load("scores", scoresConfiguration(profile, model, count), scoresSchema))) {
      continue;
    }
    await weights(model);
    amounts.scores += count;
  }
  const trainings = (settings: Pick<ModelSpec["settings"], "ghosts">, steps: number, count: number): void => {
    amounts.trainings += count;
    amounts.images += count * steps * settings.ghosts.count * settings.ghosts.size;
  };
  for (const { architecture, seed } of alone?.trials ?? []) {
    const configuration = aloneConfiguration(profile, alone!.kind, architecture, seed);
    if (await isRecorded(store.load(alone!.kind, configuration, standAloneSchema))) continue;
    const { settings } = alone!.kind === "stand-alone" ? profile.standAlone : profile.retraining;
    trainings(settings, settings.steps, 1);
  }
  for (const [method, seed] of searches) {
    if (await isRecorded(store.load("search", searchConfiguration(profile, method, seed), searchSchema))) {
      continue;
    }
    if (method.score === "training") {
      trainings(profile.standAlone.settings, profile.search.alone.steps, profile.search.alone.budget);
      continue;
    }
    await weights(mainModel(profile));
    if (method.score === "divergence") await weights(referenceModel(profile));
    amounts.scores += profile.search.budget;
  }
  return amounts;
}
