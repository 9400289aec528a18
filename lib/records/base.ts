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
export const share = z.number().min(0).max(1);

/** How a network did on some images. */
export const evaluation = { accuracy: share, loss: z.number() };

/** A training curve. */
export const curve = z.array(z.object({ step: z.number().int(), loss: z.number(), accuracy: share }));
