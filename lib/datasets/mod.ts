/**
 * The datasets room: files of labelled images are fetched and checked, split, put in order, and laid out as a
 * network reads them. Images of your own come from folders, CSV, IDX, binary rows or arrays, and all pass one check; what
 * was taken for what is said by {@linkcode describeImages}. Plain arrays throughout; nothing here knows tensors.
 *
 * @example From images to the first batch of a training
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { prng } from "../random.ts";
 * import { batchIndices, fillBatch, measureNormalisation, sharedImages, splitTraining } from "./mod.ts";
 *
 * // Four images of 1x2 pixels with one channel; `await loadTraining("fashion-mnist")` gives 60,000 of 28x28.
 * const images = sharedImages([1, 2, 1], { pixels: [0, 255, 255, 0, 0, 255, 255, 0], labels: [0, 1, 0, 1] });
 * const { training, scoring, standAlone } = splitTraining(images, { validation: 2, scoring: 1, seed: 1 });
 * assertEquals([training, scoring, standAlone].map(({ indices }) => indices.length), [2, 1, 1]);
 *
 * const normalisation = measureNormalisation(training);
 * assertEquals(normalisation, { mean: [0.5], deviation: [0.5] });
 *
 * const batch = batchIndices(training.indices, { seed: 1, batchSize: 2, step: 0 });
 * const pixels = new Float32Array(batch.length * 2);
 * const labels = new Int32Array(batch.length);
 * const augmentation = { flip: true, crop: 0 };
 * fillBatch(pixels, labels, images, batch, normalisation, { augmentation, rng: prng(1, "augment", 0) });
 * for (const value of pixels) assertAlmostEquals(Math.abs(value), 1);
 * ```
 * @module
 */
export type { ImagesAccount, Origin, Tally } from "./account.ts";
export * from "./batch_indices.ts";
export { type CheckedImages, checkImages, type LabelledImages } from "./check.ts";
export { datasetInfo, type DatasetName } from "./dataset.ts";
export * from "./describe.ts";
export { fetchDataset, type FetchOptions } from "./fetch/fetch_dataset.ts";
export * from "./fill_batch.ts";
export { type BinaryOptions, imagesFromBinary, parseCifar } from "./formats/binary.ts";
export * from "./formats/csv.ts";
export type { CsvOptions } from "./formats/csv_layout.ts";
export { decodeImage, type DecodeOptions } from "./formats/decode_image.ts";
export * from "./formats/folder.ts";
export * from "./formats/idx.ts";
export * from "./hold_out.ts";
export { type Images, sharedImages } from "./images.ts";
export { type IdxOptions, labelByName } from "./labelled.ts";
export { type LoadOptions, loadTest, loadTraining } from "./load.ts";
export * from "./normalisation.ts";
export { addDataset, type DatasetInfo, type OwnDataset } from "./own.ts";
export { type Parts, type SplitOptions, splitTraining } from "./split.ts";
export * from "./subset.ts";
export { dataDirectory } from "../project.ts";
