/**
 * The TensorFlow kernels that the networks are made of, forward and backward, one function each. Images are
 * [batch, height, width, channels], filters [height, width, in, out], padding is SAME. Outputs belong to the
 * workspace.
 * @module
 */
import type { OpAttribute } from "../runtime.ts";
import type { Tensor, Workspace } from "../workspace.ts";

// Codes of TF_AttrType and TF_DataType in TensorFlow's C interface.
const text = (name: string, value: string): OpAttribute => ({ name, type: 0, value });
const int = (name: string, value: number | number[]): OpAttribute => ({ name, type: 1, value });
const float = (name: string, value: number): OpAttribute => ({ name, type: 2, value });
const bool = (name: string, value: boolean): OpAttribute => ({ name, type: 3, value });

const type = (name: string, value: number): OpAttribute => ({ name, type: 4, value });

// Operations that take a list of inputs do not find out the list's type by themselves.
const listOf = (name: string, length: number): OpAttribute[] => [int(name, length), type("T", 1)];
const SAME = text("padding", "SAME");
const strided = (stride: number): OpAttribute[] => [int("strides", [1, stride, stride, 1]), SAME];
const STRIDES: Readonly<Record<1 | 2, OpAttribute[]>> = { 1: strided(1), 2: strided(2) };
const pooling = (size: number, stride: number): OpAttribute[] => [
  int("ksize", [1, size, size, 1]),
  int("strides", [1, stride, stride, 1]),
  SAME,
];

/** Added to the variance of a batch before its root is taken. */
export const NORM_EPSILON = 1e-3;
const NORM_TRAINING = [float("epsilon", NORM_EPSILON), bool("is_training", true)];
const NORM_FIXED = [float("epsilon", NORM_EPSILON), bool("is_training", false)];

const NONE = new Float32Array(0);
const sizes = (workspace: Workspace, shape: readonly number[]): Tensor =>
  workspace.integers([shape.length], Int32Array.from(shape));
const one = (tensors: Tensor[]): Tensor => tensors[0]!;

/** Cross-correlation of `x` with `filter` [kh, kw, in, out], `stride` pixels apart. */
export function conv2d(ws: Workspace, x: Tensor, filter: Tensor, stride: 1 | 2 = 1): Tensor {
  return one(ws.run("Conv2D", STRIDES[stride], [x, filter]));
}

/** Gradient of {@linkcode conv2d} by its input of shape `xShape`. */
export function conv2dInputGradient(
  ws: Workspace,
  xShape: readonly number[],
  filter: Tensor,
  dy: Tensor,
  stride: 1 | 2 = 1,
): Tensor {
  return one(ws.run("Conv2DBackpropInput", STRIDES[stride], [sizes(ws, xShape), filter, dy]));
}

/** Gradient of {@linkcode conv2d} by its filter of shape `filterShape`. */
export function conv2dFilterGradient(
  ws: Workspace,
  x: Tensor,
  filterShape: readonly number[],
  dy: Tensor,
  stride: 1 | 2 = 1,
): Tensor {
  return one(ws.run("Conv2DBackpropFilter", STRIDES[stride], [x, sizes(ws, filterShape), dy]));
}

/** Convolution of each channel with its own filter, [kh, kw, channels, 1]. */
export function depthwise(ws: Workspace, x: Tensor, filter: Tensor): Tensor {
  return one(ws.run("DepthwiseConv2dNative", STRIDES[1], [x, filter]));
}

/** Gradient of {@linkcode depthwise} by its input of shape `xShape`. */
export function depthwiseInputGradient(
  ws: Workspace,
  xShape: readonly number[],
  filter: Tensor,
  dy: Tensor,
): Tensor {
  return one(
    ws.run("DepthwiseConv2dNativeBackpropInput", STRIDES[1], [sizes(ws, xShape), filter, dy]),
  );
}

/** Gradient of {@linkcode depthwise} by its filter of shape `filterShape`. */
export function depthwiseFilterGradient(
  ws: Workspace,
  x: Tensor,
  filterShape: readonly number[],
  dy: Tensor,
): Tensor {
  return one(
    ws.run("DepthwiseConv2dNativeBackpropFilter", STRIDES[1], [x, sizes(ws, filterShape), dy]),
  );
}

/** What {@linkcode batchNorm} gives: the output, the batch's statistics, and what its gradient needs. */
export interface BatchNormOutput {
  readonly y: Tensor;
  /** Mean of each channel over batch, height and width, [channels]. */
  readonly mean: Tensor;
  /** The second is the variance of each channel, without Bessel's correction. */
  readonly saved: readonly Tensor[];
}

/** (x - mean) / sqrt(variance + epsilon) * scale + offset, with the statistics of this batch (variance without correction). */
export function batchNorm(ws: Workspace, x: Tensor, scale: Tensor, offset: Tensor): BatchNormOutput {
  const none = ws.floats([0], NONE);
  const [y, mean, _corrected, ...saved] = ws.run(
    "FusedBatchNormV3",
    NORM_TRAINING,
    [x, scale, offset, none, none],
    6,
  );
  return { y: y!, mean: mean!, saved };
}

