/**
 * How TensorFlow's operations are called, and those that are no layers. Outputs belong to the workspace.
 * @module
 */
import type { OpAttribute } from "../runtime.ts";
import type { Tensor, Workspace } from "../workspace.ts";

// Codes of TF_AttrType in TensorFlow's C interface.
const CODES = { text: 0, int: 1, float: 2, bool: 3, type: 4 } as const;

/** An attribute of an operation; an `int` may be a list of integers. */
export function attribute(name: string, type: keyof typeof CODES, value: unknown): OpAttribute {
  return { name, type: CODES[type], value };
}

// Operations that take a list of inputs do not find out the list's type by themselves; 1 is TF_FLOAT.
const FLOATS = attribute("T", "type", 1);

/** The attributes of an operation on a list of so many float tensors. */
export function listOf(length: number): OpAttribute[] {
  return [attribute("N", "int", length), FLOATS];
}

/** Runs an operation with one output. */
export function runOne(
  ws: Workspace,
  operation: string,
  attributes: OpAttribute[],
  ...inputs: readonly Tensor[]
): Tensor {
  return ws.run(operation, attributes, inputs)[0]!;
}

/** Integers as a tensor, such as a shape. */
export function integers(ws: Workspace, values: readonly number[]): Tensor {
  return ws.integers([values.length], Int32Array.from(values));
}

/** Sum of tensors of one shape, added in the order given. */
export function addN(ws: Workspace, terms: readonly Tensor[]): Tensor {
  return terms.length === 1 ? terms[0]! : runOne(ws, "AddN", listOf(terms.length), ...terms);
}

/** `x` times a number. */
export function scale(ws: Workspace, x: Tensor, factor: number): Tensor {
  return runOne(ws, "Mul", [], x, ws.floats([], Float32Array.of(factor)));
}

/**
 * Cross-entropy of softmax(`logits`) [batch, classes] with the true classes [batch], and its gradient by the
 * logits; both of each image, not averaged.
 */
export function softmaxCrossEntropy(
  ws: Workspace,
  logits: Tensor,
  labels: Tensor,
): { readonly loss: Tensor; readonly gradient: Tensor } {
  const [loss, gradient] = ws.run("SparseSoftmaxCrossEntropyWithLogits", [], [logits, labels], 2);
  return { loss: loss!, gradient: gradient! };
}
