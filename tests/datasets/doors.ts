/**
 * The ways in for labelled images, each with what writes its form.
 * @module
 */
import { join } from "node:path";
import sharp from "sharp";
import {
  checkImages,
  imagesFromBinary,
  imagesFromCsv,
  imagesFromCsvFile,
  imagesFromFolder,
  imagesFromIdxFiles,
  type LabelledImages,
  sharedImages,
} from "../../lib/datasets/mod.ts";
import { idxBytes } from "./fixtures.ts";

/** A set as its maker would describe it; whatever is wrong with it can be said here, too. */
export interface Described {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: readonly string[];
  readonly rows: readonly { readonly label: number; readonly values: readonly number[] }[];
}

/** Writes a set in a form and reads it again. `undefined` where the form has no way to say what is in the set. */
export type Door = (
  set: Described,
  damage?: (bytes: Uint8Array) => Uint8Array,
) => Promise<LabelledImages> | undefined;

const isByte = (value: number) => Number.isInteger(value) && value >= 0 && value <= 255;
const isOfBytes = ({ rows }: Described) =>
  rows.every(({ label, values }) => [label, ...values].every(isByte));
const nameOf = ({ classes }: Described, label: number) => classes[label] ?? `beyond ${label}`;

function csvOf(set: Described): string {
  const rows = set.rows.map(({ label, values }) => [`"${nameOf(set, label)}"`, ...values].join(","));
  return [["label", ...set.rows[0]!.values.map((_, at) => `pixel${at}`)].join(","), ...rows].join("\r\n");
}

/** Every way in, by name. */
export const doors: Readonly<Record<string, Door>> = {
  arrays: ({ shape, classes, rows }) =>
    // deno-lint-ignore require-await -- so that errors come as those of the others
    (async () => {
      const pixels = rows.flatMap(({ values }) => values);
      return checkImages({
        images: sharedImages(shape, { pixels, labels: rows.map(({ label }) => label) }),
        classes,
      });
    })(),
  IDX: (set, damage = (bytes) => bytes) => {
    if (!isOfBytes(set)) return undefined;
    const { shape: [height, width, channels], classes, rows } = set;
    const sides = channels === 1 ? [height, width] : [height, width, channels];
    const images = idxBytes([rows.length, ...sides], rows.flatMap(({ values }) => values));
    const labels = idxBytes([rows.length], rows.map(({ label }) => label));
    return Promise.try(() => imagesFromIdxFiles(damage(images), labels, { classes }));
  },
  "binary rows": (set, damage = (bytes) => bytes) => {
    if (!isOfBytes(set)) return undefined;
    const bytes = Uint8Array.from(set.rows.flatMap(({ label, values }) => [label, ...values]));
    return Promise.try(() => imagesFromBinary(damage(bytes), set.shape, { classes: set.classes }));
  },
  "CSV text": (set) => Promise.try(() => imagesFromCsv(csvOf(set), set.shape, { classes: set.classes })),
  "CSV stream": (set, damage = (bytes) => bytes) => {
    const bytes = damage(new TextEncoder().encode(csvOf(set)));
    return imagesFromCsvFile(new Response(Uint8Array.from(bytes)).body!, set.shape, { classes: set.classes });
  },
  folder: (set, damage = (bytes) => bytes) => {
    const { shape: [height, width, channels], rows, classes } = set;
    const isWhole = rows.every(({ values }) => values.length === height * width * channels);
    if (!isOfBytes(set) || !isWhole) return undefined;
    return (async () => {
      const folder = await Deno.makeTempDir();
      try {
        for (const [index, { label, values }] of rows.entries()) {
          await Deno.mkdir(join(folder, nameOf(set, label)), { recursive: true });
          const raw = { width, height, channels: channels as 1 | 3 };
          const isPicture = channels === 1 || channels === 3;
          const png = isPicture
            ? await sharp(Uint8Array.from(values), { raw }).toColourspace(channels === 1 ? "b-w" : "srgb")
              .png().toBuffer()
            : new Uint8Array(0);
          await Deno.writeFile(
            join(folder, nameOf(set, label), `${index}.png`),
            Uint8Array.from(damage(png)),
          );
        }
        return await imagesFromFolder(folder, set.shape, { classes });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    })();
  },
};
