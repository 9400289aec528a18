/**
 * What is recorded of the experiments: for each kind of run its configuration, made from a profile, and the form of
 * its result. Whoever has these finds the runs in a store without any of the code that made them.
 * @module
 */
import { z } from "zod";
import type { Profile } from "./profiles.ts";
import { mathsVersion } from "./runs/mod.ts";
import { type Architecture, formatArchitecture } from "./space/mod.ts";

const share = z.number().min(0).max(1);
const curve = z.array(z.object({ step: z.number().int(), loss: z.number(), accuracy: share }));
const evaluation = { accuracy: share, loss: z.number() };

/** A trained one-shot model. */
export const oneShotSchema = z.object({
  /** Its weights: float32, little endian, base64. */
  weights: z.string(),
  /** How it does on the validation images with every path on. */
  allOn: z.object(evaluation),
  curve,
});
export type OneShotResult = z.infer<typeof oneShotSchema>;

/** One-shot accuracies of candidates. */
export const scoresSchema = z.object({
  candidates: z.array(z.object({ architecture: z.string(), ...evaluation })),
});
export type ScoresResult = z.infer<typeof scoresSchema>;

/** One stand-alone training. */
export const standAloneSchema = z.object({ ...evaluation, curve });

/** Candidates with both accuracies. */
export const correlationSchema = z.object({
  candidates: z.array(z.object({
    architecture: z.string(),
    oneShot: share,
    /** One for each seed. */
    standAlone: z.array(share),
    parameters: z.number().int(),
    multiplyAdds: z.number().int(),
  })),
});
export type CorrelationResult = z.infer<typeof correlationSchema>;

const base = ({ dataset, split, space, shape }: Profile) => ({
  library: mathsVersion,
  dataset,
  split,
  space,
  shape,
});

/** Configuration of the runs of kind `one-shot`. */
export function oneShotConfiguration(profile: Profile) {
  return { ...base(profile), training: profile.oneShot, evaluation: evaluationOf(profile) };
}

const evaluationOf = ({ candidates: { images, batchSize } }: Profile) => ({ images, batchSize });

/** Configuration of the runs of kind `scores`. */
export function scoresConfiguration(profile: Profile) {
  return { oneShot: oneShotConfiguration(profile), candidates: profile.candidates };
}

/** Configuration of the runs of kind `stand-alone`: one architecture, one seed. */
export function standAloneConfiguration(profile: Profile, architecture: Architecture, seed: number) {
  const { settings, batchSize } = profile.standAlone;
  return {
    ...base(profile),
    architecture: formatArchitecture(profile.space, architecture),
    training: { settings, seed },
    evaluation: { images: profile.split.validation, batchSize },
  };
}

/** Configuration of the runs of kind `correlation`. */
export function correlationConfiguration(profile: Profile) {
  return { scores: scoresConfiguration(profile), standAlone: profile.standAlone };
}
