/**
 * Runs of one-shot models: `weights` (not among the records, but for the model that is searched with), `one-shot`,
 * `scores`.
 * @module
 */
import { z } from "zod";
import { check, positiveInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import { base, curve, evaluation } from "./base.ts";
import { type ModelSpec, validateModel } from "./model.ts";

/** What a training leaves. */
export const weightsSchema = z.object({
  /** Float32, little endian, base64. */
  weights: z.string(),
  /** Running statistics in the same form; absent if the settings ask for none. */
  statistics: z.exactOptional(z.string()),
  curve,
});

/** Configuration of the runs of kind `weights`. */
export function weightsConfiguration(profile: Profile, training: ModelSpec) {
  validateModel(profile, training);
  return { ...base(profile), training };
}

/** What is told of a trained one-shot model. */
export const oneShotSchema = z.object({
  /** Wall time of the training. */
  seconds: z.number(),
  /** How it does on the validation images with every path on. */
  allOn: z.object(evaluation),
  curve,
});
export type OneShotResult = z.infer<typeof oneShotSchema>;

/** Configuration of the runs of kind `one-shot`. */
export function oneShotConfiguration(profile: Profile, training: ModelSpec) {
  validateModel(profile, training);
  const { images, batchSize } = profile.candidates;
  return { ...base(profile), training, evaluation: { images, batchSize } };
}

/** One-shot accuracies of candidates. */
export const scoresSchema = z.object({
  candidates: z.array(z.object({ architecture: z.string(), ...evaluation })),
});
export type ScoresResult = z.infer<typeof scoresSchema>;

/**
 * Configuration of the runs of kind `scores`.
 *
 * @param count how many of the profile's random candidates
 */
export function scoresConfiguration(profile: Profile, training: ModelSpec, count: number) {
  check("Cannot score candidates", positiveInteger, count, "count");
  return { oneShot: oneShotConfiguration(profile, training), candidates: { ...profile.candidates, count } };
}

/** Configuration of the runs of kind `scores` for architectures of one's own choice, in their string form. */
export function networkScoresConfiguration(
  profile: Profile,
  training: ModelSpec,
  architectures: readonly string[],
) {
  return { oneShot: oneShotConfiguration(profile, training), architectures };
}

/** How statistics are measured for each candidate anew: on so many of the first training images. */
export interface Remeasuring {
  readonly images: number;
}

/** Configuration of the runs of kind `scores` with statistics measured for each candidate. */
export function remeasuredScoresConfiguration(
  profile: Profile,
  training: ModelSpec,
  architectures: readonly string[],
  statistics: Remeasuring,
) {
  return { ...networkScoresConfiguration(profile, training, architectures), statistics };
}
