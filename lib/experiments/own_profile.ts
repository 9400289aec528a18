/**
 * A profile for images of one's own.
 * @module
 */
import { addDataset, type OwnDataset } from "../datasets/mod.ts";
import { type Profile, profiles } from "../profiles.ts";
import { type Operation, paperOperations } from "../space/mod.ts";

/** What may be chosen besides the images. */
export interface OwnProfileOptions {
  /** What blocks choose among. @default the paper's seven */
  readonly operations?: readonly Operation[];
  /** Channels of a block in the first stage. @default those of the quick profile */
  readonly filters?: number;
}

/** One image in so many is set aside for validation, up to so many. */
const VALIDATION_SHARE = 6;
const MOST_VALIDATION = 5000;
/** From this side on images are halved at once. */
const LARGE = 28;

/**
 * The quick profile with other images and operations, and batches that fit the number of images. Its parts can be
 * changed as those of any profile: `{ ...ownProfile(own), rates: [...] }`.
 *
 * @throws {RangeError} if there are too few images to train, validate and test on
 */
export function ownProfile(
  own: OwnDataset,
  { operations = paperOperations, filters = profiles.quick.shape.filters }: OwnProfileOptions = {},
): Profile {
  const { quick } = profiles;
  const { images, classes } = own.training;
  const { ghosts } = quick.oneShot.settings;
  const wanted = 2 * ghosts.count * ghosts.size;
  if (images.count < wanted || own.test.images.count < 1) {
    throw new RangeError(
      `Cannot search with ${images.count} images to train and ${own.test.images.count} to test on: ` +
        `expected ${wanted} or more and 1 or more`,
    );
  }
  const validation = Math.min(MOST_VALIDATION, Math.floor(images.count / VALIDATION_SHARE));
  // Half of the validation images, or what the quick profile takes, are for one-shot accuracies.
  const scored = Math.min(quick.candidates.images, Math.floor(validation / 2));
  const batchSize = Math.min(quick.candidates.batchSize, scored);
  const [height, width] = images.shape;
  const compared = quick.divergence.images.filter((count) => count <= images.count - validation);
  return {
    ...quick,
    dataset: addDataset(own),
    split: { ...quick.split, validation },
    space: { ...quick.space, operations },
    shape: {
      ...quick.shape,
      ...{ image: images.shape, classes: classes.length, filters },
      stemStride: Math.min(height, width) < LARGE ? 1 : 2,
    },
    candidates: { ...quick.candidates, images: batchSize * Math.floor(scored / batchSize), batchSize },
    standAlone: { ...quick.standAlone, batchSize: Math.min(quick.standAlone.batchSize, validation - scored) },
    retraining: {
      ...quick.retraining,
      batchSize: Math.min(quick.retraining.batchSize, own.test.images.count),
    },
    divergence: { ...quick.divergence, images: compared },
  };
}
