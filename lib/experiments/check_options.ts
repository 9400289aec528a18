/**
 * What is accepted of the options that experiments are given.
 * @module
 */
import { z } from "zod";
import { anyFunction, from0, members, optional, positiveInteger } from "../options.ts";
import type { Store } from "../runs/mod.ts";
import { operationsSchema } from "../space/mod.ts";
import { augmentationSchema } from "../training/settings.ts";
import type { LaboratoryOptions } from "./laboratory.ts";
import type { OwnProfileOptions } from "./own_profile.ts";

const isStore = (value: unknown) => typeof (value as Store | null)?.once === "function";

export const laboratorySchema = members<LaboratoryOptions>({
  store: optional(z.custom<Store>(isStore, "what openStore() returns")),
  workers: optional(positiveInteger),
  checkpointSeconds: optional(from0),
  watch: optional(anyFunction),
});

export const ownProfileSchema = members<OwnProfileOptions>({
  operations: optional(operationsSchema),
  filters: optional(positiveInteger),
  augmentation: optional(augmentationSchema),
  stemStride: optional(z.literal([1, 2], "1 or 2")),
  validation: optional(positiveInteger),
});
