/**
 * Which images a training step sees.
 * @module
 */
import { permutation, prng } from "../random.ts";

/** Which batch is wanted. */
export interface BatchOptions {
  /** Seed of the epochs' orders; any safe integer. */
  readonly seed: number;
  /** Images in a batch; may be more than there are, then images come again within the batch. */
  readonly batchSize: number;
  /** Step of the training, from 0. */
  readonly step: number;
}

/**
 * The batch of a step, as a pure function of the step, so that a training that was killed goes on with the very
 * images it would have seen. Epochs follow each other without end, each in another order; step s takes positions
 * [s B, (s + 1) B) of that sequence, so that a batch may begin in one epoch and end in the next.
 *
 * @returns `batchSize` of the training indices
 * @throws {RangeError} if there are no indices, or batch size or step are out of range
 */
export function batchIndices(training: Uint32Array, options: BatchOptions): Uint32Array {
  const { seed, batchSize, step } = options;
  const { length } = training;
  if (length === 0) throw new RangeError("Cannot make a batch: found no training images");
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Cannot make a batch of ${batchSize}: wanted a positive integer`);
  }
  const start = step * batchSize;
  if (!Number.isInteger(step) || step < 0 || !Number.isSafeInteger(start + batchSize)) {
    throw new RangeError(`Cannot make the batch of step ${step}: wanted an integer from 0`);
  }
  const batch = new Uint32Array(batchSize);
  for (let filled = 0; filled < batchSize;) {
    const epoch = Math.floor((start + filled) / length);
    const offset = start + filled - epoch * length;
    const order = epochOrder(training, seed, epoch);
    const end = Math.min(length, offset + batchSize - filled);
    for (let position = offset; position < end; position++) batch[filled++] = training[order[position]!]!;
  }
  return batch;
}

// An order of 55,000 images takes milliseconds to make and serves hundreds of steps. Only time depends on what
// is kept here: two orders for each array, since a batch may need two epochs.
const recentOrders = new WeakMap<Uint32Array, readonly { key: string; order: Uint32Array }[]>();

/** [length]; positions in the training indices. */
function epochOrder(training: Uint32Array, seed: number, epoch: number): Uint32Array {
  const key = `${seed} ${epoch} ${training.length}`;
  const recent = recentOrders.get(training) ?? [];
  const known = recent.find((entry) => entry.key === key);
  if (known !== undefined) return known.order;
  const order = permutation(prng(seed, "order", epoch), training.length);
  recentOrders.set(training, [{ key, order }, ...recent.slice(0, 1)]);
  return order;
}
