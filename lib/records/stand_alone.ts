/**
 * Runs of networks trained from scratch: `stand-alone` (short, measured on validation images) and `retrained` (longer,
 * measured on the test images).
 * @module
 */
import { z } from "zod";
import { check, oneOf, safeInteger } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { base, curve, type CurveRecord, evaluation, type EvaluationRecord } from "./base.ts";
import { type WeightsResult, weightsSchema } from "./one_shot.ts";
import type { RunSpec } from "./run.ts";

/** One training from scratch. */
export interface StandAloneResult extends EvaluationRecord {
  readonly curve: CurveRecord;
}

/** What is accepted as a training from scratch. */
export const standAloneSchema: z.ZodType<StandAloneResult> = z.object({ ...evaluation, curve });

/** The weights of a network trained as long as the final trainings. */
export function networkRun(
  profile: Profile,
  architecture: Paths,
  seed: number,
): RunSpec<WeightsResult> {
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

const imagesOf = ({ steps, ghosts }: TrainingSettings): number => steps * ghosts.count * ghosts.size;

/** The two kinds of training from scratch. */
export type AloneKind = "stand-alone" | "retrained";
export const kindSchema: z.ZodType<AloneKind> = oneOf("stand-alone", "retrained");

/** A training from scratch: one network, one seed. */
export function aloneRun(
  profile: Profile,
  kind: AloneKind,
  architecture: Paths,
  seed: number,
): RunSpec<StandAloneResult> {
  check("Cannot train from scratch", kindSchema, kind, "kind");
  check("Cannot train from scratch", safeInteger, seed, "seed");
  const { settings, batchSize } = kind === "stand-alone" ? profile.standAlone : profile.retraining;
  const measured = kind === "stand-alone"
    ? { part: "validation", from: profile.candidates.images }
    : { part: "test" };
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
