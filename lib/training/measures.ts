/**
 * What is measured of a network's answers, the same in training and in evaluation.
 * @module
 */

/** Sum in the order of the values. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/**
 * How many rows of `logits` [images, classes] are largest at the true class; the first of equal ones counts.
 */
export function countCorrect(logits: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classes = logits.length / labels.length;
  let correct = 0;
  for (let image = 0; image < labels.length; image++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logits[image * classes + k]! > logits[image * classes + best]!) best = k;
    }
    if (best === labels[image]) correct++;
  }
  return correct;
}
