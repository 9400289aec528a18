/**
 * Runs that compare predictions: `divergence` (symmetric KL of candidates to a reference), `predictions` (of some images,
 * to be looked at) and `removal` (one path taken away from all).
 * @module
 */
import { z } from "zod";
import { check, members } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import { base, evaluation, share } from "./base.ts";
import { modelSchema, type ModelSpec, validateModel } from "./model.ts";

/** Symmetric KL of candidates' predictions to the reference's, in nats. */
export const divergenceSchema = z.object({
  candidates: z.array(z.object({
    architecture: z.string(),
    /** One for each number of images, in the order of the configuration. */
    divergences: z.array(z.number().nonnegative()),
  })),
});
export type DivergenceResult = z.infer<typeof divergenceSchema>;

/** Whose weights the candidates use, and whose predictions with every path on are the reference. */
export interface Comparison {
  readonly candidates: ModelSpec;
  readonly reference: ModelSpec;
}

const comparisonSchema = members<Comparison>({ candidates: modelSchema, reference: modelSchema });

/** Configuration of the runs of kind `divergence`. */
export function divergenceConfiguration(
  profile: Profile,
  comparison: Comparison,
  architectures: readonly string[],
) {
  check("Cannot compare predictions", comparisonSchema, comparison, "comparison");
  const { images, batchSize, seed } = profile.divergence;
  return { ...base(profile), ...comparison, divergence: { images, batchSize, seed }, architectures };
}

/** What paths of a model say of a few training images. */
export const predictionsSchema = z.object({
  /** The true classes. */
  labels: z.array(z.number().int().nonnegative()),
  /** Natural logarithms of the probabilities of each class, for each image. */
  logProbabilities: z.array(z.array(z.number().nonpositive())),
});
export type PredictionsResult = z.infer<typeof predictionsSchema>;

/** Configuration of the runs of kind `predictions`: of the first batch of the images that divergences are measured on. */
export function predictionsConfiguration(profile: Profile, training: ModelSpec, paths: Paths) {
  validateModel(profile, training);
  const { batchSize, seed } = profile.divergence;
  return { ...base(profile), training, paths, divergence: { images: batchSize, batchSize, seed } };
}

/** What the all-on model loses without one path. */
export const removalSchema = z.object({
  allOn: z.object(evaluation),
  removals: z.array(z.object({
    block: z.number().int(),
    /** What is removed, in every cell: an input of the block or one of its operations. */
    kind: z.enum(["input", "operation"]),
    name: z.string(),
    accuracy: share,
    /** Symmetric KL to the predictions with every path on, in nats. */
    divergence: z.number().nonnegative(),
  })),
});
export type RemovalResult = z.infer<typeof removalSchema>;

/** Configuration of the runs of kind `removal`. */
export function removalConfiguration(profile: Profile, training: ModelSpec) {
  validateModel(profile, training);
  const { candidates, divergence } = profile;
  return {
    ...base(profile),
    training,
    evaluation: { images: candidates.images, batchSize: candidates.batchSize },
    divergence: {
      images: Math.max(...divergence.images),
      batchSize: divergence.batchSize,
      seed: divergence.seed,
    },
  };
}
