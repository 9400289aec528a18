/**
 * What is accepted of the options that experiments are given.
 * @module
 */
import { z } from "zod";
import {
  anyFunction,
  anything,
  from0,
  list,
  members,
  optional,
  positiveInteger,
  safeInteger,
} from "../options.ts";
import { kindSchema, methodSchema, modelSchema } from "../records/mod.ts";
import type { Store } from "../runs/mod.ts";
import { operationsSchema } from "../space/mod.ts";
import { augmentationSchema } from "../training/settings.ts";
import type { LaboratoryOptions } from "./laboratory.ts";
import type { Work } from "./outstanding.ts";
import type { OwnProfileOptions } from "./own_profile.ts";
import type { ScoreOptions } from "./scores.ts";
import type { Trial } from "./train_alone.ts";

const isStore = (value: unknown) => typeof (value as Store | null)?.once === "function";

export const laboratorySchema = members<LaboratoryOptions>({
  store: optional(z.custom<Store>(isStore, "what openStore() returns")),
  workers: optional(positiveInteger),
  checkpointSeconds: optional(from0),
});

export const ownProfileSchema = members<OwnProfileOptions>({
  operations: optional(operationsSchema),
  filters: optional(positiveInteger),
  augmentation: optional(augmentationSchema),
  stemStride: optional(z.literal([1, 2], "1 or 2")),
  validation: optional(positiveInteger),
});

export const scoreSchema = members<ScoreOptions>({
  count: optional(positiveInteger),
  onProgress: optional(anyFunction),
});

const trials = list(members<Trial>({ architecture: anything, seed: safeInteger }), "a list of trials");
type Scores = NonNullable<Work["scores"]>[number];

export const workSchema = members<Work>({
  models: optional(list(modelSchema, "a list of models")),
  scores: optional(
    list(members<Scores>({ model: modelSchema, count: positiveInteger }), "a list of models and counts"),
  ),
  alone: optional(members<NonNullable<Work["alone"]>>({ kind: kindSchema, trials })),
  searches: optional(
    list(z.tuple([methodSchema, safeInteger], "[method, seed]"), "a list of methods and seeds"),
  ),
});
