/**
 * Data sets from their files.
 * @module
 */
import { dataDirectory } from "../project.ts";
import { join } from "node:path";
import { requireLabelled } from "./check.ts";
import { parseCifar } from "./formats/cifar.ts";
import { readDataFile } from "./fetch/data_file.ts";
import { type DataPart, type Dataset, findDataset } from "./dataset.ts";
import { imagesFromIdx, parseIdx } from "./formats/idx.ts";
import type { Images } from "./images.ts";
import { ownImages } from "./own.ts";
import { type Subset, wholeSubset } from "./subset.ts";

/** Where data sets are. */
export interface LoadOptions {
  /** The folder with one folder a data set. @default `data` in the project's folder */
  readonly directory?: string;
}

/** The folder with one folder a data set, wherever the project was cloned to. */

/**
 * The training images of a data set: one that `addDataset` was given, or one of the project's, of whose files size and
 * SHA-256 are checked.
 *
 * @throws {Error} if a file is missing or damaged; the message names the file, what was found, what was wanted and
 * the command that mends it
 */
export async function loadTraining(name: string, options: LoadOptions = {}): Promise<Images> {
  const own = ownImages(name, "training");
  if (own !== undefined) return own;
  const dataset = findDataset(name);
  return await loadPart(dataset, dataset.training, options);
}

/**
 * The test images of a data set: for the final test of a retrained network and nothing else. Whatever helps to
 * choose an architecture or a setting belongs on the validation images of `splitTraining`.
 *
 * @throws {Error} as {@linkcode loadTraining}
 */
export async function loadTest(name: string, options: LoadOptions = {}): Promise<Subset<"test">> {
  const own = ownImages(name, "test");
  if (own !== undefined) return wholeSubset("test", own);
  const dataset = findDataset(name);
  return wholeSubset("test", await loadPart(dataset, dataset.test, options));
}

/** The images of one part of a data set that need not be among those with a name. */
export async function loadPart(dataset: Dataset, part: DataPart, options: LoadOptions = {}): Promise<Images> {
  const folder = join(options.directory ?? dataDirectory, dataset.name);
  try {
    const contents = await Promise.all(part.files.map((file) => readDataFile(join(folder, file.name), file)));
    const images = parsePart(dataset, contents);
    requireShape(images, dataset, part);
    return images;
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : cause;
    throw new Error(`Cannot load ${dataset.name}: ${fault}; to mend it, run \`${dataset.remedy}\``, {
      cause,
    });
  }
}

function parsePart({ format }: Dataset, contents: readonly Uint8Array[]): Images {
  switch (format) {
    case "cifar":
      return parseCifar(contents);
    case "idx": {
      const [images, labels] = contents.map(parseIdx);
      if (images === undefined || labels === undefined) {
        throw new RangeError(`found ${contents.length} files, wanted one of images and one of labels`);
      }
      return imagesFromIdx(images, labels);
    }
  }
}

function requireShape(images: Images, { shape, classes }: Dataset, { count }: DataPart): void {
  const found = [images.count, ...images.shape].join("x");
  const wanted = [count, ...shape].join("x");
  if (found !== wanted) throw new RangeError(`found images of shape ${found}, wanted ${wanted}`);
  requireLabelled(images, classes);
}
