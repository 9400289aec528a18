/**
 * Image files as pixels of one shape.
 * @module
 */
import type { Metadata, Sharp } from "sharp";
import { messageOf } from "../../errors.ts";
import { check, members, oneOf, optional, type Shape, text } from "../../options.ts";
import { type Images, requireShape } from "../images.ts";

/** How files become images of one shape. */
export interface DecodeOptions {
  /** What lies under transparent parts, and beside the image if it is contained: a CSS colour. @default "white" */
  readonly background?: string;
  /**
   * How other proportions are made to fit: "cover" cuts what stands over at the sides, "contain" adds background there,
   * "fill" stretches. @default "cover"
   */
  readonly fit?: "cover" | "contain" | "fill";
}

/** Schemas of {@linkcode DecodeOptions}. */
export const decodeSchemas: Shape<DecodeOptions> = {
  background: optional(text),
  fit: optional(oneOf("cover", "contain", "fill")),
};
const schema = members<DecodeOptions>(decodeSchemas);

/** An image file as it was read. */
export interface Decoded {
  /** [height, width, channels], 0 to 255. */
  readonly pixels: Uint8Array;
  /** What is not as in the file, in words. */
  readonly changed: readonly string[];
}

/**
 * An image's pixels [height, width, channels], 0 to 255, turned upright as its EXIF says and scaled to the shape.
 *
 * @throws {Error} if the file is no image that can be decoded; the message has the path and the decoder's words
 */
export async function decodeImage(
  path: string,
  shape: Images["shape"],
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  check("Cannot read an image", schema, options);
  requireShape(shape);
  try {
    return (await decode(path, shape, options)).pixels;
  } catch (cause) {
    const message = `Cannot read image ${path}: found ${faultOf(cause)}, wanted a whole image file`;
    throw new Error(message, { cause });
  }
}

/** As {@linkcode decodeImage}, with what was changed, and the decoder's own errors. */
export async function decode(
  path: string,
  shape: Images["shape"],
  { background = "white", fit = "cover" }: DecodeOptions,
): Promise<Decoded> {
  // Loaded when it is wanted: workers import this room, too, and have no use for it.
  const { default: sharp } = await import("sharp");
  const [height, width, channels] = shape;
  const found = await sharp(path).metadata();
  const image = sharp(path).rotate().resize(width, height, { fit, background }).flatten({ background });
  const coloured: Sharp = channels === 1 ? image.greyscale() : image.toColourspace("srgb");
  const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new RangeError(`${info.channels} channels`);
  return { pixels: data, changed: changesOf(found, shape, { background, fit }) };
}

/** Throws a `RangeError` if the decoder doesn't know a colour. */
export async function requireColour(background: string): Promise<void> {
  const { default: sharp } = await import("sharp");
  try {
    sharp({ create: { width: 1, height: 1, channels: 3, background } });
  } catch (cause) {
    const message = `Cannot read images: found background ${JSON.stringify(background)}, wanted a CSS colour`;
    throw new RangeError(`${message} such as "white"`, { cause });
  }
}

/** The first line of what a decoder says; the others have details that differ from run to run. */
export function faultOf(cause: unknown): string {
  const [line = ""] = messageOf(cause).split("\n", 1);
  return line.replace(/[:\s]+$/, "");
}

/** Words for what scaling and conversion do to the look of an image. */
const fits = { cover: "cut at the sides to fit", contain: "given borders to fit", fill: "stretched to fit" };

/** What the decoder calls colours of red, green and blue, and greys. */
const spaces: readonly string[] = ["srgb", "rgb", "rgb16", "scrgb", "b-w", "grey16"];

function changesOf(
  { autoOrient, hasAlpha, pages = 1, space, depth }: Metadata,
  [height, width, channels]: Images["shape"],
  { background, fit }: Required<DecodeOptions>,
): string[] {
  const isGrey = space === "b-w" || space === "grey16";
  return [
    ...autoOrient.width * height === autoOrient.height * width ? [] : [fits[fit]],
    ...hasAlpha ? [`with transparency laid on ${background}`] : [],
    ...spaces.includes(space) ? [] : [`in ${space} colours made red, green and blue`],
    ...channels === 1 && !isGrey ? ["in colour made grey"] : [],
    ...pages > 1 ? ["with several frames or pages read for the first"] : [],
    ...depth === "ushort" ? ["of 16 bits scaled to 8"] : [],
    ...depth === "uchar" || depth === "ushort" ? [] : [`of ${depth} values cut to 0 to 255, not scaled`],
  ];
}
