/**
 * Means and deviations of pixels.
 * @module
 */
import { imageLength, type Images, requireIndices } from "./images.ts";
import { type Part, requirePart, type Subset } from "./subset.ts";

/** What is subtracted from the pixels of each channel, and what they are divided by, where 0 is black and 1 white. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A subset, and how its images are normalised before a network sees them. */
export interface Prepared<P extends Part = Part> extends Subset<P> {
  readonly normalisation: Normalisation;
}

/**
 * Mean and standard deviation of each channel over training images, so that nothing is learnt from those that judge.
 *
 * @throws {TypeError} if they are images of another part
 * @throws {RangeError} if there are no indices, one is no image's, or a channel is the same everywhere
 */
export function measureNormalisation(training: Subset<"training">): Normalisation {
  requirePart(training, "training", "measure a normalisation");
  const { images, indices } = training;
  if (indices.length === 0) throw new RangeError("Cannot measure a normalisation: found no images");
  requireIndices(images, indices);
  const channels = images.shape[2];
  const counts = countValues(images, indices);
  const pixels = indices.length * images.shape[0] * images.shape[1];
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const shares = Array.from(counts.subarray(256 * channel, 256 * (channel + 1)), (count) => count / pixels);
    if (shares.includes(1)) {
      throw new RangeError(
        `Cannot normalise channel ${channel}: found ${
          shares.indexOf(1)
        } in every pixel, wanted two values or more`,
      );
    }
    const centre = shares.reduce((sum, share, value) => sum + share * value / 255, 0);
    const variance = shares.reduce((sum, share, value) => sum + share * (value / 255 - centre) ** 2, 0);
    mean.push(centre);
    deviation.push(Math.sqrt(variance));
  }
  return { mean, deviation };
}

/** [channels, 256]; how many pixels have each value. Counts are exact, where sums of millions of pixels round. */
function countValues(images: Images, indices: ArrayLike<number>): Float64Array {
  const { pixels, shape } = images;
  const channels = shape[2];
  const length = imageLength(shape);
  const counts = new Float64Array(256 * channels);
  for (let item = 0; item < indices.length; item++) {
    const index = indices[item]!;
    for (let at = index * length, channel = 0; at < (index + 1) * length; at++) {
      counts[256 * channel + pixels[at]!]!++;
      if (++channel === channels) channel = 0;
    }
  }
  return counts;
}
