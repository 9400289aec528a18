/**
 * How far the predictions of two networks lie apart, without labels (paper, Fig. 6).
 *
 * Everything is in logarithms, computed from logits: a probability that is too small for a double still has its
 * logarithm, so that confident predictions, one-hot to all appearance, have a finite divergence.
 * @module
 */
import { requireNumbers } from "./numbers.ts";

/** Rounding of single precision stays far below it; probabilities or logits in place of logarithms do not. */
const SUM_TOLERANCE = 1e-3;

/**
 * The logarithms of the softmax of each row: x - log(sum of exp(x)), with the row's greatest taken out first, so
 * that nothing overflows.
 *
 * @param logits [images, classes], row by row
 * @returns log-probabilities [images, classes], all finite, 0 at most
 * @throws {RangeError} if the classes are no positive integer, the logits no whole number of rows, or one is not
 * finite
 */
export function logSoftmax(logits: ArrayLike<number>, classes: number): Float64Array {
  const purpose = "take the softmax of logits";
  const rows = requireRows(purpose, logits, classes);
  const logs = Float64Array.from(logits);
  for (let row = 0; row < rows; row++) {
    const values = logs.subarray(row * classes, (row + 1) * classes);
    requireNumbers(`${purpose} of image ${row}`, [...values], 1);
    const greatest = values.reduce((most, value) => Math.max(most, value), -Infinity);
    const logSum = Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
    // Two steps: the greatest may be so large that adding to it would lose the logarithm.
    values.forEach((value, index) => values[index] = value - greatest - logSum);
  }
  return logs;
}

/**
 * The symmetric Kullback-Leibler divergence KL(p, q) + KL(q, p), mean over the images, in nats: 0 for equal
 * predictions, above it for others, the same to the bit for p and q exchanged.
 *
 * It is the sum over classes of (p - q) (log p - log q), of which no term is negative, so rounding cannot make the
 * sum so.
 *
 * @param logP log-probabilities [images, classes], row by row, as {@linkcode logSoftmax} gives them
 * @param logQ of the same images
 * @throws {RangeError} if the two differ in length, the classes are no positive integer, there is no whole number of
 * rows from 1, a logarithm is not finite, or the probabilities of an image do not sum to 1
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
  if (logP.length !== logQ.length) {
    throw new RangeError(
      `Cannot ${purpose}: found ${logP.length} and ${logQ.length} log-probabilities, expected as many in both`,
    );
  }
  if (images < 1) throw new RangeError(`Cannot ${purpose}: found no images, expected at least 1`);
  let total = 0;
  for (let image = 0; image < images; image++) {
    let [sumP, sumQ] = [0, 0];
    for (let at = image * classes; at < (image + 1) * classes; at++) {
      const [p, q] = [Math.exp(logP[at]!), Math.exp(logQ[at]!)];
      [sumP, sumQ] = [sumP + p, sumQ + q];
      total += (p - q) * (logP[at]! - logQ[at]!);
    }
    requireDistribution(logP, sumP, image, classes);
    requireDistribution(logQ, sumQ, image, classes);
  }
  return total / images;
}

/** The number of rows. */
function requireRows(purpose: string, values: ArrayLike<number>, classes: number): number {
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new RangeError(`Cannot ${purpose}: found ${classes} classes, expected a positive integer`);
  }
  if (values.length % classes !== 0) {
    throw new RangeError(
      `Cannot ${purpose}: found ${values.length} values, expected a multiple of ${classes} classes`,
    );
  }
  return values.length / classes;
}

function requireDistribution(logs: ArrayLike<number>, sum: number, image: number, classes: number): void {
  const row = Array.from({ length: classes }, (_, k) => logs[image * classes + k]!);
  requireNumbers(`compare predictions of image ${image}`, row, classes);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new RangeError(
      `Cannot compare predictions of image ${image}: found probabilities that sum to ${sum}, ` +
        "expected 1: log-probabilities are wanted, for instance logSoftmax of logits",
    );
  }
}
