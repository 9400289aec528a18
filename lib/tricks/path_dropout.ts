/**
 * Path dropout (paper, method section): during one-shot training each path into a node is dropped at random, so that
 * the paths that stay learn not to rely on the others.
 * @module
 */
import { type Prng, uniform } from "../random.ts";
import { blockInputs, type Paths, type Space } from "../space/mod.ts";

/** Settings of path dropout. */
export interface PathDropout {
  /** r: the probability that a node loses all its incoming paths once the rate has risen; 0 <= r < 1. */
  readonly rate: number;
  /** Whether the rate of each path rises linearly from 0 over the training, as in the paper, or is constant. */
  readonly ramp: "linear" | "none";
}

/**
 * The probability with which each of a node's `k` incoming paths is dropped: r^(1/k), so that all are dropped
 * with probability r whatever k is, times the share of the training that is done.
 *
 * @param progress share of the training done, 0 to 1
 * @throws {RangeError} if the rate is not in [0, 1)
 */
export function dropProbability({ rate, ramp }: PathDropout, k: number, progress: number): number {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop paths at rate ${rate}: expected 0 <= rate < 1`);
  }
  const full = rate ** (1 / k);
  return ramp === "linear" ? full * progress : full;
}

/**
 * The paths that one ghost batch keeps. Blocks keep inputs and operations independently; a block can lose all of
 * either. The same paths are kept in every cell.
 *
 * @param progress share of the training done, 0 to 1
 */
export function samplePaths(space: Space, dropout: PathDropout, progress: number, rng: Prng): Paths {
  const keep = (k: number): number[] => {
    const probability = dropProbability(dropout, k, progress);
    return Array.from({ length: k }, (_, path) => path).filter(() => uniform(rng) >= probability);
  };
  return Array.from({ length: space.blocks }, (_, block) => ({
    inputs: keep(blockInputs(block)),
    operations: keep(space.operations.length),
  }));
}
