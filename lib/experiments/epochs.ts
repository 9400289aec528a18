/**
 * Lengths of trainings as the field gives them.
 * @module
 */
import { datasetInfo } from "../datasets/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import type { TrainingSettings } from "../training/mod.ts";

/**
 * How many times a training with a profile's images sees each of them.
 *
 * @example CIFAR-10, 10 epochs
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { profiles } from "../profiles/mod.ts";
 * import { epochsOf } from "./epochs.ts";
 *
 * assertAlmostEquals(epochsOf(profiles.cifar, profiles.cifar.standAlone.settings), 10, 0.01);
 * ```
 */
export function epochsOf(
  { dataset, split }: Pick<Profile, "dataset" | "split">,
  { steps, ghosts: { count, size } }: Pick<TrainingSettings, "steps" | "ghosts">,
): number {
  return steps * count * size / (datasetInfo(dataset).trainingImages - split.validation);
}
