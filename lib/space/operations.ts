/**
 * What an operation of a choice block is: a name and a list of layers, as plain data. A table of them is part of a
 * space, so another table makes another space and nothing else has to change.
 * @module
 */

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
  /** From the block's input to its output. The input is normalised and rectified already. */
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
 * The seven operations of the paper: identity, pairs of depthwise-separable 3x3, 5x5 and 7x7
 * convolutions, a 1x7 convolution followed by a 7x1, 3x3 max pooling and 3x3 average pooling. None begins with a
 * norm: a block normalises its input once for all of them.
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

/**
 * Checks a table of operations.
 *
 * @throws {TypeError} if a name is no string, layers or a kernel are no list, or a layer's kind is unknown
 * @throws {RangeError} if the table is empty or too long, a name is malformed or used twice, or a filter or window
 * size is not a positive odd integer
 *
 * @example A size that has no middle
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { validateOperations } from "./operations.ts";
 *
 * const table = [{ name: "max2", layers: [{ kind: "maxPool", size: 2 }] }] as const;
 * assertThrows(() => validateOperations(table), RangeError, "size 2, expected a positive odd integer");
 * ```
 */
export function validateOperations(operations: readonly Operation[]): void {
  if (!Array.isArray(operations)) {
    throw new TypeError(`Cannot use a table of operations: found ${String(operations)}, expected an array`);
  }
  if (operations.length < 1 || operations.length > maxOperations) {
    throw new RangeError(
      `Cannot use a table of operations: found ${operations.length} of them, expected 1 to ${maxOperations}`,
    );
  }
  const names = new Set<string>();
  operations.forEach(({ name, layers }, index) => {
    validateName(name, index);
    if (names.has(name)) {
      throw new RangeError(`Cannot use operation ${index}: the name "${name}" is taken, expected another`);
    }
    names.add(name);
    if (!Array.isArray(layers)) {
      throw new TypeError(`Cannot use operation "${name}": found layers ${layers}, expected an array`);
    }
    layers.forEach((layer, place) => validateLayer(layer, `layer ${place} of operation "${name}"`));
  });
}

function validateName(name: unknown, index: number): void {
  if (typeof name !== "string") {
    throw new TypeError(`Cannot use operation ${index}: found name ${String(name)}, expected a string`);
  }
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new RangeError(
      `Cannot use operation ${index}: found name ${JSON.stringify(name)}, ` +
        "expected a lower-case letter, then lower-case letters, digits and underscores",
    );
  }
}

function validateLayer(layer: LayerSpec, where: string): void {
  switch (layer.kind) {
    case "conv":
    case "depthwise":
      if (!Array.isArray(layer.kernel) || layer.kernel.length !== 2) {
        throw new TypeError(`Cannot use ${where}: found kernel ${layer.kernel}, expected [height, width]`);
      }
      return layer.kernel.forEach((size) => validateSize(size, where));
    case "maxPool":
    case "averagePool":
      return validateSize(layer.size, where);
    case "norm":
      return;
    default: {
      // Unreachable for the compiler, not for a table that was read from a file.
      const { kind } = layer satisfies never as { kind: unknown };
      throw new TypeError(
        `Cannot use ${where}: found kind ${JSON.stringify(kind)}, ` +
          "expected conv, depthwise, norm, maxPool or averagePool",
      );
    }
  }
}

function validateSize(size: number, where: string): void {
  if (!Number.isSafeInteger(size) || size < 1 || size % 2 === 0) {
    throw new RangeError(`Cannot use ${where}: found size ${size}, expected a positive odd integer`);
  }
}
