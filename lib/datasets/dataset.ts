/**
 * The data sets: what is in them, which files they are made of, and where those come from.
 * @module
 */
import { type DatasetInfo, ownDatasets } from "./own.ts";

/** The data sets that can be loaded by name. */
export type DatasetName = "fashion-mnist" | "cifar-10";

/** A file of a data set. */
export interface DataFile {
  readonly name: string;
  /** Whether the file is compressed. Distributors compress differently, so size and sum are of the content. */
  readonly compression: "gzip" | "none";
  /** Bytes of the content. */
  readonly bytes: number;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
}

/** A part of a data set: of IDX the images' file and the labels' file, of CIFAR the batches in their order. */
export interface DataPart {
  readonly count: number;
  readonly files: readonly DataFile[];
}

/** Where files are. */
export type Source =
  /** A package of Debian and its relatives, with the folder inside it. */
  | { readonly kind: "debian"; readonly package: string; readonly folder: string }
  /** An address to which each file's name is added. */
  | { readonly kind: "files"; readonly address: string }
  /** A `.tar.gz` that has the files in its folder. */
  | { readonly kind: "archive"; readonly address: string; readonly folder: string };

/** A data set with its files and their sources, the first to be tried first. */
export interface Dataset extends Omit<DatasetInfo, "trainingImages"> {
  readonly format: "idx" | "cifar";
  readonly training: DataPart;
  readonly test: DataPart;
  readonly sources: readonly Source[];
  /** The command that brings its files, for error messages. */
  readonly remedy: string;
}

/** What is known of each data set. */
export const datasets: Readonly<Record<DatasetName, Dataset>> = {
  "fashion-mnist": {
    name: "fashion-mnist",
    title: "Fashion-MNIST",
    shape: [28, 28, 1],
    // deno-fmt-ignore
    classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
    format: "idx",
    training: fashionMnist("train", 60_000, {
      images: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      labels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    }),
    test: fashionMnist("t10k", 10_000, {
      images: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      labels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    }),
    sources: [
      { kind: "debian", package: "dataset-fashion-mnist", folder: "usr/share/datasets/fashion-mnist" },
      {
        kind: "files",
        address: "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      },
      { kind: "files", address: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" },
    ],
    remedy: "deno task setup",
  },
  "cifar-10": {
    name: "cifar-10",
    title: "CIFAR-10",
    shape: [32, 32, 3],
    classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    format: "cifar",
    training: cifar({
      "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
      "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
      "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
      "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
      "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    }),
    test: cifar({
      "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    }),
    sources: [
      {
        kind: "archive",
        address: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
        folder: "cifar-10-batches-bin",
      },
    ],
    remedy: "deno task setup --cifar",
  },
};

/** A part of Fashion-MNIST by the SHA-256 of its files, whose headers have 4 bytes and 4 for each dimension. */
function fashionMnist(name: string, count: number, sha256: { images: string; labels: string }): DataPart {
  const file = { compression: "gzip" } as const;
  return {
    count,
    files: [
      { name: `${name}-images-idx3-ubyte.gz`, ...file, bytes: 16 + count * 28 * 28, sha256: sha256.images },
      { name: `${name}-labels-idx1-ubyte.gz`, ...file, bytes: 8 + count, sha256: sha256.labels },
    ],
  };
}

/** A part of CIFAR-10 by the SHA-256 of its batches, each 10,000 rows of a label and an image. */
function cifar(batches: Readonly<Record<string, string>>): DataPart {
  const files = Object.entries(batches).map(([name, sha256]) => (
    { name, compression: "none", bytes: 10_000 * 3073, sha256 } as const
  ));
  return { count: 10_000 * files.length, files };
}

/** What is in a data set, without reading any of it. Throws a `RangeError` if there is none of the name. */
export function datasetInfo(name: string): DatasetInfo {
  const own = ownDatasets.get(name);
  if (own !== undefined) return own.info;
  const { title, shape, classes, training } = findDataset(name);
  return { name, title, shape, classes, trainingImages: training.count };
}

/** All that is known of a data set. Throws a `RangeError` if there is none of the name. */
export function findDataset(name: string): Dataset {
  if (Object.hasOwn(datasets, name)) return datasets[name as DatasetName];
  const names = Object.keys(datasets).join(", ");
  throw new RangeError(
    `Cannot find data set ${
      JSON.stringify(name)
    }: wanted one of ${names}, or one that addDataset() was given`,
  );
}

/** Every file of a data set. */
export function allFiles({ training, test }: Dataset): readonly DataFile[] {
  return [...training.files, ...test.files];
}
