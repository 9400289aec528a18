/**
 * What training and evaluation measure of a network's answers.
 * @module
 */

/** Sum in the order of the values. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** How many rows of `logits` [images, classes] are largest at the true class; the first of equal ones counts. */
export function countCorrect(logits: ArrayLike<number>, labels: ArrayLike<number>): number {
  return sum(countByClass(logits, labels).map(({ correct }) => correct));
}

/** Images of a class, and how many of them were classified correctly. */
export interface ClassCount {
  readonly images: number;
  readonly correct: number;
}

/** As {@linkcode countCorrect}, for each class. */
export function countByClass(logits: ArrayLike<number>, labels: ArrayLike<number>): ClassCount[] {
  const classes = labels.length === 0 ? 0 : logits.length / labels.length;
  const images = new Uint32Array(classes);
  const correct = new Uint32Array(classes);
  for (let image = 0; image < labels.length; image++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logits[image * classes + k]! > logits[image * classes + best]!) best = k;
    }
    const label = labels[image]!;
    images[label]!++;
    if (best === label) correct[label]!++;
  }
  return Array.from(images, (count, label) => ({ images: count, correct: correct[label]! }));
}
