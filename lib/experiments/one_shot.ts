/**
 * Trains one-shot models, and has their weights at hand for those who evaluate paths with them.
 * @module
 */
import type { Pool } from "../engine/mod.ts";
import {
  type ModelSpec,
  oneShotConfiguration,
  type OneShotResult,
  oneShotSchema,
  weightsConfiguration,
  weightsSchema,
} from "../records/mod.ts";
import { allPaths, type Paths } from "../space/mod.ts";
import type { Evaluation, EvaluationTask } from "../training/mod.ts";
import { type Found, found, type OnProgress } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";
import { computeWeights, floatsFrom } from "./weights.ts";

/** Trains a one-shot model, or loads what is told of it; goes on from a checkpoint after a kill. */
export async function trainOneShot(
  lab: Laboratory,
  model: ModelSpec,
  onProgress?: OnProgress,
): Promise<Found<OneShotResult>> {
  const { profile, store } = lab;
  const { run, loaded } = await store.once(
    "one-shot",
    oneShotConfiguration(profile, model),
    oneShotSchema,
    async () => {
      const trained = await trainWeights(lab, model, onProgress);
      const [allOn] = await withModel(
        lab,
        model,
        await validationImages(lab),
        (pool) => pool.call<Evaluation[]>(0, "evaluate", [allPaths(profile.space)]),
      );
      return { seconds: trained.seconds, allOn: allOn!, curve: trained.result.curve };
    },
    lab.provenance(model.seed),
  );
  return found(run, loaded, run.result.seconds);
}

/**
 * The weights of a model, trained or loaded. They do not all come with the project, so a model that is recorded may
 * have to be trained again before anything new can be asked of it.
 */
async function trainWeights(lab: Laboratory, model: ModelSpec, onProgress?: OnProgress) {
  const configuration = weightsConfiguration(lab.profile, model);
  const { run, loaded } = await lab.store.once(
    "weights",
    configuration,
    weightsSchema,
    (checkpoints) => computeWeights(lab, { ...model, architecture: undefined }, checkpoints, onProgress),
    lab.provenance(model.seed),
  );
  return found(run, loaded);
}

/** Images to evaluate on, in batches. */
export type EvaluationImages = Pick<EvaluationTask, "indices" | "batchSize">;

/** The validation images that candidates are scored on. */
export async function validationImages({ profile, bench }: Laboratory): Promise<EvaluationImages> {
  const { images, batchSize } = profile.candidates;
  return { indices: (await bench()).split.validation.subarray(0, images), batchSize };
}

/** Has all workers ready to evaluate paths with a model's weights while `use` runs. */
export async function withModel<T>(
  lab: Laboratory,
  model: ModelSpec,
  on: EvaluationImages,
  use: (pool: Pool) => Promise<T>,
): Promise<T> {
  const { runtime, pool, images, normalisation } = await lab.bench();
  const { result: { weights, statistics } } = await trainWeights(lab, model);
  const { space, shape } = lab.profile;
  const task: EvaluationTask = {
    ...{ space, shape, architecture: undefined, images, normalisation, ...on },
    weights: floatsFrom(runtime, weights),
    statistics: statistics === undefined ? undefined : floatsFrom(runtime, statistics),
  };
  const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
  try {
    return await use(pool);
  } finally {
    await evaluator.close();
  }
}

/** Evaluates paths in the workers that {@linkcode withModel} made ready; results in their order. */
export async function evaluatePaths(
  pool: Pool,
  paths: readonly Paths[],
  onEach?: () => void,
): Promise<Evaluation[]> {
  const jobs = paths.map((one) => [one]);
  const options = { onResult: () => onEach?.() };
  return (await pool.map<readonly Paths[], Evaluation[]>("evaluate", jobs, options)).flat();
}
