/**
 * Ghost batches (paper, method section): a training batch is cut into small batches, each with its own dropped paths
 * and batch statistics; the step follows the mean of their gradients. One batch would train one random sub-network a
 * step; several train several, and the average is a far better direction.
 * @module
 */
import { prng } from "../random.ts";
import type { Paths, Space } from "../space/mod.ts";
import { type PathDropout, samplePaths } from "./path_dropout.ts";

/** How a training batch is cut. */
export interface GhostBatches {
  /** Ghost batches in a step. */
  readonly count: number;
  /** Images in a ghost batch. */
  readonly size: number;
  /** Whether each ghost batch drops its own paths, as in the paper, or the whole batch the same. */
  readonly masks: "ghost" | "batch";
}

/** The images of ghost batch `ghost` (from 0) of a batch of `count * size` images, as a view. */
export function ghostImages({ size }: GhostBatches, batch: Uint32Array, ghost: number): Uint32Array {
  return batch.subarray(ghost * size, (ghost + 1) * size);
}

/** A ghost batch of a training: number `ghost` of step `step`, both from 0. */
export interface GhostPosition {
  readonly seed: number;
  readonly step: number;
  readonly steps: number;
  readonly ghost: number;
}

/** The paths that a ghost batch keeps: a pure function of its position. */
export function ghostPaths(
  space: Space,
  dropout: PathDropout,
  batches: GhostBatches,
  { seed, step, steps, ghost }: GhostPosition,
): Paths {
  const rng = prng(seed, "paths", step, batches.masks === "ghost" ? ghost : 0);
  return samplePaths(space, dropout, steps > 1 ? step / (steps - 1) : 1, rng);
}
