/**
 * Stochastic gradient descent with Nesterov momentum, over flat buffers, and its learning rate.
 * @module
 */
import { type Segment, segmentValues } from "../graph/mod.ts";
import type { DescentBuffers, DescentSettings } from "../engine/mod.ts";
import { addDecay } from "../tricks/mod.ts";
import type { TrainingSettings } from "./settings.ts";

/**
 * The learning rate of a step: a linear rise over the warm-up, then half a cosine from the largest rate to 0.
 *
 * @param step from 0 to `steps - 1`
 */
export function learningRate(
  { learningRate: largest, steps, warmUp }: Pick<TrainingSettings, "learningRate" | "steps" | "warmUp">,
  step: number,
): number {
  const rising = Math.round(steps * warmUp);
  if (step < rising) return largest * (step + 1) / (rising + 1);
  return largest * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising))) / 2;
}

/**
 * A step in JavaScript, for where our own kernel is missing; the engine's `descend` computes the same, to the bit.
 *
 * @param rate learning rate
 * @returns the length of the gradient, with decay, before it was clipped
 */
export function descendPlainly(
  segments: readonly Segment[],
  { weights, velocity, gradients, uses }: DescentBuffers,
  { decay, clipNorm, momentum }: DescentSettings,
  rate: number,
): number {
  const gradient = new Float32Array(weights.length);
  const counts = new Uint32Array(segments.length);
  const ghosts = uses.length / segments.length;
  const share = 1 / ghosts;
  for (let ghost = 0; ghost < ghosts; ghost++) {
    const slot = gradients.subarray(ghost * weights.length, (ghost + 1) * weights.length);
    segments.forEach((segment, index) => {
      if (uses[ghost * segments.length + index] === 0) return;
      counts[index]!++;
      const target = segmentValues(gradient, segment);
      const source = segmentValues(slot, segment);
      for (let i = 0; i < target.length; i++) target[i]! += source[i]! * share;
    });
  }
  addDecay(gradient, weights, segments, decay, counts, ghosts);
  const norm = clipToNorm(gradient, clipNorm);
  nesterovStep(weights, velocity, gradient, rate, momentum);
  return norm;
}

/** Shortens a gradient to a Euclidean norm of at most `limit`; returns the norm it had. */
export function clipToNorm(gradient: Float32Array, limit: number): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i]! * gradient[i]!;
  const norm = Math.sqrt(squares);
  if (norm > limit) {
    const factor = limit / norm;
    for (let i = 0; i < gradient.length; i++) gradient[i]! *= factor;
  }
  return norm;
}

/** v <- momentum * v + g; w <- w - rate * (g + momentum * v). A weight without gradient moves on by its momentum. */
export function nesterovStep(
  weights: Float32Array,
  velocity: Float32Array,
  gradient: Float32Array,
  rate: number,
  momentum: number,
): void {
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]!;
    const v = momentum * velocity[i]! + g;
    velocity[i] = v;
    weights[i]! -= rate * (g + momentum * v);
  }
}
