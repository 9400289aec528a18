/**
 * Data sets from their files.
 * @module
 */
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { dataDirectory } from "../project.ts";
import { requireLabelled } from "./check.ts";
import { type DataPart, type Dataset, findDataset } from "./dataset.ts";
import { readDataFile } from "./fetch/data_file.ts";
import { parseCifar } from "./formats/binary.ts";
import { imagesFromIdx, parseIdx } from "./formats/idx.ts";
import type { Images } from "./images.ts";
import { ownDatasets } from "./own.ts";
import { type Subset, wholeSubset } from "./subset.ts";

/** Where data sets are. */
export interface LoadOptions {
  /** The folder with one folder a data set. @default `data` in the project's folder */
  readonly directory?: string;
}

/**
 * The training images of a data set: one that `addDataset` was given, or one of the project's, of whose files size and
 * SHA-256 are checked.
 *
 * @throws {Error} if a file is missing or damaged; the message names the file, what was found, what was wanted and
 * the command that mends it
 */
export function loadTraining(name: string, options: LoadOptions = {}): Promise<Images> {
  return load(name, "training", options);
}

/**
 * The test images of a data set: for the final test of a retrained network and nothing else. Whatever helps to
 * choose an architecture or a setting belongs on the validation images of `splitTraining`.
 *
 * @throws {Error} as {@linkcode loadTraining}
 */
export async function loadTest(name: string, options: LoadOptions = {}): Promise<Subset<"test">> {
  return wholeSubset("test", await load(name, "test", options));
}

async function load(name: string, part: "training" | "test", options: LoadOptions): Promise<Images> {
  const own = ownDatasets.get(name);
  if (own !== undefined) return own[part].images;
  const dataset = findDataset(name);
  return await loadPart(dataset, dataset[part], options);
}

/** The images of one part of a data set that need not be among those with a name. */
export async function loadPart(dataset: Dataset, part: DataPart, options: LoadOptions = {}): Promise<Images> {
  const folder = join(options.directory ?? dataDirectory, dataset.name);
  try {
    const contents = await Promise.all(part.files.map((file) => readDataFile(join(folder, file.name), file)));
    const images = parsePart(dataset, contents);
    const found = [images.count, ...images.shape].join("x");
    const wanted = [part.count, ...dataset.shape].join("x");
    if (found !== wanted) throw new RangeError(`found images of shape ${found}, wanted ${wanted}`);
    requireLabelled(images, dataset.classes);
    return images;
  } catch (cause) {
    const message = `Cannot load ${dataset.name}: ${messageOf(cause)}; to mend it, run \`${dataset.remedy}\``;
    throw new Error(message, { cause });
  }
}

function parsePart({ format }: Dataset, contents: readonly Uint8Array[]): Images {
  if (format === "cifar") return parseCifar(contents);
  const [images, labels] = contents.map(parseIdx);
  if (images === undefined || labels === undefined) {
    throw new RangeError(`found ${contents.length} files, wanted one of images and one of labels`);
  }
  return imagesFromIdx(images, labels);
}
