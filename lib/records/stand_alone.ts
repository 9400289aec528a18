/**
 * Runs of networks trained from scratch: `stand-alone` (short, measured on validation images) and `retrained` (longer,
 * measured on the test images).
 * @module
 */
import { z } from "zod";
import { check, oneOf, safeInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import { base, curve, evaluation } from "./base.ts";

/** One training from scratch. */
export const standAloneSchema = z.object({ ...evaluation, curve });
export type StandAloneResult = z.infer<typeof standAloneSchema>;

/** Configuration of the runs of kind `network`: as `retrained`, but what is kept are the weights. */
export function networkConfiguration(profile: Profile, architecture: Paths, seed: number) {
  check("Cannot train a network", safeInteger, seed, "seed");
  return { ...base(profile), architecture, training: { settings: profile.retraining.settings, seed } };
}

/** The two kinds of training from scratch. */
export type AloneKind = "stand-alone" | "retrained";
export const kindSchema = oneOf("stand-alone", "retrained");

/** Configuration of a training from scratch: one network, one seed. */
export function aloneConfiguration(profile: Profile, kind: AloneKind, architecture: Paths, seed: number) {
  check("Cannot train from scratch", kindSchema, kind, "kind");
  check("Cannot train from scratch", safeInteger, seed, "seed");
  const { settings, batchSize } = kind === "stand-alone" ? profile.standAlone : profile.retraining;
  const measured = kind === "stand-alone"
    ? { part: "validation", from: profile.candidates.images }
    : { part: "test" };
  return {
    ...base(profile),
    architecture,
    training: { settings, seed },
    evaluation: { ...measured, batchSize },
  };
}
