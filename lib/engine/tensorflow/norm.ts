/**
 * Batch norm and ReLU. The one-shot model normalises with the statistics of the current ghost batch, in evaluation
 * too (paper, method section): each architecture shifts what its nodes see, and running averages would mix the
 * statistics of all architectures that training sampled.
 *
 * y = max(0, (x - mean) / sqrt(variance + 0.001) * scale + offset), each channel by itself
 * @module
 */
import type { Norm } from "../../graph/mod.ts";
import { attribute, runOne } from "./kernels.ts";
import type { Node, Pass } from "./tape.ts";
import type { Tensor, Workspace } from "../workspace.ts";

/** Added to the variance of a batch before its root is taken. */
export const NORM_EPSILON = 1e-3;

const withTraining = (isTraining: boolean) => [
  attribute("epsilon", "float", NORM_EPSILON),
  attribute("is_training", "bool", isTraining),
];
const [TRAINING, FIXED] = [withTraining(true), withTraining(false)];
const NONE = new Float32Array(0);

/** The layer; `x` and the output are [batch, height, width, channels]. */
export function normLayer({ tape, parameters, fixed, observed }: Pass, norm: Norm, x: Node): Node {
  const ws = tape.workspace;
  const scale = parameters.tensor(norm.scale);
  const inputs = [x.value, scale, parameters.tensor(norm.offset), ...fixedStatistics(ws, norm, fixed)];
  // Mean and variance come twice: with Bessel's correction of the variance, and saved without it for the gradient.
  const [normed, mean, _corrected, ...saved] = ws.run(
    "FusedBatchNormV3",
    fixed === undefined ? TRAINING : FIXED,
    inputs,
    6,
  );
  observed?.set(norm, [mean!, saved[1]!]);
  const y = runOne(ws, "Relu", [], normed!);
  return tape.record(y, (dy) => {
    if (fixed !== undefined) {
      throw new TypeError("Cannot train through fixed statistics: they are for evaluation");
    }
    const rectified = runOne(ws, "ReluGrad", [], dy, y);
    const back = [rectified, x.value, scale, ...saved];
    const [dx, dScale, dOffset] = ws.run("FusedBatchNormGradV3", TRAINING, back, 5);
    tape.parameterGradients.set(norm.scale, dScale!);
    tape.parameterGradients.set(norm.offset, dOffset!);
    x.gradients.push(dx!);
  });
}

/** Mean and variance to normalise with, empty where they are the batch's own. */
function fixedStatistics(ws: Workspace, { slot, scale: { size } }: Norm, fixed?: Float32Array): Tensor[] {
  if (fixed === undefined) {
    const none = ws.floats([0], NONE);
    return [none, none];
  }
  return [slot, slot + size].map((from) => ws.floats([size], fixed.subarray(from, from + size)));
}
