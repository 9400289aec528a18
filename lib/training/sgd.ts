/**
 * Stochastic gradient descent with Nesterov momentum, over flat buffers.
 * @module
 */

/**
 * Shortens a gradient to a Euclidean norm of at most `limit`.
 *
 * @returns the norm it had
 */
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

/**
 * One step: v <- momentum * v + g; w <- w - rate * (g + momentum * v). A weight without gradient moves on by its
 * momentum.
 */
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
