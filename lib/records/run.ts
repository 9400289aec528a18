/**
 * A run as one value: how it is named, what its result looks like, and what computing it takes; and what the
 * configurations and results of all runs have in common.
 * @module
 */
import { z } from "zod";
import type { Profile } from "../profiles/mod.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** What computing a run takes, in images; one that is seen twice counts twice. */
export interface Work {
  /** Images that one-shot models are trained on. */
  readonly oneShot?: number;
  /** Images that candidates are evaluated on with one-shot weights. */
  readonly evaluated?: number;
  /** Images that networks are trained on from scratch. */
  readonly alone?: number;
}

/** A run as it is asked for, loaded, computed and forecast. */
export interface RunSpec<R = unknown> {
  /** What is computed, e.g. `scores`: small letters and `-`. */
  readonly kind: string;
  /** All that the result depends on, as JSON. Its hash names the run. */
  readonly configuration: unknown;
  /** The form of the result. */
  readonly schema: z.ZodType<R>;
  /** Seed of its draws. */
  readonly seed: number;
  /** Without that of the runs that it needs. */
  readonly work: Work;
  /** Runs whose results it is computed from. */
  readonly needs?: readonly RunSpec[];
}

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
