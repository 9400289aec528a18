/**
 * Images from a folder that has a folder for each class.
 * @module
 */
import { extname } from "node:path";
import { check, flag, members, oneOf, optional } from "../../options.ts";
import { type Found, someOf, tally } from "../account.ts";
import { type CheckedImages, withAccount } from "../check.ts";
import { classTable } from "../class_names.ts";
import { emptyImages, fillImage, imageLength, type Images, requireShape } from "../images.ts";
import { classNames } from "../labelled.ts";
import {
  decode,
  type Decoded,
  type DecodeOptions,
  decodeSchemas,
  faultOf,
  requireColour,
} from "./decode_image.ts";
import { type ClassFile, listClassFiles } from "./folder_files.ts";

/** Options of {@linkcode imagesFromFolder}. */
export interface FolderOptions extends DecodeOptions {
  /** All classes in their order. @default the folders: numbers by size, others by the alphabet */
  readonly classes?: readonly string[];
  /** Whether files in folders of a class folder are of the class, too. @default false, which leaves them out */
  readonly deeper?: boolean;
  /** What happens if image files can't be decoded. @default "refuse" */
  readonly unreadable?: "refuse" | "leave out";
}

const schema = members<FolderOptions>({
  ...decodeSchemas,
  classes: classNames,
  deeper: optional(flag),
  unreadable: optional(oneOf("refuse", "leave out")),
});

/** Files decoded side by side. */
const AT_ONCE = 8;
/** Endings of files that must be images; so must files whose name has none. */
const decodable = /^(\.(png|jpe?g?|jfif|webp|gif|tiff?|svg|avif))?$/;

/**
 * Reads `folder/CLASS/FILE`: PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG files of any size, each scaled and cut at its middle
 * to one shape. What else is there is left out and counted in the account, and so is what scaling and conversion change.
 * Needs the bytes of all pixels, and of a few files.
 *
 * @param shape of the images that are made: 1 channel is grey, 3 are red, green and blue
 * @throws {Error} if there is no such folder, fewer than two classes, a class folder of which no file can be read, or image
 * files that can't be decoded; the message names the first of them
 * @throws {RangeError} if the images don't pass {@linkcode checkImages}
 */
export async function imagesFromFolder(
  folder: string,
  shape: Images["shape"],
  options: FolderOptions = {},
): Promise<CheckedImages> {
  check("Cannot read a folder", schema, options);
  requireShape(shape);
  const { deeper = false, background = "white", fit = "cover", unreadable = "refuse" } = options;
  await requireColour(background);
  // Where the classes are said, some may be missing here, such as rare ones among test images.
  const least = options.classes === undefined ? 2 : 1;
  const { files, leftOut } = await listClassFiles(folder, { deeper, least });
  const table = classTable(files.map(({ name }) => name), options.classes);
  const labels = files.map(({ name, shown }) => table.labelOf(name, shown));
  const images = emptyImages(files.length, shape);
  const read: ClassFile[] = [];
  const changed: Found[] = [];
  const faults: string[] = [];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const decoded = await decodeAll(files.slice(from, from + AT_ONCE), shape, options);
    for (const [offset, image] of decoded.entries()) {
      const file = files[from + offset]!;
      if (typeof image !== "string") {
        for (const change of image.changed) changed.push([`files ${change}`, file.shown]);
        images.labels[read.length] = labels[from + offset]!;
        fillImage(images, read.length, image.pixels, "pixels");
        read.push(file);
        continue;
      }
      const ending = extname(file.path).toLowerCase();
      const isImage = decodable.test(ending);
      leftOut.push([isImage ? "image files that can't be decoded" : `${ending} files`, file.shown]);
      if (isImage) faults.push(`${file.shown} (${image})`);
    }
  }
  refuseFaults(folder, files, read, unreadable === "leave out" ? [] : faults);
  return withAccount(
    firstOf(images, read.length),
    table.classes,
    {
      form: `folder ${folder}`,
      taken: { files: files.length, fit, background },
      leftOut: tally(leftOut),
      changed: [...table.changed, ...tally(changed)],
    },
    (index) => read[index]!.shown,
  );
}

/** Each file's image, or why there is none. */
async function decodeAll(
  files: readonly ClassFile[],
  shape: Images["shape"],
  options: DecodeOptions,
): Promise<(Decoded | string)[]> {
  const outcomes = await Promise.allSettled(files.map(({ path }) => decode(path, shape, options)));
  const images: (Decoded | string)[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const isDecoded = outcome.status === "fulfilled";
    // Files that are decoded side by side share the decoder's words; alone it has those of this file.
    images.push(isDecoded ? outcome.value : await decode(files[index]!.path, shape, options).catch(faultOf));
  }
  return images;
}

function refuseFaults(
  folder: string,
  files: readonly ClassFile[],
  read: readonly ClassFile[],
  faults: readonly string[],
): void {
  if (faults.length > 0) {
    throw new Error(
      `Cannot read ${faults.length} of ${files.length} files in ${folder}: found ${
        someOf(faults, 5)
      }; wanted whole ` +
        'image files, so mend them, move them away, or say { unreadable: "leave out" }',
    );
  }
  const classes = new Set(read.map(({ name }) => name));
  const lost = files.find(({ name }) => !classes.has(name));
  if (lost === undefined) return;
  throw new Error(
    `Cannot read images from ${folder}: found no image in ${lost.name}/, of which the first file is ${lost.shown}, ` +
      "wanted PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG",
  );
}

/** The first images, in the same memory. */
function firstOf({ shape, pixels, labels }: Images, count: number): Images {
  return {
    shape,
    count,
    pixels: pixels.subarray(0, count * imageLength(shape)),
    labels: labels.subarray(0, count),
  };
}
