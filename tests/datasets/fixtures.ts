/**
 * Small data sets in the true formats.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { LabelledImages } from "../../lib/datasets/check.ts";
import type { DataFile, Dataset, Source } from "../../lib/datasets/dataset.ts";

/** What is in labelled images, as plain arrays. */
export const numbersOf = ({ images, classes }: LabelledImages) => ({
  classes: [...classes],
  labels: [...images.labels],
  pixels: [...images.pixels],
  shape: [...images.shape],
});

/** IDX content of unsigned bytes, written out byte by byte. */
export function idxBytes(shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  const sides = shape.flatMap((side) =>
    [side >>> 24, side >>> 16, side >>> 8, side].map((byte) => byte & 255)
  );
  return Uint8Array.from([0, 0, 8, shape.length, ...sides, ...values]);
}

/** The entry of a file with this content. */
export function dataFile(
  name: string,
  content: Uint8Array,
  compression: DataFile["compression"] = "gzip",
): DataFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { name, compression, bytes: content.length, sha256 };
}

const contents = {
  "images.gz": idxBytes([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  "labels.gz": idxBytes([3], [2, 0, 1]),
  "test-images.gz": idxBytes([1, 2, 2], [255, 254, 253, 252]),
  "test-labels.gz": idxBytes([1], [1]),
};

/** The files of {@linkcode tinyDataset} as they lie on a disk. */
export const tinyFiles: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(
  Object.entries(contents).map(([name, content]) => [name, Uint8Array.from(gzipSync(content))]),
);

/** A data set of three training images and one test image of 2x2 pixels. */
export function tinyDataset(...sources: Source[]): Dataset {
  const file = (name: keyof typeof contents) => dataFile(name, contents[name]);
  return {
    name: "tiny",
    title: "A tiny data set",
    shape: [2, 2, 1],
    classes: ["a", "b", "c"],
    format: "idx",
    training: { count: 3, files: [file("images.gz"), file("labels.gz")] },
    test: { count: 1, files: [file("test-images.gz"), file("test-labels.gz")] },
    sources,
    remedy: "fetch tiny",
  };
}

/** Writes the files of {@linkcode tinyDataset} into a folder. */
export async function writeTiny(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of tinyFiles) await Deno.writeFile(join(folder, name), bytes);
}

/** The names in a folder, in order. */
export async function listNames(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

/** Calls a function with a temporary folder that is gone afterwards. */
export async function inTemporary(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Serves requests on this machine while a function runs with the server's address, ending in a slash. */
export async function withServer(
  answer: (path: string) => Response | Promise<Response>,
  work: (address: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(new URL(request.url).pathname.slice(1)),
  );
  try {
    await work(`http://127.0.0.1:${server.addr.port}/`);
  } finally {
    await server.shutdown();
  }
}
