/**
 * The training curve: outcomes of single steps, averaged over stretches so that it can be stored and drawn.
 * @module
 */

/** A stretch of a training curve. */
export interface CurvePoint {
  /** Steps done at the end of the stretch. */
  readonly step: number;
  /** Mean cross-entropy on the training images, over the paths that were kept. */
  readonly loss: number;
  /** Share of training images classified correctly, likewise. */
  readonly accuracy: number;
}

/** An unfinished curve, as plain data for a checkpoint. */
export interface CurveState {
  readonly points: readonly CurvePoint[];
  /** Sums over the stretch that is under way, and its steps so far. */
  readonly loss: number;
  readonly accuracy: number;
  readonly count: number;
}

/** Collects a curve. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  /** Adds a step's outcome; returns the point that it completes, if any. */
  add(step: number, outcome: Omit<CurvePoint, "step">): CurvePoint | undefined;
  state(): CurveState;
}

/** Most points that a curve keeps. */
const CURVE_POINTS = 200;

/** An empty curve for a training of `steps` steps, or one that goes on from a state. */
export function openCurve(
  steps: number,
  state: CurveState = { points: [], loss: 0, accuracy: 0, count: 0 },
): Curve {
  const stretch = Math.max(1, Math.ceil(steps / CURVE_POINTS));
  let { points, loss, accuracy, count } = state;
  return {
    get points() {
      return points;
    },
    add(step, outcome) {
      loss += outcome.loss;
      accuracy += outcome.accuracy;
      count++;
      if (count < stretch && step + 1 < steps) return undefined;
      const point = { step: step + 1, loss: loss / count, accuracy: accuracy / count };
      points = [...points, point];
      loss = accuracy = count = 0;
      return point;
    },
    state: () => ({ points, loss, accuracy, count }),
  };
}
