/**
 * The size of a network around its cells.
 * @module
 */
import { z } from "zod";
import { check, members, positiveInteger } from "../options.ts";

/** Stage s, from 0, has `filters` * 2^s channels in each block and half the height and width of the one before. */
export interface NetworkShape {
  /** Height and width in pixels, channels. */
  readonly image: readonly [height: number, width: number, channels: number];
  /** Classes that the head tells apart. */
  readonly classes: number;
  /** Channels of the stem and of each block of the first stage. */
  readonly filters: number;
  readonly stages: number;
  readonly cellsPerStage: number;
  /** Stride of the stem; 2 halves the height and width of the first stage. */
  readonly stemStride: 1 | 2;
}

/** What is accepted as a shape. */
export const networkShapeSchema: z.ZodType<NetworkShape> = members({
  image: z.tuple([positiveInteger, positiveInteger, positiveInteger], "[height, width, channels]"),
  classes: positiveInteger,
  filters: positiveInteger,
  stages: positiveInteger,
  cellsPerStage: positiveInteger,
  stemStride: z.literal([1, 2], "1 or 2"),
});

/** Throws a `RangeError` if a name in a shape is unknown, or a size or the stem's stride is not accepted. */
export function validateNetworkShape(shape: NetworkShape): void {
  check("Cannot use a network shape", networkShapeSchema, shape, "shape");
}
