/**
 * What an operation of a choice block is: a name and a list of layers, as plain data. A space has a table of them, so
 * another table makes another space and nothing else has to change.
 * @module
 */
import { z } from "zod";
import { kindsOf, list, members, number } from "../options.ts";

/** Height and width of a filter in pixels; both odd, so that it has a middle. */
export type Kernel = readonly [height: number, width: number];

/**
 * A layer of an operation. It keeps height, width and channels: all have stride 1 and SAME padding.
 *
 * - `conv`: a convolution over all channels, without bias
 * - `depthwise`: one filter a channel, without bias
 * - `norm`: batch norm with scale and offset, then ReLU
 * - `maxPool`, `averagePool`: over `size` x `size` pixels
 */
export type LayerSpec =
  | { readonly kind: "conv"; readonly kernel: Kernel }
  | { readonly kind: "depthwise"; readonly kernel: Kernel }
  | { readonly kind: "norm" }
  | { readonly kind: "maxPool"; readonly size: number }
  | { readonly kind: "averagePool"; readonly size: number };

/** A named list of layers. The operation without layers is the identity. */
export interface Operation {
  /** A lower-case letter, then lower-case letters, digits and underscores. */
  readonly name: string;
  /** From the block's input, normalised and rectified already, to its output. */
  readonly layers: readonly LayerSpec[];
}

/** A pair of depthwise-separable convolutions. */
const separablePair = (size: number): readonly LayerSpec[] => [
  { kind: "depthwise", kernel: [size, size] },
  { kind: "conv", kernel: [1, 1] },
  { kind: "norm" },
  { kind: "depthwise", kernel: [size, size] },
  { kind: "conv", kernel: [1, 1] },
];

/**
 * The seven operations of the paper: identity, pairs of depthwise-separable 3x3, 5x5 and 7x7 convolutions, a 1x7
 * convolution followed by a 7x1, 3x3 max pooling and 3x3 average pooling. None begins with a norm: a block normalises
 * its input once for all of them.
 */
export const paperOperations: readonly Operation[] = [
  { name: "identity", layers: [] },
  { name: "sep3", layers: separablePair(3) },
  { name: "sep5", layers: separablePair(5) },
  { name: "sep7", layers: separablePair(7) },
  {
    name: "conv7",
    layers: [{ kind: "conv", kernel: [1, 7] }, { kind: "norm" }, { kind: "conv", kernel: [7, 1] }],
  },
  { name: "max3", layers: [{ kind: "maxPool", size: 3 }] },
  { name: "avg3", layers: [{ kind: "averagePool", size: 3 }] },
];

/** The longest table of operations: with it, the number of sets of operations is a safe integer. */
export const maxOperations = 32;

const size = number((value) => value % 2 === 1, "a positive odd integer");
const kernel = z.tuple([size, size], "[height, width]");
const name = z.string("a name").regex(
  /^[a-z][a-z0-9_]*$/,
  "a lower-case letter, then lower-case letters, digits and underscores",
);
const layers = list(
  kindsOf<LayerSpec>({
    conv: { kernel },
    depthwise: { kernel },
    norm: {},
    maxPool: { size },
    averagePool: { size },
  }),
  "a list of layers",
);

const tableLength = `a list of 1 to ${maxOperations} operations`;

/** What is accepted as a table of operations: no name is used twice, and sizes are odd. */
export const operationsSchema: z.ZodType<readonly Operation[]> = z
  .array(members<Operation>({ name, layers }), tableLength)
  .min(1, tableLength)
  .max(maxOperations, tableLength)
  .superRefine((operations, { addIssue }) => {
    const names = operations.map(({ name }) => name);
    const twice = names.findIndex((name, index) => names.indexOf(name) < index);
    if (twice >= 0) addIssue({ code: "custom", path: [twice, "name"], message: "a name that is not taken" });
  });
