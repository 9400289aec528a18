/**
 * Images from a folder that has a folder for each class.
 * @module
 */
import { join, resolve } from "node:path";
import { imageLength, type Images } from "./images.ts";
import { labelByName, type LabelledImages } from "./labelled.ts";

/** What systems leave in folders of images, besides files whose name begins with a dot. */
const LEFTOVERS: readonly string[] = ["Thumbs.db", "desktop.ini"];

/** Files decoded side by side. */
const AT_ONCE = 8;

/**
 * Reads `folder/CLASS/FILE`: PNG, JPEG, WebP, GIF, TIFF or SVG files of any size, each scaled and cut at its middle to one
 * shape. Files and folders whose name begins with a dot are left out, and so are Thumbs.db and desktop.ini.
 *
 * @param shape height, width and channels of the images that are made: 1 channel is grey, 3 are red, green and blue
 * @throws {Error} if there is no such folder, fewer than two classes, or a file that is no image; the message names it
 */
export async function imagesFromFolder(folder: string, shape: Images["shape"]): Promise<LabelledImages> {
  requireChannels(shape);
  const files = await listFiles(folder);
  const length = imageLength(shape);
  const pixels = new Uint8Array(files.length * length);
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const group = files.slice(from, from + AT_ONCE);
    // All of them before the first fault is told, so that it is always that of the first file.
    const decoded = await Promise.allSettled(group.map(({ path }) => decodeImage(path, shape)));
    decoded.forEach((image, place) => {
      if (image.status === "rejected") throw image.reason;
      pixels.set(image.value, (from + place) * length);
    });
  }
  return labelByName(shape, pixels, files.map((file) => file.name));
}

/** An image's pixels [height, width, channels], 0 to 255, scaled and cut at its middle to the shape. */
export async function decodeImage(
  path: string,
  [height, width, channels]: Images["shape"],
): Promise<Uint8Array> {
  try {
    // Loaded when it is wanted: workers import this room, too, and have no use for it.
    const { default: sharp } = await import("sharp");
    const image = sharp(path).rotate().resize(width, height, { fit: "cover" }).flatten({
      background: "white",
    });
    const coloured = channels === 1 ? image.greyscale() : image.toColourspace("srgb");
    const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) {
      throw new RangeError(`found ${info.channels} channels, wanted ${channels}`);
    }
    return data;
  } catch (cause) {
    // The decoder tells the same fault in many lines.
    const fault = cause instanceof Error ? cause.message.split("\n", 1)[0] : cause;
    throw new Error(
      `Cannot read image ${path}: ${fault}; wanted a folder of nothing but images, so mend it or move it away`,
      { cause },
    );
  }
}

/** All files with the names of their classes, in the order of their paths. */
async function listFiles(folder: string): Promise<{ readonly path: string; readonly name: string }[]> {
  const classes = (await entriesOf(folder)).filter((entry) => entry.isDirectory || entry.isSymlink);
  const files = await Promise.all(classes.map(async ({ name }) =>
    (await entriesOf(join(folder, name)))
      .filter((entry) => !entry.isDirectory)
      .map((entry) => ({ path: join(folder, name, entry.name), name }))
  ));
  const found = files.filter((list) => list.length > 0).length;
  if (found < 2) {
    throw new Error(
      `Cannot read images from ${folder}: found ${found} folders with files in it, wanted one for each class, ` +
        "such as cats/ and dogs/",
    );
  }
  return files.flat();
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.filter(({ name }) => !name.startsWith(".") && !LEFTOVERS.includes(name))
      .sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : cause;
    // In a notebook a path begins in its folder, and not in the project's.
    const where = resolve(folder) === folder ? folder : `${folder}, that is ${resolve(folder)}`;
    throw new Error(`Cannot read images from ${where}: ${fault}`, { cause });
  }
}

function requireChannels([height, width, channels]: Images["shape"]): void {
  const isPositive = [height, width].every((side) => Number.isSafeInteger(side) && side > 0);
  if (isPositive && (channels === 1 || channels === 3)) return;
  throw new RangeError(
    `Cannot make images of shape ${
      [height, width, channels].join("x")
    }: wanted height, width and 1 or 3 channels`,
  );
}
