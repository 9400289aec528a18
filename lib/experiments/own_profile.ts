/**
 * A profile for your own images.
 * @module
 */
import { z } from "zod";
import { addDataset, type Augmentation, type OwnDataset } from "../datasets/mod.ts";
import { check, members, optional, positiveInteger, refuse } from "../options.ts";
import { type Profile, profiles } from "../profiles/mod.ts";
import { type Operation, operationsSchema, paperOperations } from "../space/mod.ts";
import { augmentationSchema } from "../training/settings.ts";

/** What may be chosen besides the images. */
export interface OwnProfileOptions {
  /** What blocks choose among. @default the paper's seven */
  readonly operations?: readonly Operation[];
  /** Channels of a block in the first stage. @default those of the quick profile */
  readonly filters?: number;
  /**
   * How training images are varied. Mirroring helps with clothes or animals and makes digits, letters, arrows or left and
   * right hands wrong; only you know.
   *
   * @default { flip: false, crop: 0 }: not at all
   */
  readonly augmentation?: Augmentation;
  /** Whether the first layer halves the images: 2 is four times as fast, 1 sees more. @default 2 from 28 pixels a side on */
  readonly stemStride?: 1 | 2;
  /** Training images to set aside for validation. @default a sixth, 5,000 at most */
  readonly validation?: number;
}

const schema = members<OwnProfileOptions>({
  operations: optional(operationsSchema),
  filters: optional(positiveInteger),
  augmentation: optional(augmentationSchema),
  stemStride: optional(z.literal([1, 2], "1 or 2")),
  validation: optional(positiveInteger),
});

const VALIDATION_SHARE = 1 / 6;
const MOST_VALIDATION = 5000;
const LARGE_SIDE = 28;
const NO_AUGMENTATION: Augmentation = { flip: false, crop: 0 };

/**
 * The quick profile with other images and operations, and batches that fit the number of images. What was decided for
 * Fashion-MNIST is not decided for others: images are not mirrored unless asked for, and each class keeps its share among
 * validation images. Parts can be changed as those of any profile: `{ ...ownProfile(own), rates: [...] }`.
 *
 * @throws {RangeError} if there are too few images to train, validate and test on, an option is unknown, or one of the
 * operations is not accepted
 */
export function ownProfile(own: OwnDataset, options: OwnProfileOptions = {}): Profile {
  check("Cannot make a profile", schema, options);
  const { quick } = profiles;
  const { images, classes } = own.training;
  const {
    operations = paperOperations,
    filters = quick.shape.filters,
    augmentation = NO_AUGMENTATION,
    stemStride = Math.min(...images.shape.slice(0, 2)) < LARGE_SIDE ? 1 : 2,
    validation = Math.min(MOST_VALIDATION, Math.floor(images.count * VALIDATION_SHARE)),
  } = options;
  const { ghosts } = quick.oneShot.settings;
  const wanted = 2 * ghosts.count * ghosts.size;
  if (images.count < wanted || own.test.images.count < 1) {
    throw new RangeError(
      `Cannot search with ${images.count} images to train and ${own.test.images.count} to test on: ` +
        `expected ${wanted} or more and 1 or more`,
    );
  }
  const most = images.count - wanted / 2;
  if (validation < 2 || validation > most) {
    refuse("Cannot make a profile", "validation", validation, `2 to ${most} of ${images.count} images`);
  }
  // Half of the validation images, or what the quick profile takes, are for one-shot accuracies.
  const scored = Math.min(quick.candidates.images, Math.floor(validation / 2));
  const batchSize = Math.min(quick.candidates.batchSize, scored);
  const compared = quick.divergence.images.filter((count) => count <= images.count - validation);
  return {
    ...quick,
    dataset: addDataset(own),
    split: { ...quick.split, validation, stratified: true },
    space: { ...quick.space, operations },
    shape: { ...quick.shape, image: images.shape, classes: classes.length, filters, stemStride },
    oneShot: { ...quick.oneShot, settings: { ...quick.oneShot.settings, augmentation } },
    candidates: { ...quick.candidates, images: batchSize * Math.floor(scored / batchSize), batchSize },
    standAlone: {
      ...quick.standAlone,
      settings: { ...quick.standAlone.settings, augmentation },
      batchSize: Math.min(quick.standAlone.batchSize, validation - scored),
    },
    retraining: {
      ...quick.retraining,
      settings: { ...quick.retraining.settings, augmentation },
      batchSize: Math.min(quick.retraining.batchSize, own.test.images.count),
    },
    divergence: { ...quick.divergence, images: compared },
  };
}
