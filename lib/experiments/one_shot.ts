/**
 * Trains one-shot models, and has their weights at hand for those who evaluate paths with them.
 * @module
 */
import type { Part } from "../datasets/mod.ts";
import {
  dropoutName,
  type ModelSpec,
  type OneShotResult,
  oneShotRun,
  type WeightsResult,
  weightsRun,
} from "../records/mod.ts";
import type { Run } from "../runs/mod.ts";
import { allPaths, type Paths } from "../space/mod.ts";
import type { Evaluation, EvaluationTask } from "../training/mod.ts";
import type { Pool } from "../workers/mod.ts";
import { findRun, once } from "./found.ts";
import type { Found, Laboratory, OnProgress } from "./laboratory.ts";
import { computeWeights, floatsFrom } from "./weights.ts";

/** Trains a one-shot model, or loads its summary; goes on from a checkpoint after a kill. */
export function trainOneShot(lab: Laboratory, model: ModelSpec): Promise<Found<OneShotResult>> {
  const title = `One-shot model, ${dropoutName(model)}, seed ${model.seed}`;
  const run = oneShotRun(lab.profile, model);
  return findRun(lab, title, run, async (lab, tell) => {
    const { result: { curve }, provenance: { seconds } } = await trainWeights(lab, model, tell);
    const [allOn] = await evaluatePaths(lab, model, [allPaths(lab.profile.space)]);
    return { seconds, allOn: allOn!, curve };
  }, { secondsOf: ({ seconds }) => seconds });
}

/**
 * The weights of a model, trained or loaded. They do not all come with the project, so a model that is recorded may
 * have to be trained again before anything new can be asked of it.
 */
async function trainWeights(
  lab: Laboratory,
  model: ModelSpec,
  tell: OnProgress,
): Promise<Run<WeightsResult>> {
  const { run } = await once(
    lab,
    weightsRun(lab.profile, model),
    (lab, checkpoints) => computeWeights(lab, { ...model, holds: "all paths" }, checkpoints, tell),
  );
  return run;
}

/** Images to evaluate on, in batches. */
export type EvaluationImages<P extends Part = Part> = Pick<EvaluationTask<P>, "data" | "batchSize">;

/** The validation images that candidates are scored on. */
export async function scoringImages(
  { resources, profile }: Laboratory,
): Promise<EvaluationImages<"scoring">> {
  return { data: (await resources()).parts.scoring, batchSize: profile.candidates.batchSize };
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

/** Has all workers ready to evaluate paths with a model's weights on some images while `use` runs. */
export async function withModel<T>(
  lab: Laboratory,
  model: ModelSpec,
  on: EvaluationImages,
  use: (pool: Pool) => Promise<T>,
): Promise<T> {
  const { pool } = await lab.resources();
  const task = await modelTask(lab, model, on);
  const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
  try {
    return await use(pool);
  } finally {
    await evaluator.close();
  }
}

/** One-shot accuracies of paths, in their order. */
type Evaluate = (paths: readonly Paths[], onEach?: () => void) => Promise<Evaluation[]>;

/** Has all workers ready to score paths with a model's weights while `use` runs. */
export async function withScoring<T>(
  lab: Laboratory,
  model: ModelSpec,
  use: (evaluate: Evaluate) => Promise<T>,
): Promise<T> {
  return await withModel(lab, model, await scoringImages(lab), (pool) =>
    use(async (paths, onEach) => {
      const jobs = paths.map((one) => [one]);
      const options = { onResult: () => onEach?.() };
      return (await pool.map<readonly Paths[], Evaluation[]>("evaluate", jobs, options)).flat();
    }));
}

/** One-shot accuracies of paths with a model's weights, in the order of the paths. */
export function evaluatePaths(
  lab: Laboratory,
  model: ModelSpec,
  ...asked: Parameters<Evaluate>
): Promise<Evaluation[]> {
  return withScoring(lab, model, (evaluate) => evaluate(...asked));
}
