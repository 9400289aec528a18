/**
 * How far candidates' predictions lie from others, without labels (paper, Fig. 6).
 * @module
 */
import type { Paths } from "../space/mod.ts";
import { logSoftmax, symmetricKl } from "../stats/mod.ts";
import type { Evaluator } from "./evaluate.ts";

/** Candidates, and what they are compared with; plain data. */
export interface Divergence {
  readonly architectures: readonly Paths[];
  /** Log-probabilities [images, classes] for the evaluator's images. */
  readonly reference: Float64Array;
  /** Over how many of the images, the first of them; several answers. */
  readonly images: readonly number[];
  readonly classes: number;
}

/**
 * Symmetric KL of each candidate's predictions to the reference in nats, one for each number of images.
 *
 * @throws {RangeError} if there are fewer predictions than images asked for
 */
export function diverge(
  evaluator: Pick<Evaluator, "predict">,
  { architectures, reference, images, classes }: Divergence,
): number[][] {
  const first = (logs: Float64Array, count: number): Float64Array => {
    if (count * classes <= logs.length) return logs.subarray(0, count * classes);
    throw new RangeError(`Cannot compare ${count} images: found predictions of ${logs.length / classes}`);
  };
  return architectures.map((paths) => {
    const predictions = logSoftmax(evaluator.predict(paths), classes);
    return images.map((count) => symmetricKl(first(predictions, count), first(reference, count), classes));
  });
}
