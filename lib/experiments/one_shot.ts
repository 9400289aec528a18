/**
 * Trains one-shot models, and has their weights at hand for those who evaluate paths with them.
 * @module
 */
import type { Part } from "../datasets/mod.ts";
import type { Pool } from "../workers/mod.ts";
import { dropoutName, type ModelSpec, type OneShotResult, oneShotRun, weightsRun } from "../records/mod.ts";
import { allPaths, type Paths } from "../space/mod.ts";
import type { Evaluation, EvaluationTask } from "../training/mod.ts";
import { found } from "./found.ts";
import type { Found, Laboratory, OnProgress } from "./laboratory.ts";
import { once } from "./once.ts";
import { computeWeights, floatsFrom } from "./weights.ts";

/** Trains a one-shot model, or loads its summary; goes on from a checkpoint after a kill. */
export function trainOneShot(lab: Laboratory, model: ModelSpec): Promise<Found<OneShotResult>> {
  const run = oneShotRun(lab.profile, model);
  const title = `One-shot model, ${dropoutName(model)}, seed ${model.seed}`;
  return lab.watch(lab, { title, runs: [run] }, async (lab, tell) => {
    const made = await once(lab, run, async (lab) => {
      const trained = await trainWeights(lab, model, tell);
      const [allOn] = await withModel(
        lab,
        model,
        await scoringImages(lab),
        (open) => evaluatePaths(open, [allPaths(lab.profile.space)]),
      );
      return { seconds: trained.seconds, allOn: allOn!, curve: trained.result.curve };
    });
    return found(made.run, made.loaded, made.run.result.seconds);
  });
}

/**
 * The weights of a model, trained or loaded. They do not all come with the project, so a model that is recorded may
 * have to be trained again before anything new can be asked of it.
 */
async function trainWeights(lab: Laboratory, model: ModelSpec, tell: OnProgress) {
  const { run, loaded } = await once(
    lab,
    weightsRun(lab.profile, model),
    (lab, checkpoints) => computeWeights(lab, { ...model, holds: "all paths" }, checkpoints, tell),
  );
  return found(run, loaded);
}

/** Images to evaluate on, in batches. */
export type EvaluationImages<P extends Part = Part> = Pick<EvaluationTask<P>, "data" | "batchSize">;

/** The validation images that candidates are scored on. */
export async function scoringImages(
  { resources, profile }: Laboratory,
): Promise<EvaluationImages<"scoring">> {
  return { data: (await resources()).parts.scoring, batchSize: profile.candidates.batchSize };
}

/** Workers that are ready to evaluate paths of a model on the images of one part. */
export interface OpenModel<P extends Part> {
  readonly part: P;
  readonly pool: Pool;
}

/** What evaluates paths with a model's weights on some images, which are noted. */
export async function modelTask<P extends Part>(
  lab: Laboratory,
  model: ModelSpec,
  on: EvaluationImages<P>,
): Promise<EvaluationTask<P>> {
  const { runtime } = await lab.resources();
  const { result: { weights, statistics } } = await trainWeights(lab, model, () => {});
  const { space, shape } = lab.profile;
  lab.noteImages(on.data);
  return {
    network: { space, shape, holds: "all paths" },
    ...on,
    weights: floatsFrom(runtime, weights),
    statistics: statistics === undefined ? undefined : floatsFrom(runtime, statistics),
  };
}

/** Has all workers ready to evaluate paths with a model's weights while `use` runs. */
export async function withModel<P extends Part, T>(
  lab: Laboratory,
  model: ModelSpec,
  on: EvaluationImages<P>,
  use: (open: OpenModel<P>) => Promise<T>,
): Promise<T> {
  const { pool } = await lab.resources();
  const task = await modelTask(lab, model, on);
  const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
  try {
    return await use({ part: on.data.part, pool });
  } finally {
    await evaluator.close();
  }
}

/** One-shot accuracies of paths in the workers that {@linkcode withModel} made ready; results in their order. */
export async function evaluatePaths(
  { pool }: OpenModel<"scoring">,
  paths: readonly Paths[],
  onEach?: () => void,
): Promise<Evaluation[]> {
  const jobs = paths.map((one) => [one]);
  const options = { onResult: () => onEach?.() };
  return (await pool.map<readonly Paths[], Evaluation[]>("evaluate", jobs, options)).flat();
}
