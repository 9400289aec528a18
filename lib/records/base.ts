/**
 * What the configurations of all runs have in common, and the forms that their results share.
 * @module
 */
import { z } from "zod";
import type { Profile } from "../profiles/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** The part of a configuration that says on what data and in which space. */
export function base({ library, dataset, split, space, shape }: Profile) {
  return { library, dataset, split, space, shape };
}

/** Images that a training sees; one that is seen twice counts twice. */
export function imagesOf({ steps, ghosts }: Pick<TrainingSettings, "steps" | "ghosts">): number {
  return steps * ghosts.count * ghosts.size;
}

/** A share, 0 to 1. */
export const share = z.number().min(0).max(1);
/** The members of an evaluation. */
export const evaluation = { accuracy: share, loss: z.number() };
export const curve = z.array(z.object({ step: z.number().int(), ...evaluation }));
