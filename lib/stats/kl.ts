/**
 * How far the predictions of two networks lie apart, without labels (paper, Fig. 6).
 *
 * Everything is in logarithms, computed from logits: a probability too small for a double still has a logarithm, so
 * that predictions that look one-hot have a finite divergence.
 * @module
 */
import { max } from "d3-array";
import { cannot } from "../options.ts";
import { requireNumbers, requireSameLength } from "./numbers.ts";

/** Rounding of single precision stays far below it; probabilities or logits in place of logarithms do not. */
const SUM_TOLERANCE = 1e-3;

/**
 * The log-softmax of each row: x - log(sum of exp(x)), with the row's maximum subtracted first, so that nothing
 * overflows.
 *
 * @param logits [images, classes], row by row
 * @returns log-probabilities [images, classes], all finite, 0 at most
 * @throws {RangeError} if `classes` is no positive integer, there is no whole number of rows, or a logit is not finite
 */
export function logSoftmax(logits: ArrayLike<number>, classes: number): Float64Array {
  const purpose = "take the softmax of logits";
  const rows = requireRows(purpose, logits, classes);
  const logs = Float64Array.from(logits);
  for (let row = 0; row < rows; row++) {
    const values = logs.subarray(row * classes, (row + 1) * classes);
    requireNumbers(`${purpose} of image ${row}`, [...values], 1);
    const greatest = max(values)!;
    const logSum = Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
    // Two steps: the greatest may be so large that adding to it would lose the logarithm.
    values.forEach((value, index) => values[index] = value - greatest - logSum);
  }
  return logs;
}

/**
 * The symmetric Kullback-Leibler divergence KL(p, q) + KL(q, p), mean over the images, in nats: 0 for equal
 * predictions, above it for others, the same to the bit for p and q exchanged. It is the sum over classes of
 * (p - q) (log p - log q), no term of which is negative, so rounding cannot make the sum negative.
 *
 * @param logP log-probabilities [images, classes], row by row, as {@linkcode logSoftmax} gives them
 * @param logQ of the same images
 * @throws {RangeError} as {@linkcode logSoftmax}, or if the two differ in length, there are no images, or the
 * probabilities of an image do not sum to 1
 *
 * @example Two classes: p = (1/2, 1/2), q = (1/4, 3/4)
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { symmetricKl } from "./kl.ts";
 *
 * const p = [1 / 2, 1 / 2].map(Math.log);
 * const q = [1 / 4, 3 / 4].map(Math.log);
 * assertAlmostEquals(symmetricKl(p, q, 2), (1 / 4) * Math.log(2) + (1 / 4) * Math.log(3 / 2));
 * assertEquals(symmetricKl(p, p, 2), 0);
 * ```
 */
export function symmetricKl(logP: ArrayLike<number>, logQ: ArrayLike<number>, classes: number): number {
  const purpose = "compare predictions";
  const images = requireRows(purpose, logP, classes);
  requireSameLength(purpose, "log-probabilities", logP, logQ);
  if (images < 1) throw cannot(purpose, "no images", "at least 1");
  let total = 0;
  for (let image = 0; image < images; image++) {
    let [sumP, sumQ] = [0, 0];
    for (let at = image * classes; at < (image + 1) * classes; at++) {
      const [p, q] = [Math.exp(logP[at]!), Math.exp(logQ[at]!)];
      [sumP, sumQ] = [sumP + p, sumQ + q];
      total += (p - q) * (logP[at]! - logQ[at]!);
    }
    requireDistribution(logP, image, classes, sumP);
    requireDistribution(logQ, image, classes, sumQ);
  }
  return total / images;
}

/** The number of rows. */
function requireRows(purpose: string, values: ArrayLike<number>, classes: number): number {
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw cannot(purpose, `${classes} classes`, "a positive integer");
  }
  if (values.length % classes !== 0) {
    throw cannot(purpose, `${values.length} values`, `a multiple of ${classes} classes`);
  }
  return values.length / classes;
}

function requireDistribution(logs: ArrayLike<number>, image: number, classes: number, sum: number): void {
  const purpose = `compare predictions of image ${image}`;
  requireNumbers(purpose, Array.from({ length: classes }, (_, k) => logs[image * classes + k]!), classes);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  const expected = "1: log-probabilities are wanted, for instance logSoftmax of logits";
  throw cannot(purpose, `probabilities that sum to ${sum}`, expected);
}
