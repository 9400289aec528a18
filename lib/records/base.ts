/**
 * What the configurations of all runs have in common, and the forms that their results share.
 * @module
 */
import { z } from "zod";
import type { Profile } from "../profiles/mod.ts";

/** The part of a configuration that says on what data and in which space. */
export function base({ library, dataset, split, space, shape }: Profile) {
  return { library, dataset, split, space, shape };
}

/** A share, 0 to 1. */
export const share: z.ZodType<number> = z.number().min(0).max(1);

/** How a network did on some images. */
export interface EvaluationRecord {
  /** Share of the images classified rightly. */
  readonly accuracy: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
}

/** What is accepted as an evaluation. */
export const evaluation: { readonly accuracy: z.ZodType<number>; readonly loss: z.ZodType<number> } = {
  accuracy: share,
  loss: z.number(),
};

/** A training curve. */
export type CurveRecord = readonly (EvaluationRecord & { readonly step: number })[];

/** What is accepted as a training curve. */
export const curve: z.ZodType<CurveRecord> = z.array(
  z.object({ step: z.number().int(), loss: z.number(), accuracy: share }),
);
