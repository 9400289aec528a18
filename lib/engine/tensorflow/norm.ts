/**
 * Batch norm and ReLU. The one-shot model normalises with the statistics of the current ghost batch, in evaluation
 * too (paper, method section): each architecture shifts what its nodes see, and running averages would mix the
 * statistics of all architectures that training sampled.
 *
 * y = max(0, (x - mean) / sqrt(variance + 0.001) * scale + offset), each channel by itself
 * @module
 */
import type { Norm } from "../../graph/mod.ts";
import { batchNorm, batchNormGradient, fixedNorm, relu, reluGradient } from "./kernels.ts";
import type { Node, Tape } from "./tape.ts";
import type { Parameters } from "./parameters.ts";
import type { Tensor } from "../workspace.ts";

/** Which statistics to normalise with. */
export interface NormMode {
  /** Fixed statistics to use in place of the batch's own. */
  readonly fixed?: Float32Array;
  /** Where to leave each norm's batch mean and variance, [channels] each, for running averages. */
  readonly observed?: Map<Norm, readonly [mean: Tensor, variance: Tensor]>;
}

/** The layer; `x` and the output are [batch, height, width, channels]. */
export function normLayer(tape: Tape, parameters: Parameters, norm: Norm, x: Node, mode: NormMode): Node {
  const ws = tape.workspace;
  const scale = parameters.tensor(norm.scale);
  const offset = parameters.tensor(norm.offset);
  if (mode.fixed !== undefined) {
    const channels = norm.scale.size;
    const mean = mode.fixed.subarray(norm.slot, norm.slot + channels);
    const variance = mode.fixed.subarray(norm.slot + channels, norm.slot + 2 * channels);
    const y = fixedNorm(
      ws,
      x.value,
      scale,
      offset,
      ws.floats([channels], mean),
      ws.floats([channels], variance),
    );
    return tape.record(relu(ws, y), () => {
      throw new TypeError("Cannot train through fixed statistics: they are for evaluation");
    });
  }
  const normed = batchNorm(ws, x.value, scale, offset);
  mode.observed?.set(norm, [normed.mean, normed.saved[1]!]);
  const y = relu(ws, normed.y);
  return tape.record(y, (dy) => {
    const rectified = reluGradient(ws, y, dy);
    const { dx, dScale, dOffset } = batchNormGradient(ws, x.value, scale, normed.saved, rectified);
    tape.parameterGradients.set(norm.scale, dScale);
    tape.parameterGradients.set(norm.offset, dOffset);
    x.gradients.push(dx);
  });
}
