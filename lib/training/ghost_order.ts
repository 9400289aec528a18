/**
 * In which order a step's ghost batches are computed. Results do not depend on it.
 * @module
 */
import { countCost } from "../graph/mod.ts";
import { pathsOf, type TrainingTask } from "./ghost_step.ts";

/** The ghost batches of a step, those that take longest first: by multiply-adds. */
export function ghostOrder(task: TrainingTask, step: number): number[] {
  const { network: { space, shape }, settings: { ghosts } } = task;
  const work = Array.from(
    { length: ghosts.count },
    (_, ghost) => countCost(space, shape, pathsOf(task, step, ghost)).multiplyAdds,
  );
  return [...work.keys()].sort((a, b) => work[b]! - work[a]!);
}
