/**
 * Images from a folder that has a folder for each class.
 * @module
 */
import { extname } from "node:path";
import { check, flag, members, oneOf, optional } from "../../options.ts";
import { tallyBook } from "../account.ts";
import { type CheckedImages, withAccount } from "../check.ts";
import { classTable } from "../class_names.ts";
import {
  decode,
  type Decoded,
  decodeMembers,
  type DecodeOptions,
  faultOf,
  requireColour,
} from "./decode_image.ts";
import { type ClassFile, listClassFiles } from "./folder_files.ts";
import { emptyImages, fillImage, type Images, requireShape } from "../images.ts";
import { classNames, unknownClass } from "../labelled.ts";

/** Options of {@linkcode imagesFromFolder}. */
export interface FolderOptions extends DecodeOptions {
  /** All classes in their order. @default the folders: numbers by size, others by the alphabet */
  readonly classes?: readonly string[];
  /** Whether files in folders of a class folder are of the class, too. @default false, which leaves them out */
  readonly deeper?: boolean;
  /** What happens if image files can't be decoded. @default "refuse" */
  readonly unreadable?: "refuse" | "leave out";
}

const known = members<FolderOptions>({
  ...decodeMembers,
  classes: classNames,
  deeper: optional(flag),
  unreadable: optional(oneOf("refuse", "leave out")),
});

/** Files decoded side by side. */
const AT_ONCE = 8;
/** Files whose name ends like this must be images; so must files whose name ends in nothing. */
const DECODED = [
  "",
  ".png",
  ".jpg",
  ".jpeg",
  ".jpe",
  ".jfif",
  ".webp",
  ".gif",
  ".tif",
  ".tiff",
  ".svg",
  ".avif",
];

/**
 * Reads `folder/CLASS/FILE`: PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG files of any size, each scaled and cut at its middle
 * to one shape. What else is there is left out and counted in the account, and so is what scaling and conversion change.
 * Needs the bytes of all pixels, and of a few files.
 *
 * @param shape height, width and channels of the images that are made: 1 channel is grey, 3 are red, green and blue
 * @throws {Error} if there is no such folder, fewer than two classes, a class folder of which no file can be read, or image
 * files that can't be decoded; the message names the first of them
 * @throws {RangeError} if the images don't pass {@linkcode checkImages}
 */
export async function imagesFromFolder(
  folder: string,
  shape: Images["shape"],
  options: FolderOptions = {},
): Promise<CheckedImages> {
  check("Cannot read a folder", known, options);
  requireShape(shape);
  const { deeper = false, background = "white", fit = "cover" } = options;
  await requireColour(background);
  const [leftOut, changed] = [tallyBook(), tallyBook()];
  // Where the classes are said, some may be missing here, such as rare ones among test images.
  const least = options.classes === undefined ? 2 : 1;
  const files = await listClassFiles(folder, { deeper, least }, leftOut);
  const table = classTable(files.map(({ name }) => name), options.classes);
  const all = emptyImages(files.length, shape);
  const read: ClassFile[] = [];
  const faults: string[] = [];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const group = files.slice(from, from + AT_ONCE);
    const decoded = await decodeAll(group, shape, options);
    decoded.forEach((image, place) => {
      const file = group[place]!;
      const label = table.labelOf(file.name);
      if (label < 0) unknownClass(file.name, file.shown, table.classes);
      if (typeof image === "string") {
        const kind = extname(file.path).toLowerCase();
        if (!DECODED.includes(kind)) leftOut.add(`${kind} files`, file.shown);
        else {
          leftOut.add("image files that can't be decoded", file.shown);
          faults.push(`${file.shown} (${image})`);
        }
        return;
      }
      for (const change of image.changed) changed.add(`files ${change}`, file.shown);
      all.labels[read.length] = label;
      fillImage(all, read.length, image.pixels, "pixels");
      read.push(file);
    });
  }
  refuseFaults(folder, files, read, options.unreadable === "leave out" ? [] : faults);
  return withAccount(
    first(all, read.length),
    table.classes,
    {
      ...{ form: `folder ${folder}`, taken: { files: files.length, fit, background } },
      ...{ leftOut: leftOut.list(), changed: [...table.changed, ...changed.list()] },
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
  const decoded = await Promise.allSettled(files.map(({ path }) => decode(path, shape, options)));
  const images: (Decoded | string)[] = [];
  for (const [place, outcome] of decoded.entries()) {
    if (outcome.status === "fulfilled") images.push(outcome.value);
    else {
      // Files that are decoded side by side share the decoder's words; alone it has those of this file.
      images.push(await decode(files[place]!.path, shape, options).catch(faultOf));
    }
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
    const some = [...faults.slice(0, 5), ...faults.length > 5 ? ["..."] : []].join(", ");
    throw new Error(
      `Cannot read ${faults.length} of ${files.length} files in ${folder}: found ${some}; wanted whole image files, so ` +
        'mend them, move them away, or say { unreadable: "leave out" }',
    );
  }
  const some = new Set(read.map(({ name }) => name));
  const lost = files.find(({ name }) => !some.has(name));
  if (lost === undefined) return;
  throw new Error(
    `Cannot read images from ${folder}: found no image in ${lost.name}/, of which the first file is ${lost.shown}, ` +
      "wanted PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG",
  );
}

/** The first images, in the same memory. */
function first({ shape, pixels, labels, count }: Images, kept: number): Images {
  const length = pixels.length / count;
  return { shape, count: kept, pixels: pixels.subarray(0, kept * length), labels: labels.subarray(0, kept) };
}
