/**
 * Runs of one-shot models: `weights` (not among the records, but for the model that is searched with), `one-shot`,
 * `scores`.
 * @module
 */
import { z } from "zod";
import { check, positiveInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import type { CurvePoint } from "../training/curve.ts";
import type { Evaluation } from "../training/evaluate.ts";
import { modelSchema, type ModelSpec, validateCrop } from "./model.ts";
import { base, curve, evaluation, imagesOf, type RunSpec } from "./run.ts";

/** What a training leaves. */
export interface WeightsResult {
  /** Float32, little endian, base64. */
  readonly weights: string;
  /** Running statistics in the same form; absent if the settings ask for none. */
  readonly statistics?: string;
  readonly curve: readonly CurvePoint[];
}

/** What is accepted as weights. */
export const weightsSchema: z.ZodType<WeightsResult> = z.object({
  weights: z.string(),
  statistics: z.exactOptional(z.string()),
  curve,
});

/**
 * The weights of a one-shot model.
 *
 * @throws {RangeError} if a name in the model is unknown, a value not accepted, or the crop more than the profile's
 * images allow
 */
export function weightsRun(profile: Profile, training: ModelSpec): RunSpec<WeightsResult> {
  check("Cannot train", modelSchema, training, "model");
  validateCrop("Cannot train", profile.shape, "settings", training.settings);
  return {
    kind: "weights",
    configuration: { ...base(profile), training },
    schema: weightsSchema,
    seed: training.seed,
    work: { oneShot: imagesOf(training.settings) },
  };
}

/** Summary of a trained one-shot model. */
export interface OneShotResult {
  /** Wall time of the training. */
  readonly seconds: number;
  /** How it does on the validation images with every path on. */
  readonly allOn: Evaluation;
  readonly curve: readonly CurvePoint[];
}

const oneShotSchema = z.object({ seconds: z.number(), allOn: z.object(evaluation), curve });

/** The training of a one-shot model, and how it does with every path on. */
export function oneShotRun(profile: Profile, training: ModelSpec): RunSpec<OneShotResult> {
  const { images, batchSize } = profile.candidates;
  return {
    kind: "one-shot",
    configuration: { ...base(profile), training, evaluation: { images, batchSize } },
    schema: oneShotSchema,
    seed: training.seed,
    work: { evaluated: images },
    needs: [weightsRun(profile, training)],
  };
}

/** One-shot accuracies of candidates. */
export interface ScoresResult {
  readonly candidates: readonly (Evaluation & { readonly architecture: string })[];
}

const scoresSchema = z.object({
  candidates: z.array(z.object({ architecture: z.string(), ...evaluation })),
});

/** One-shot accuracies of a profile's first random candidates. */
export function scoresRun(
  profile: Profile,
  training: ModelSpec,
  count: number = profile.candidates.count,
): RunSpec<ScoresResult> {
  check("Cannot score candidates", positiveInteger, count, "count");
  return scores(profile, training, count, { candidates: { ...profile.candidates, count } });
}

/** How statistics are measured for each candidate anew: on so many of the first training images. */
export interface Remeasuring {
  readonly images: number;
}

/**
 * One-shot accuracies of some architectures, in their string form.
 *
 * @param statistics measured for each to normalise with. @default those of each batch, or what the settings ask for
 */
export function networkScoresRun(
  profile: Profile,
  training: ModelSpec,
  architectures: readonly string[],
  statistics?: Remeasuring,
): RunSpec<ScoresResult> {
  const remeasured = statistics === undefined ? {} : { statistics };
  return scores(profile, training, architectures.length, { architectures, ...remeasured });
}

function scores(profile: Profile, training: ModelSpec, count: number, scored: object): RunSpec<ScoresResult> {
  const { configuration, needs } = oneShotRun(profile, training);
  return {
    kind: "scores",
    configuration: { oneShot: configuration, ...scored },
    schema: scoresSchema,
    seed: profile.candidates.seed,
    work: { evaluated: count * profile.candidates.images },
    needs: needs!,
  };
}
