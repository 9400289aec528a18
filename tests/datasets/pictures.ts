/**
 * Image files made for tests.
 * @module
 */
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import type { Tally } from "../../lib/datasets/account.ts";
import { type FolderOptions, imagesFromFolder } from "../../lib/datasets/mod.ts";
import { integer, prng } from "../../lib/random.ts";

/** A picture of noise, in the format of sharp that is asked for. */
export function noise(seed: number, width = 6, height = 6): Sharp {
  const rng = prng(seed, "noise");
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => integer(rng, 256));
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A picture of one colour; the fourth value is how opaque it is, from 0 to 255. */
export function plain(width: number, height: number, colour: readonly number[]): Sharp {
  const channels = colour.length as 3 | 4;
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, at) => colour[at % channels]!);
  return sharp(pixels, { raw: { width, height, channels } });
}

export const svg = (content: string): Sharp =>
  sharp(
    new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" width="6" height="6">${content}</svg>`),
  );

/** A grey TIFF of 32-bit floats, written out by the format's page: head, values, then twelve bytes a field. */
export function floatTiff(width: number, height: number, values: readonly number[]): Uint8Array {
  const at = 8 + 4 * values.length;
  const [short, long] = [3, 4];
  // deno-fmt-ignore
  const fields = [
    [256, long, width], [257, long, height], [258, short, 32], [259, short, 1], [262, short, 1], [273, long, 8],
    [277, short, 1], [278, long, height], [279, long, 4 * values.length], [339, short, 3],
  ] as const;
  const bytes = new Uint8Array(at + 2 + 12 * fields.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, at, true);
  values.forEach((value, place) => view.setFloat32(8 + 4 * place, value, true));
  view.setUint16(at, fields.length, true);
  fields.forEach(([tag, type, value], place) => {
    const field = at + 2 + 12 * place;
    view.setUint16(field, tag, true);
    view.setUint16(field + 2, type, true);
    view.setUint32(field + 4, 1, true);
    view.setUint32(field + 8, value, true);
  });
  return bytes;
}

type Content = string | Uint8Array | { toBuffer(): Promise<Uint8Array> };

/** Writes files into a folder, by their paths in it. */
export async function writePictures(folder: string, files: Readonly<Record<string, Content>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    const isBytes = typeof content === "string" || content instanceof Uint8Array;
    const bytes = isBytes ? content : await content.toBuffer();
    await Deno.writeFile(
      join(folder, path),
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes),
    );
  }
}

export const animals = () => ({
  "cats/1.png": noise(1).png(),
  "cats/2.png": noise(2).png(),
  "dogs/1.png": noise(3).png(),
  "dogs/2.png": noise(4).png(),
});

/** Reads two cats, two dogs and these files. */
export async function readWith(
  files: Readonly<Record<string, Content>>,
  options?: FolderOptions,
  channels: 1 | 3 = 3,
) {
  const folder = await Deno.makeTempDir();
  try {
    await writePictures(folder, { ...animals(), ...files });
    return await imagesFromFolder(folder, [6, 6, channels], options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What is left out or changed, as "what: count (examples)". */
export const tallies = (list: readonly Tally[]) =>
  list.map(({ what, count, examples }) => `${what}: ${count} (${examples.join(", ")})`);
