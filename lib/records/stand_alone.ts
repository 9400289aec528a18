/**
 * Runs of networks trained from scratch: `network` (its weights), `stand-alone` (short, measured on validation images)
 * and `retrained` (longer, measured on the test images).
 * @module
 */
import { z } from "zod";
import { check, oneOf, safeInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { CurvePoint } from "../training/curve.ts";
import type { Evaluation } from "../training/evaluate.ts";
import { type WeightsResult, weightsSchema } from "./one_shot.ts";
import { base, curve, evaluation, imagesOf, type RunSpec } from "./run.ts";

/** One training from scratch. */
export interface StandAloneResult extends Evaluation {
  readonly curve: readonly CurvePoint[];
}

const standAloneSchema = z.object({ ...evaluation, curve });

/** The weights of a network trained as long as the final trainings. */
export function networkRun(profile: Profile, architecture: Paths, seed: number): RunSpec<WeightsResult> {
  check("Cannot train a network", safeInteger, seed, "seed");
  const { settings } = profile.retraining;
  return {
    kind: "network",
    configuration: { ...base(profile), architecture, training: { settings, seed } },
    schema: weightsSchema,
    seed,
    work: { alone: imagesOf(settings) },
  };
}

/** The two kinds of training from scratch. */
export type AloneKind = "stand-alone" | "retrained";

/** A training from scratch: one network, one seed. */
export function aloneRun(
  profile: Profile,
  kind: AloneKind,
  architecture: Paths,
  seed: number,
): RunSpec<StandAloneResult> {
  check("Cannot train from scratch", oneOf<AloneKind>("stand-alone", "retrained"), kind, "kind");
  check("Cannot train from scratch", safeInteger, seed, "seed");
  const [{ settings, batchSize }, measured] = kind === "stand-alone"
    ? [profile.standAlone, { part: "validation", from: profile.candidates.images }]
    : [profile.retraining, { part: "test" }];
  return {
    kind,
    configuration: {
      ...base(profile),
      architecture,
      training: { settings, seed },
      evaluation: { ...measured, batchSize },
    },
    schema: standAloneSchema,
    seed,
    work: { alone: imagesOf(settings) },
  };
}
