/**
 * What a piece of work must do at least: floating-point operations, bytes moved, and the time these take at the
 * processor's limits.
 * @module
 */

/** Work of one kind as `lib/engine/native/meter.h` counts it; lengths are those of one image. */
export interface Work {
  readonly kind: Kind;
  readonly way: Way;
  /** Height and width of the window. */
  readonly window: readonly [high: number, wide: number];
  readonly from: ImageShape;
  readonly to: ImageShape;
  /** Whether results are added to what is there, which is read then. */
  readonly add: boolean;
}

type ImageShape = readonly [height: number, width: number, channels: number];

/** By the numbers that the kernels have for them (`layer.h`, `meter.h`). */
const kinds = {
  0: "conv",
  1: "depthwise",
  2: "maxPool",
  3: "averagePool",
  4: "halve",
  10: "identity",
  11: "norm",
  12: "statistics",
  13: "classifier",
} as const;
type Kind = typeof kinds[keyof typeof kinds];

/** Forward, or back to the gradient of what was read or of the filter. */
export const ways = ["forward", "input gradient", "filter gradient"] as const;
export type Way = typeof ways[number];

/** Reads the row of integers that stands for some work. */
export function readWork(row: readonly number[]): Work {
  const [kind, way, high, wide, _stride, ...rest] = row as [number, number, number, number, number];
  const [h1, w1, c1, h2, w2, c2, add] = rest as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    kind: kinds[kind as keyof typeof kinds],
    way: ways[way]!,
    window: [high, wide],
    from: [h1, w1, c1],
    to: [h2, w2, c2],
    add: add === 1,
  };
}

/** What a kind of work is called on the page; filters along rows and along columns go together. */
export function workName({ kind, window, from }: Work): string {
  const [high, wide] = [Math.min(...window), Math.max(...window)];
  switch (kind) {
    case "conv":
      return from[2] < 8 ? "stem" : `convolution ${high}x${wide}`;
    case "depthwise":
      return `depthwise ${high}x${wide}`;
    case "maxPool":
      return "max pooling";
    case "averagePool":
      return "average pooling";
    case "halve":
      return "halving";
    case "norm":
      return "norm and ReLU";
    case "statistics":
      return "statistics of norms";
    default:
      return kind;
  }
}

/** The processor's limits, measured: operations a second, and bytes read and written a second by copies of a size. */
export interface Limits {
  readonly flops: number;
  readonly copies: readonly { readonly bytes: number; readonly bytesPerSecond: number }[];
}

/** What one call must do. */
export interface Needs {
  readonly operations: number;
  /** Bytes of the image at hand, which the call's own cache level holds. */
  readonly near: number;
  /** Bytes of values that were written for the whole batch and have left the near cache. */
  readonly far: number;
}

const FLOAT = 4;

/** Least operations and bytes of a call, whatever a kernel does: each value is read and written once. */
export function needsOf({ kind, way, window: [high, wide], from, to, add }: Work): Needs {
  const [read, written] = [size(from), size(to)];
  const again = add ? 2 : 1;
  const near = (floats: number) => FLOAT * floats;
  if (kind === "conv" || kind === "depthwise") {
    const filter = high * wide * from[2] * (kind === "conv" ? to[2] : 1);
    const operations = 2 * high * wide * written * (kind === "conv" ? from[2] : 1);
    const values =
      { "forward": read + again * written, "input gradient": written + again * read }[way as string] ??
        read + written + filter;
    return { operations, near: near(values + filter), far: 0 };
  }
  const forward = way === "forward";
  const passing = forward ? read + again * written : written + again * read;
  switch (kind) {
    case "maxPool":
      // Rows and then columns; the way back looks for the maximum again.
      return forward
        ? { operations: (high + wide - 2) * written, near: near(passing), far: 0 }
        : { operations: 2 * (high + wide - 1) * written, near: near(read + passing), far: 0 };
    case "averagePool":
      return { operations: (high + wide) * written, near: near(passing), far: 0 };
    case "halve":
      return { operations: forward ? 4 * written : read, near: near(passing), far: 0 };
    case "identity":
      return { operations: add ? written : 0, near: near(passing), far: 0 };
    case "norm":
      // Scaled, shifted and cut off at zero; back, the gradient through that and the two means.
      return forward
        ? { operations: 3 * read, near: near(read), far: FLOAT * read }
        : { operations: 8 * read, near: near(read), far: FLOAT * 2 * read };
    case "statistics":
      return { operations: (forward ? 4 : 7) * read, near: near((forward ? 1 : 2) * read), far: 0 };
    case "classifier":
      return { operations: (forward ? 4 : again) * read, near: 0, far: FLOAT * (forward ? 1 : again) * read };
  }
  throw new Error(`Cannot count ${kind}`);
}

function size([height, width, channels]: ImageShape): number {
  return height * width * channels;
}

/**
 * Seconds that a call takes at least: arithmetic at its peak, or the bytes at the rate of copies, whichever is longer.
 *
 * @param batchBytes of the values among which those that have left the near cache stand
 */
export function leastSeconds({ operations, near, far }: Needs, batchBytes: number, limits: Limits): number {
  const rate = (bytes: number): number =>
    (limits.copies.find((copy) => copy.bytes >= bytes) ?? limits.copies.at(-1)!).bytesPerSecond;
  return Math.max(operations / limits.flops, near / rate(near) + far / rate(batchBytes));
}
