/**
 * How long work will take on this machine, told before it is begun: a little of each kind is done and timed.
 * @module
 */
import type { SearchMethod } from "../profiles.ts";
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
import { initialise, sharedFloats } from "../engine/mod.ts";
import { planNetwork } from "../network/mod.ts";
import type { Paths } from "../space/mod.ts";
import {
  type EvaluationTask,
  poolRunner,
  type StandAloneTask,
  train,
  type TrainingTask,
} from "../training/mod.ts";
import type { Laboratory } from "./laboratory.ts";
import { validationImages } from "./one_shot.ts";
import { drawCandidates } from "./scores.ts";
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

/** How long it will take. */
export interface Forecast {
  /** Wall time; 0 if all is recorded. */
  readonly seconds: number;
  /** In words, one line. */
  readonly text: string;
}

/** Amounts of the units of work. */
interface Amounts {
  models: number;
  steps: number;
  scores: number;
  trainings: number;
  images: number;
}

/**
 * Looks up what of the work is not recorded yet, and how long that will take. The weights of a model that is recorded
 * need not be: where they are needed and missing, their training counts.
 */
export async function forecast(lab: Laboratory, work: Work): Promise<Forecast> {
  const amounts = await missing(lab, work);
  const { models, steps, scores, trainings, images } = amounts;
  if (steps + scores + images === 0) {
    return { seconds: 0, text: "All of it is recorded: nothing to compute." };
  }
  const rates = await measureRates(lab, amounts);
  const seconds = steps * rates.step + scores * rates.score + images * rates.image;
  const count = (number: number, one: string, more: string): string[] =>
    number === 0 ? [] : [`${number.toLocaleString("en")} ${number === 1 ? one : more}`];
  const parts = [
    ...count(models, "one-shot model", "one-shot models"),
    ...count(scores, "score", "scores"),
    ...count(trainings, "training from scratch", "trainings from scratch"),
  ];
  const minutes = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
  const workers = lab.workers === 1 ? "one worker" : `${lab.workers} workers`;
  return { seconds, text: `About ${minutes} with ${workers}: ${parts.join(", ")}.` };
}

async function missing(
  { profile, store }: Laboratory,
  { models = [], scores = [], alone, searches = [] }: Work,
): Promise<Amounts> {
  const amounts: Amounts = { models: 0, steps: 0, scores: 0, trainings: 0, images: 0 };
  const looked = new Set<string>();
  const weights = async (model: ModelSpec): Promise<void> => {
    const configuration = weightsConfiguration(profile, model);
    if (looked.has(configurationHash(configuration))) return;
    looked.add(configurationHash(configuration));
    if (await store.load("weights", configuration, weightsSchema)) return;
    amounts.models++;
    amounts.steps += model.settings.steps;
  };
  for (const model of models) {
    if (await store.load("one-shot", oneShotConfiguration(profile, model), oneShotSchema)) continue;
    await weights(model);
  }
  for (const { model, count } of scores) {
    if (await store.load("scores", scoresConfiguration(profile, model, count), scoresSchema)) continue;
    await weights(model);
    amounts.scores += count;
  }
  const trainings = (settings: Pick<ModelSpec["settings"], "ghosts">, steps: number, count: number): void => {
    amounts.trainings += count;
    amounts.images += count * steps * settings.ghosts.count * settings.ghosts.size;
  };
  for (const { architecture, seed } of alone?.trials ?? []) {
    const configuration = aloneConfiguration(profile, alone!.kind, architecture, seed);
    if (await store.load(alone!.kind, configuration, standAloneSchema)) continue;
    const { settings } = alone!.kind === "stand-alone" ? profile.standAlone : profile.retraining;
    trainings(settings, settings.steps, 1);
  }
  for (const [method, seed] of searches) {
    if (await store.load("search", searchConfiguration(profile, method, seed), searchSchema)) continue;
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

/** Seconds of wall time a unit, with all workers; only those that are wanted are measured. */
async function measureRates(lab: Laboratory, wanted: Amounts) {
  const { profile: { space, shape, oneShot, standAlone }, workers } = lab;
  const { runtime, pool, images, split, normalisation } = await lab.bench();
  const common = { space, shape, images, normalisation };
  const candidates: Paths[] = drawCandidates(lab.profile, 4 * workers);
  const rates = { step: 0, score: 0, image: 0 };
  if (wanted.steps > 0) {
    // The ramp is run through in a few steps, so that they drop on average what a training does.
    const settings = { ...oneShot.settings, steps: 9 };
    const task: TrainingTask = {
      ...common,
      ...{ architecture: undefined, settings, seed: 0, training: split.training },
    };
    const seconds: number[] = [];
    await train(runtime, task, async (buffers) => {
      const runner = await poolRunner(runtime, pool, task, buffers);
      return {
        ...runner,
        async run(step) {
          const began = performance.now();
          await runner.run(step);
          seconds.push((performance.now() - began) / 1000);
        },
      };
    });
    // The first step prepares what the others find there.
    rates.step = seconds.slice(1).reduce((sum, value) => sum + value, 0) / (seconds.length - 1);
  }
  if (wanted.scores > 0) {
    const plan = planNetwork(space, shape);
    const weights = sharedFloats(runtime, plan.length);
    initialise(weights, plan.segments, 0);
    const task: EvaluationTask = {
      ...common,
      ...{ architecture: undefined, weights, statistics: undefined },
      ...await validationImages(lab),
    };
    const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
    const began = performance.now();
    await pool.map("evaluate", candidates.map((one) => [one]));
    rates.score = (performance.now() - began) / 1000 / candidates.length;
    await evaluator.close();
  }
  if (wanted.images > 0) {
    const steps = 5;
    const settings = { ...standAlone.settings, steps };
    const evaluation = { images, indices: split.validation.subarray(0, 1), batchSize: 1 };
    const tasks = candidates.map((architecture): StandAloneTask => ({
      training: { ...common, architecture, settings, seed: 0, training: split.training },
      evaluation,
    }));
    const began = performance.now();
    await pool.map("standAlone", tasks);
    const count = tasks.length * steps * settings.ghosts.count * settings.ghosts.size;
    rates.image = (performance.now() - began) / 1000 / count;
  }
  return rates;
}
