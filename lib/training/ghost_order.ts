/**
 * In which order a step's ghost batches are computed. Results do not depend on it.
 * @module
 */
import { cellWeights } from "../space/mod.ts";
import { pathsOf, type TrainingTask } from "./ghost_step.ts";

/** The ghost batches of a step, those that take longest first: by the weights that their paths use at each pixel. */
export function ghostOrder(task: TrainingTask, step: number): number[] {
  const { space, shape: { filters }, settings: { ghosts } } = task;
  const weights = Array.from(
    { length: ghosts.count },
    (_, ghost) => cellWeights(space, filters, pathsOf(task, step, ghost)),
  );
  return [...weights.keys()].sort((a, b) => weights[b]! - weights[a]!);
}
