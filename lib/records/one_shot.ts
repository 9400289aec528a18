/**
 * Runs of one-shot models: `weights` (not among the records, but for the model that is searched with), `one-shot`,
 * `scores`.
 * @module
 */
import { z } from "zod";
import { check, positiveInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import { base, curve, type CurveRecord, evaluation, type EvaluationRecord } from "./base.ts";
import { type ModelSpec, validateModel } from "./model.ts";
import type { RunSpec } from "./run.ts";

/** What a training leaves. */
export interface WeightsResult {
  /** Float32, little endian, base64. */
  readonly weights: string;
  /** Running statistics in the same form; absent if the settings ask for none. */
  readonly statistics?: string;
  readonly curve: CurveRecord;
}

/** What is accepted as weights. */
export const weightsSchema: z.ZodType<WeightsResult> = z.object({
  /** Float32, little endian, base64. */
  weights: z.string(),
  /** Running statistics in the same form; absent if the settings ask for none. */
  statistics: z.exactOptional(z.string()),
  curve,
});

/** The weights of a one-shot model. */
export function weightsRun(profile: Profile, training: ModelSpec): RunSpec<WeightsResult> {
  validateModel(profile, training);
  const { settings: { steps, ghosts }, seed } = training;
  return {
    kind: "weights",
    configuration: { ...base(profile), training },
    schema: weightsSchema,
    seed,
    work: { oneShot: steps * ghosts.count * ghosts.size },
  };
}

/** Summary of a trained one-shot model. */
export interface OneShotResult {
  /** Wall time of the training. */
  readonly seconds: number;
  /** How it does on the validation images with every path on. */
  readonly allOn: EvaluationRecord;
  readonly curve: CurveRecord;
}

/** What is accepted as a summary. */
export const oneShotSchema: z.ZodType<OneShotResult> = z.object({
  /** Wall time of the training. */
  seconds: z.number(),
  /** How it does on the validation images with every path on. */
  allOn: z.object(evaluation),
  curve,
});

/** The training of a one-shot model, and how it does with every path on. */
export function oneShotRun(profile: Profile, training: ModelSpec): RunSpec<OneShotResult> {
  const { images, batchSize } = profile.candidates;
  const weights = weightsRun(profile, training);
  return {
    kind: "one-shot",
    configuration: { ...base(profile), training, evaluation: { images, batchSize } },
    schema: oneShotSchema,
    seed: training.seed,
    work: { evaluated: images },
    needs: [weights],
  };
}

/** One-shot accuracies of candidates. */
export interface ScoresResult {
  readonly candidates: readonly (EvaluationRecord & { readonly architecture: string })[];
}

/** What is accepted as scores. */
export const scoresSchema: z.ZodType<ScoresResult> = z.object({
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

/** One-shot accuracies of some architectures, in their string form. */
export function networkScoresRun(
  profile: Profile,
  training: ModelSpec,
  architectures: readonly string[],
): RunSpec<ScoresResult> {
  return scores(profile, training, architectures.length, { architectures });
}

/** How statistics are measured for each candidate anew: on so many of the first training images. */
export interface Remeasuring {
  readonly images: number;
}

/** One-shot accuracies of some architectures, normalised with statistics measured for each. */
export function remeasuredScoresRun(
  profile: Profile,
  training: ModelSpec,
  architectures: readonly string[],
  statistics: Remeasuring,
): RunSpec<ScoresResult> {
  return scores(profile, training, architectures.length, { architectures, statistics });
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
