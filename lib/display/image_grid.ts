/**
 * Small images with captions.
 * @module
 */
import { z } from "zod";
import { check, members, optional, positiveInteger } from "../options.ts";
import { type Displayable, displayable } from "./displayable.ts";
import { escapeHtml, plainLine } from "./escape.ts";

/** An image and what stands below it. */
export interface GridImage {
  /** [height, width, channels], 0 to 255; 1 channel is grey, 3 are red, green and blue. */
  readonly pixels: Uint8Array;
  readonly caption: string;
}

/** How {@linkcode imageGrid} looks. */
export interface ImageGridOptions {
  /** Height, width and channels of each image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Width of each on the page in pixels. @default 84 */
  readonly width?: number;
}

const schema = members<ImageGridOptions>({
  shape: z.tuple([positiveInteger, positiveInteger, positiveInteger], "[height, width, channels]"),
  width: optional(positiveInteger),
});

/** Shows images side by side, each with its caption, which is its text alternative, too. */
export async function imageGrid(
  images: readonly GridImage[],
  options: ImageGridOptions,
): Promise<Displayable> {
  check("Cannot show images", schema, options);
  const { shape: [height, width, channels], width: shown = 84 } = options;
  const { default: sharp } = await import("sharp"); // loaded only where images are shown
  const raw = { height, width, channels: channels as 1 | 3 };
  const figures = await Promise.all(images.map(async ({ pixels, caption }) => {
    const png = await sharp(Uint8Array.from(pixels), { raw }).png().toBuffer();
    const text = escapeHtml(caption);
    return `<figure style="margin:0;width:${shown}px;font:12px/1.3 system-ui,sans-serif;text-align:center">` +
      `<img alt="${text}" width="${shown}" style="image-rendering:pixelated;display:block;margin-bottom:0.2em" ` +
      `src="data:image/png;base64,${png.toString("base64")}"><figcaption>${text}</figcaption></figure>`;
  }));
  return displayable(
    `<div style="display:flex;flex-wrap:wrap;gap:0.6em">${figures.join("")}</div>`,
    images.map(({ caption }) => `[image: ${plainLine(caption)}]`).join("\n"),
  );
}
