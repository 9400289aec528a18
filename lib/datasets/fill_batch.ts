/**
 * Images as a network reads them.
 * @module
 */
import { integer, type Prng } from "../random.ts";
import { imageLength, type Images, requireIndices } from "./images.ts";
import type { Normalisation } from "./normalisation.ts";

/** How training images are varied. */
export interface Augmentation {
  /** Whether half of the images are mirrored, left to right. */
  readonly flip: boolean;
  /** Pixels added on each side before a window of the image's size is cut out at random; 0 for none. */
  readonly crop: number;
}

/** A variation and the chance it takes its draws from. */
export interface AugmentOptions {
  readonly augmentation: Augmentation;
  readonly rng: Prng;
}

/**
 * Writes chosen images, normalised, and their labels into arrays that are used again and again.
 *
 * Where a crop reaches beyond an image there is 0, the mean of the training pixels: the same that the network's
 * own padding puts around every image, so that a shifted image looks no different from one that ends there.
 *
 * @param target [batch, height, width, channels]; (pixel / 255 - mean) / deviation
 * @param labels [batch]
 * @param indices which of the images, [batch]
 * @param augment how to vary them; as they are if left out
 * @throws {RangeError} if an array has another length than the batch needs, or an index is no image's
 */
export function fillBatch(
  target: Float32Array,
  labels: Int32Array,
  images: Images,
  indices: Uint32Array | readonly number[],
  normalisation: Normalisation,
  augment?: AugmentOptions,
): void {
  const length = imageLength(images.shape);
  requireCount("room for", target.length, "values", indices.length * length);
  requireCount("room for", labels.length, "labels", indices.length);
  requireCount("a normalisation of", normalisation.mean.length, "channels", images.shape[2]);
  requireCount("a normalisation of", normalisation.deviation.length, "channels", images.shape[2]);
  requireIndices(images, indices);
  if (augment !== undefined) requireCrop(augment.augmentation, images.shape);
  const table = valueTable(normalisation);
  for (let item = 0; item < indices.length; item++) {
    const index = indices[item]!;
    const window = augment === undefined ? whole : drawWindow(augment);
    copyWindow(target, item * length, images, index * length, table, window);
    labels[item] = images.labels[index]!;
  }
}

/** Which part of the padded image is wanted. */
interface Window {
  readonly flipped: boolean;
  /** Row of the image that comes first; negative in the padding. */
  readonly top: number;
  /** Column of the image that comes first before flipping; negative in the padding. */
  readonly left: number;
}

const whole: Window = { flipped: false, top: 0, left: 0 };

function drawWindow({ augmentation: { flip, crop }, rng }: AugmentOptions): Window {
  const flipped = flip && integer(rng, 2) === 1;
  if (crop === 0) return { flipped, top: 0, left: 0 };
  const top = integer(rng, 2 * crop + 1) - crop;
  const left = integer(rng, 2 * crop + 1) - crop;
  return { flipped, top, left };
}

/** [channels, 256]; what each pixel value becomes. */
function valueTable({ mean, deviation }: Normalisation): Float32Array {
  const table = new Float32Array(256 * mean.length);
  for (let at = 0; at < table.length; at++) {
    const channel = at >> 8;
    table[at] = ((at & 255) / 255 - mean[channel]!) / deviation[channel]!;
  }
  return table;
}

function copyWindow(
  target: Float32Array,
  to: number,
  { pixels, shape }: Images,
  from: number,
  table: Float32Array,
  { flipped, top, left }: Window,
): void {
  const [height, width, channels] = shape;
  if (top !== 0 || left !== 0) target.fill(0, to, to + imageLength(shape));
  const firstRow = Math.max(0, top);
  const lastRow = Math.min(height, height + top);
  const firstColumn = Math.max(0, left);
  const columns = Math.min(width, width + left) - firstColumn;
  const across = flipped ? width - 1 - (firstColumn - left) : firstColumn - left;
  const step = flipped ? -channels : channels;
  for (let row = firstRow; row < lastRow; row++) {
    for (let channel = 0; channel < channels; channel++) {
      const entry = 256 * channel;
      let at = to + ((row - top) * width + across) * channels + channel;
      let source = from + (row * width + firstColumn) * channels + channel;
      for (let column = 0; column < columns; column++) {
        target[at] = table[entry + pixels[source]!]!;
        at += step;
        source += channels;
      }
    }
  }
}

function requireCount(of: string, found: number, unit: string, wanted: number): void {
  if (found === wanted) return;
  throw new RangeError(`Cannot fill a batch: found ${of} ${found} ${unit}, wanted ${wanted}`);
}

/** A window must have some of the image in it. */
function requireCrop({ crop }: Augmentation, [height, width]: Images["shape"]): void {
  const most = Math.min(height, width) - 1;
  if (Number.isInteger(crop) && crop >= 0 && crop <= most) return;
  throw new RangeError(`Cannot crop by ${crop} pixels: wanted an integer from 0 to ${most}`);
}
