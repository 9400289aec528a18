/**
 * Data sets of one's own, known by name like those that come with the project.
 * @module
 */
import { createHash } from "node:crypto";
import type { DatasetInfo } from "./dataset.ts";
import type { Images } from "./images.ts";
import type { LabelledImages } from "./labelled.ts";

/** A data set of one's own. */
export interface OwnDataset {
  /** Its name as people write it. */
  readonly title: string;
  /** Images to train and to validate on. */
  readonly training: LabelledImages;
  /** Images for the final test alone. */
  readonly test: LabelledImages;
}

const added = new Map<string, OwnDataset & { readonly info: DatasetInfo }>();

/**
 * Adds a data set, for as long as this process runs.
 *
 * @returns the name by which profiles and loaders know it. It ends in a digest of all images and labels, so that runs on
 * other data are other runs, and those on the same data are found again after a restart
 * @throws {RangeError} if the two parts don't fit each other
 */
export function addDataset(dataset: OwnDataset): string {
  const { title, training, test } = dataset;
  const [shape, testShape] = [training, test].map(({ images }) => images.shape.join("x"));
  if (shape !== testShape) {
    throw new RangeError(
      `Cannot add ${title}: found training images of ${shape} and test images of ${testShape}`,
    );
  }
  const { classes } = training;
  if (classes.join("\n") !== test.classes.join("\n")) {
    throw new RangeError(
      `Cannot add ${title}: found classes ${classes.join(", ")} for training and ${
        test.classes.join(", ")
      } ` +
        "for the test, wanted the same",
    );
  }
  const digest = createHash("sha256").update(JSON.stringify([shape, classes]));
  for (const { images } of [training, test]) digest.update(images.pixels).update(images.labels);
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "own";
  const name = `${words}-${digest.digest("hex").slice(0, 12)}`;
  added.set(name, { ...dataset, info: { name, title, shape: training.images.shape, classes } });
  return name;
}

/** What is in an added data set, or `undefined` if none was added by that name. */
export function ownInfo(name: string): DatasetInfo | undefined {
  return added.get(name)?.info;
}

/** Images of an added data set, or `undefined` if none was added by that name. */
export function ownImages(name: string, part: "training" | "test"): Images | undefined {
  return added.get(name)?.[part].images;
}
