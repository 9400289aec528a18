/**
 * Data sets of the user's, known by name like those that come with the project.
 * @module
 */
import { createHash } from "node:crypto";
import { anything, check, members, text } from "../options.ts";
import { type CheckedImages, checkImages, type LabelledImages, requireEveryClass } from "./check.ts";
import type { Images } from "./images.ts";

/** What is in a data set. */
export interface DatasetInfo {
  readonly name: string;
  /** Its name as people write it. */
  readonly title: string;
  /** Shape of each image. */
  readonly shape: Images["shape"];
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Images to train on, with those that are set aside for validation. */
  readonly trainingImages: number;
}

/** A data set of the user's. */
export interface OwnDataset {
  /** Its name as people write it. */
  readonly title: string;
  /** Images to train and to validate on. */
  readonly training: LabelledImages;
  /** Images for the final test alone. */
  readonly test: LabelledImages;
}

interface CheckedDataset extends OwnDataset {
  readonly training: CheckedImages;
  readonly test: CheckedImages;
}

// The images are checked by themselves.
const schema = members<OwnDataset>({ title: text, training: anything, test: anything });

/** The data sets that were added, by their names. */
export const ownDatasets = new Map<string, CheckedDataset & { readonly info: DatasetInfo }>();

/**
 * Adds a data set, for as long as this process runs.
 *
 * @returns the name by which profiles and loaders know it. It ends in a digest of all images and labels, so that runs on
 * other data are other runs, and those on the same data are found again after a restart
 * @throws {RangeError} as {@linkcode checkDataset}
 */
export function addDataset(dataset: OwnDataset): string {
  const checked = checkDataset(dataset);
  const { title, training, test } = checked;
  const { images: { shape }, classes } = training;
  const digest = createHash("sha256").update(JSON.stringify([shape.join("x"), classes]));
  for (const { images } of [training, test]) digest.update(images.pixels).update(images.labels);
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "own";
  const name = `${words}-${digest.digest("hex").slice(0, 12)}`;
  ownDatasets.set(name, {
    ...checked,
    info: { name, title, shape, classes, trainingImages: training.images.count },
  });
  return name;
}

/**
 * Checks both parts of a data set, and that they fit each other. A class may have no test images.
 *
 * @throws {RangeError} if a part doesn't pass {@linkcode checkImages}, a class has no training images, or the two parts
 * differ in shape or classes
 */
export function checkDataset(dataset: OwnDataset): CheckedDataset {
  check("Cannot add a data set", schema, dataset, "it");
  const { title } = dataset;
  const [training, test] = [checkImages(dataset.training), checkImages(dataset.test)];
  const [shape, testShape] = [training, test].map(({ images }) => images.shape.join("x"));
  if (shape !== testShape) {
    throw new RangeError(
      `Cannot add ${title}: found training images of ${shape} and test images of ${testShape}`,
    );
  }
  if (training.classes.join("\n") !== test.classes.join("\n")) {
    const found = `${training.classes.join(", ")} for training and ${test.classes.join(", ")} for the test`;
    throw new RangeError(
      `Cannot add ${title}: found classes ${found}, wanted the same; to give both parts the same, ` +
        "use the reader's option `classes`",
    );
  }
  requireEveryClass(training.images, training.classes);
  return { title, training, test };
}