/** Gradients of {@linkcode batchNorm} by x, scale and offset. */
export function batchNormGradient(
  ws: Workspace,
  x: Tensor,
  scale: Tensor,
  saved: readonly Tensor[],
  dy: Tensor,
): { dx: Tensor; dScale: Tensor; dOffset: Tensor } {
  const [dx, dScale, dOffset] = ws.run("FusedBatchNormGradV3", NORM_TRAINING, [dy, x, scale, ...saved], 5);
  return { dx: dx!, dScale: dScale!, dOffset: dOffset! };
}

/** Batch norm with given statistics [channels] in place of the batch's own. */
export function fixedNorm(
  ws: Workspace,
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  mean: Tensor,
  variance: Tensor,
): Tensor {
  return ws.run("FusedBatchNormV3", NORM_FIXED, [x, scale, offset, mean, variance], 6)[0]!;
}

/** max(x, 0). */
export function relu(ws: Workspace, x: Tensor): Tensor {
  return one(ws.run("Relu", [], [x]));
}

/** Gradient of {@linkcode relu}: `dy` where its output `y` is positive, else 0. */
export function reluGradient(ws: Workspace, y: Tensor, dy: Tensor): Tensor {
  return one(ws.run("ReluGrad", [], [dy, y]));
}

/** Largest value of each window. */
export function maxPool(ws: Workspace, x: Tensor, size: number): Tensor {
  return one(ws.run("MaxPool", pooling(size, 1), [x]));
}

/** Gradient of {@linkcode maxPool}: to the first largest value of each window. */
export function maxPoolGradient(ws: Workspace, x: Tensor, y: Tensor, size: number, dy: Tensor): Tensor {
  return one(ws.run("MaxPoolGrad", pooling(size, 1), [x, y, dy]));
}

/** Mean of each window; pixels beyond the border do not count. */
export function averagePool(ws: Workspace, x: Tensor, size: number, stride: 1 | 2): Tensor {
  return one(ws.run("AvgPool", pooling(size, stride), [x]));
}

/** Gradient of {@linkcode averagePool} by its input of shape `xShape`. */
export function averagePoolGradient(
  ws: Workspace,
  xShape: readonly number[],
  size: number,
  stride: 1 | 2,
  dy: Tensor,
): Tensor {
  return one(ws.run("AvgPoolGrad", pooling(size, stride), [sizes(ws, xShape), dy]));
}

/** Sum of tensors of one shape, added in the order given. */
export function addN(ws: Workspace, terms: readonly Tensor[]): Tensor {
  if (terms.length === 1) return terms[0]!;
  return one(ws.run("AddN", listOf("N", terms.length), terms));
}

/** Joins tensors along their last axis. */
export function concatChannels(ws: Workspace, parts: readonly Tensor[]): Tensor {
  const axis = ws.integers([], Int32Array.of(parts[0]!.shape.length - 1));
  return one(ws.run("ConcatV2", listOf("N", parts.length), [...parts, axis]));
}

/** Cuts a tensor along its last axis into `count` equal parts. */
export function splitChannels(ws: Workspace, x: Tensor, count: number): Tensor[] {
  const axis = ws.integers([], Int32Array.of(x.shape.length - 1));
  return ws.run("Split", [int("num_split", count)], [axis, x], count);
}

/** Mean over height and width: [batch, height, width, channels] to [batch, channels]. */
export function globalMean(ws: Workspace, x: Tensor): Tensor {
  return one(ws.run("Mean", [], [x, ws.integers([2], Int32Array.of(1, 2))]));
}

/** Gradient of {@linkcode globalMean} by its input of shape `xShape`. */
export function globalMeanGradient(ws: Workspace, xShape: readonly number[], dy: Tensor): Tensor {
  const [batch, height, width, channels] = xShape as [number, number, number, number];
  const share = one(
    ws.run("Reshape", [], [scale(ws, dy, 1 / (height * width)), sizes(ws, [batch, 1, 1, channels])]),
  );
  return one(ws.run("BroadcastTo", [], [share, sizes(ws, xShape)]));
}

/** Matrix product of `a` and `b`, each transposed first if so told. */
export function matMul(ws: Workspace, a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  return one(ws.run("MatMul", [bool("transpose_a", transposeA), bool("transpose_b", transposeB)], [a, b]));
}

/** Adds `bias` [channels] along the last axis. */
export function biasAdd(ws: Workspace, x: Tensor, bias: Tensor): Tensor {
  return one(ws.run("BiasAdd", [], [x, bias]));
}

/** Gradient of {@linkcode biasAdd} by the bias. */
export function biasGradient(ws: Workspace, dy: Tensor): Tensor {
  return one(ws.run("BiasAddGrad", [], [dy]));
}

/** `x` times a number. */
export function scale(ws: Workspace, x: Tensor, factor: number): Tensor {
  return one(ws.run("Mul", [], [x, ws.floats([], Float32Array.of(factor))]));
}

/**
 * Cross-entropy of softmax(`logits`) [batch, classes] with the true classes [batch], and its gradient by the
 * logits; both of each image, not averaged.
 */
export function softmaxCrossEntropy(
  ws: Workspace,
  logits: Tensor,
  labels: Tensor,
): { loss: Tensor; gradient: Tensor } {
  const [loss, gradient] = ws.run("SparseSoftmaxCrossEntropyWithLogits", [], [logits, labels], 2);
  return { loss: loss!, gradient: gradient! };
}
