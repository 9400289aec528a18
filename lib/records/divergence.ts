/**
 * Runs that compare predictions: `divergence` (symmetric KL of candidates to a reference), `predictions` (of some images,
 * to be looked at) and `removal` (one path taken away from all).
 * @module
 */
import { z } from "zod";
import { check, members } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import { allPaths, type Paths } from "../space/mod.ts";
import type { Evaluation } from "../training/evaluate.ts";
import { modelSchema, type ModelSpec } from "./model.ts";
import { weightsRun } from "./one_shot.ts";
import { base, evaluation, type RunSpec, share } from "./run.ts";

/** Symmetric KL of candidates' predictions to the reference's. */
export interface DivergenceResult {
  readonly candidates: readonly {
    readonly architecture: string;
    /** In nats, one for each number of images, in the order of the configuration. */
    readonly divergences: readonly number[];
  }[];
}

const divergenceSchema = z.object({
  candidates: z.array(z.object({ architecture: z.string(), divergences: z.array(z.number().nonnegative()) })),
});

/** Whose weights the candidates use, and whose predictions with every path on are the reference. */
export interface Comparison {
  readonly candidates: ModelSpec;
  readonly reference: ModelSpec;
}

const comparisonSchema = members<Comparison>({ candidates: modelSchema, reference: modelSchema });

/** Symmetric KL of some architectures to a reference. */
export function divergenceRun(
  profile: Profile,
  comparison: Comparison,
  architectures: readonly string[],
): RunSpec<DivergenceResult> {
  check("Cannot compare predictions", comparisonSchema, comparison, "comparison");
  const { images, batchSize, seed } = profile.divergence;
  return {
    kind: "divergence",
    configuration: {
      ...base(profile),
      ...comparison,
      divergence: { images, batchSize, seed },
      architectures,
    },
    schema: divergenceSchema,
    seed,
    work: { evaluated: (architectures.length + 1) * Math.max(...images) },
    needs: Object.values(comparison).map((model) => weightsRun(profile, model)),
  };
}

/** What paths of a model say of a few training images. */
export interface PredictionsResult {
  /** The true classes. */
  readonly labels: readonly number[];
  /** Natural logarithms of the probabilities of each class, for each image. */
  readonly logProbabilities: readonly (readonly number[])[];
}

const predictionsSchema = z.object({
  labels: z.array(z.number().int().nonnegative()),
  logProbabilities: z.array(z.array(z.number().nonpositive())),
});

/** What paths of a model say of the first batch of the images that divergences are measured on. */
export function predictionsRun(
  profile: Profile,
  training: ModelSpec,
  paths: Paths,
): RunSpec<PredictionsResult> {
  const { batchSize, seed } = profile.divergence;
  return {
    kind: "predictions",
    configuration: { ...base(profile), training, paths, divergence: { images: batchSize, batchSize, seed } },
    schema: predictionsSchema,
    seed,
    work: { evaluated: batchSize },
    needs: [weightsRun(profile, training)],
  };
}

/** What the all-on model loses without one path. */
export interface RemovalResult {
  readonly allOn: Evaluation;
  readonly removals: readonly {
    readonly block: number;
    /** What is removed, in every cell: an input of the block or one of its operations. */
    readonly kind: "input" | "operation";
    readonly name: string;
    readonly accuracy: number;
    /** Symmetric KL to the predictions with every path on, in nats. */
    readonly divergence: number;
  }[];
}

const removalSchema = z.object({
  allOn: z.object(evaluation),
  removals: z.array(z.object({
    block: z.number().int(),
    kind: z.enum(["input", "operation"]),
    name: z.string(),
    accuracy: share,
    divergence: z.number().nonnegative(),
  })),
});

/** The all-on model without each of its paths in turn. */
export function removalRun(profile: Profile, training: ModelSpec): RunSpec<RemovalResult> {
  const { candidates, divergence: { batchSize, seed, ...divergence } } = profile;
  const images = Math.max(...divergence.images);
  const paths = allPaths(profile.space).flatMap(({ inputs, operations }) => [...inputs, ...operations]);
  return {
    kind: "removal",
    configuration: {
      ...base(profile),
      training,
      evaluation: { images: candidates.images, batchSize: candidates.batchSize },
      divergence: { images, batchSize, seed },
    },
    schema: removalSchema,
    seed,
    work: { evaluated: (paths.length + 1) * (candidates.images + images) },
    needs: [weightsRun(profile, training)],
  };
}
