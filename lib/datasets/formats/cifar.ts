/**
 * The binary format of CIFAR-10: rows of 3,073 bytes, each a label from 0 to 9 and then a 32x32 image as three
 * planes, red, green and blue.
 * @module
 */
import { emptyImages, type Images, interleave } from "../images.ts";

const side = 32;
const channels = 3;
const plane = side * side;
const rowLength = 1 + channels * plane;
const classCount = 10;

/**
 * Reads batches of CIFAR-10 into one set of images, in the order given.
 *
 * @throws {RangeError} if a batch does not consist of whole rows or a label is above 9
 */
export function parseCifar(batches: readonly Uint8Array[]): Images {
  const rows = batches.map((batch, index) => {
    if (batch.length % rowLength !== 0) {
      throw new RangeError(
        `Cannot parse CIFAR-10 batch ${index}: found ${batch.length} bytes, wanted a multiple of ${rowLength}`,
      );
    }
    return batch.length / rowLength;
  });
  const images = emptyImages(rows.reduce((sum, count) => sum + count, 0), [side, side, channels]);
  let image = 0;
  batches.forEach((batch, index) => {
    for (let row = 0; row < rows[index]!; row++, image++) {
      const label = batch[row * rowLength]!;
      if (label >= classCount) {
        throw new RangeError(
          `Cannot parse row ${row} of CIFAR-10 batch ${index}: found label ${label}, wanted 0 to 9`,
        );
      }
      images.labels[image] = label;
      const planes = batch.subarray(row * rowLength + 1, (row + 1) * rowLength);
      interleave(images, image, planes);
    }
  });
  return images;
}
