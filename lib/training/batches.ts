/**
 * Images cut into whole batches, without augmentation.
 * @module
 */
import { fillBatch, type Part, type Prepared } from "../datasets/mod.ts";
import type { BatchTensors, Workspace } from "../engine/mod.ts";

/** Images in batches. */
export interface BatchedImages<P extends Part = Part> {
  /** Cut into batches in the order of its indices. */
  readonly data: Prepared<P>;
  /** Images in a batch; a last batch that would not be full is left out. */
  readonly batchSize: number;
}

/** Batches, made one at a time. */
export interface Batches {
  readonly count: number;
  /** Batch `index` as tensors of `ws`, and its labels. */
  make(ws: Workspace, index: number): BatchTensors & { readonly classes: Int32Array };
}

/**
 * Cuts images into batches.
 *
 * @param purpose what they are for, e.g. `evaluate`
 * @throws {RangeError} if there are fewer images than one batch
 */
export function openBatches({ data, batchSize }: BatchedImages, purpose: string): Batches {
  const { images, indices, normalisation } = data;
  const count = Math.floor(indices.length / batchSize);
  if (count < 1) {
    throw new RangeError(`Cannot ${purpose} on ${indices.length} images: expected ${batchSize} or more`);
  }
  const shape = [batchSize, ...images.shape];
  const pixels = new Float32Array(shape.reduce((product, side) => product * side, 1));
  return {
    count,
    make(ws, index) {
      const classes = new Int32Array(batchSize);
      const chosen = indices.subarray(index * batchSize, (index + 1) * batchSize);
      fillBatch(pixels, classes, images, chosen, normalisation);
      return { classes, images: ws.floats(shape, pixels), labels: ws.integers([batchSize], classes) };
    },
  };
}
