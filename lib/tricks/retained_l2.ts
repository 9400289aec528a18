/**
 * L2 regularisation of retained paths only (paper, method section): weights that no path of a ghost batch used are not
 * pulled towards zero by it. Under path dropout, decay on everything would wear down rarely used paths.
 * @module
 */
import { type Segment, segmentValues } from "../graph/mod.ts";

/** Settings of L2 regularisation. */
export interface Decay {
  /** Factor of half the squared weights in the loss; 0 or more. */
  readonly strength: number;
  /** Whether only the weights that a ghost batch used are regularised by it, as in the paper, or all always. */
  readonly on: "retained" | "all";
}

/**
 * Adds the regulariser's gradient to `gradient`. The loss of a step is the mean of its ghost batches' losses, so a
 * weight used by 3 of 8 ghost batches decays at 3/8 of the strength.
 *
 * @param uses in how many of the `ghosts` ghost batches each segment was used, in the order of `segments`
 */
export function addDecay(
  gradient: Float32Array,
  weights: Float32Array,
  segments: readonly Segment[],
  { strength, on }: Decay,
  uses: ArrayLike<number>,
  ghosts: number,
): void {
  if (strength === 0) return;
  for (const [index, segment] of segments.entries()) {
    if (!segment.decays) continue;
    const factor = on === "all" ? strength : strength * uses[index]! / ghosts;
    if (factor === 0) continue;
    const target = segmentValues(gradient, segment);
    const source = segmentValues(weights, segment);
    for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
  }
}
