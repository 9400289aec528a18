/**
 * The operations that nearly all the time goes to, each with one call forward and one back. On a CPU they are our own
 * kernels (`native/`), which for a ghost batch of a small network are two to eight times faster than TensorFlow's;
 * on a GPU, or for sizes that ours do not take, TensorFlow's. Both compute the same mathematics to within rounding.
 * @module
 */
import {
  averagePool,
  averagePoolGradient,
  batchNorm,
  batchNormGradient,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  maxPool,
  maxPoolGradient,
  relu,
  reluGradient,
} from "./kernels.ts";
import type { Tensor, Workspace } from "./workspace.ts";

/** Gradients by an input and by a filter. */
export interface FilterGradients {
  readonly dx: Tensor;
  readonly dFilter: Tensor;
}

/** What {@linkcode normRelu} gives. */
export interface NormReluOutput {
  readonly y: Tensor;
  /** Mean and variance (without correction) of each channel, [channels]. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** What the gradient needs. */
  readonly saved: readonly Tensor[];
}

const LANES = 16;

/** Whether a row of `width` pixels can be walked in vectors of 16 floats with the channels in fixed lanes. */
function fitsLanes(width: number, channels: number): boolean {
  return channels % LANES === 0 || (LANES % channels === 0 && width * channels >= LANES);
}

function pixelsOf(x: Tensor): number {
  return x.shape.slice(0, -1).reduce((product, side) => product * side, 1);
}

/** max(0, batch norm of x) with the statistics of this batch. */
export function normRelu(ws: Workspace, x: Tensor, scale: Tensor, offset: Tensor): NormReluOutput {
  if (ws.runtime.native && fitsLanes(pixelsOf(x), x.shape.at(-1)!)) {
    const [y, mean, variance, inverse] = ws.run("OneShotNormRelu", [], [x, scale, offset], 4);
    return { y: y!, mean: mean!, variance: variance!, saved: [mean!, inverse!] };
  }
  const { y, mean, saved } = batchNorm(ws, x, scale, offset);
  return { y: relu(ws, y), mean, variance: saved[1]!, saved };
}

/** Gradients of {@linkcode normRelu} by x, scale and offset. */
export function normReluGradient(
  ws: Workspace,
  x: Tensor,
  scale: Tensor,
  { y, saved }: NormReluOutput,
  dy: Tensor,
): { dx: Tensor; dScale: Tensor; dOffset: Tensor } {
  if (saved.length === 2) {
    const [dx, dScale, dOffset] = ws.run("OneShotNormReluGrad", [], [dy, x, y, scale, ...saved], 3);
    return { dx: dx!, dScale: dScale!, dOffset: dOffset! };
  }
  return batchNormGradient(ws, x, scale, saved, reluGradient(ws, y, dy));
}

function fitsConv([height, width, from, to]: readonly number[], stride: number): boolean {
  return stride === 1 && height! % 2 === 1 && width! % 2 === 1 && from! % 8 === 0 && to! % 8 === 0;
}

/** Convolution of `x` with `filter` [kh, kw, in, out], `stride` pixels apart. */
export function conv(ws: Workspace, x: Tensor, filter: Tensor, stride: 1 | 2 = 1): Tensor {
  if (ws.runtime.native && fitsConv(filter.shape, stride)) return ws.run("OneShotConv", [], [x, filter])[0]!;
  return conv2d(ws, x, filter, stride);
}

/** Gradients of {@linkcode conv}. */
export function convGradients(
  ws: Workspace,
  x: Tensor,
  filter: Tensor,
  dy: Tensor,
  stride: 1 | 2 = 1,
): FilterGradients {
  if (ws.runtime.native && fitsConv(filter.shape, stride)) {
    const [dx, dFilter] = ws.run("OneShotConvGrad", [], [x, filter, dy], 2);
    return { dx: dx!, dFilter: dFilter! };
  }
  return {
    dx: conv2dInputGradient(ws, x.shape, filter, dy, stride),
    dFilter: conv2dFilterGradient(ws, x, filter.shape, dy, stride),
  };
}

/** Convolution of each channel with its own filter, [kh, kw, channels, 1], odd sizes. */
export function depthwiseConv(ws: Workspace, x: Tensor, filter: Tensor): Tensor {
  if (ws.runtime.native && fitsLanes(x.shape[2]!, x.shape[3]!)) {
    return ws.run("OneShotDepthwise", [], [x, filter])[0]!;
  }
  return depthwise(ws, x, filter);
}

/** Gradients of {@linkcode depthwiseConv}. */
export function depthwiseConvGradients(
  ws: Workspace,
  x: Tensor,
  filter: Tensor,
  dy: Tensor,
): FilterGradients {
  if (ws.runtime.native && fitsLanes(x.shape[2]!, x.shape[3]!)) {
    const [dx, dFilter] = ws.run("OneShotDepthwiseGrad", [], [x, filter, dy], 2);
    return { dx: dx!, dFilter: dFilter! };
  }
  return {
    dx: depthwiseInputGradient(ws, x.shape, filter, dy),
    dFilter: depthwiseFilterGradient(ws, x, filter.shape, dy),
  };
}

/** What {@linkcode largestOfWindows} gives. */
export interface LargestOutput {
  readonly y: Tensor;
  /** Which pixel of each window is its first largest; absent where TensorFlow finds it out anew. */
  readonly chosen: Tensor | undefined;
}

const sizeTensor = (ws: Workspace, size: number): Tensor => ws.integers([1], Int32Array.of(size));

/** Max pooling over windows of odd size, one pixel apart. */
export function largestOfWindows(ws: Workspace, x: Tensor, size: number): LargestOutput {
  if (ws.runtime.native && fitsLanes(x.shape[2]!, x.shape[3]!)) {
    const [y, chosen] = ws.run("OneShotMaxPool", [], [x, sizeTensor(ws, size)], 2);
    return { y: y!, chosen };
  }
  return { y: maxPool(ws, x, size), chosen: undefined };
}

/** Gradient of {@linkcode largestOfWindows}. */
export function largestOfWindowsGradient(
  ws: Workspace,
  x: Tensor,
  { y, chosen }: LargestOutput,
  size: number,
  dy: Tensor,
): Tensor {
  if (chosen === undefined) return maxPoolGradient(ws, x, y, size, dy);
  return ws.run("OneShotMaxPoolGrad", [], [dy, chosen, sizeTensor(ws, size)])[0]!;
}

/** Average pooling over windows of odd size, one pixel apart; pixels beyond the border do not count. */
export function meanOfWindows(ws: Workspace, x: Tensor, size: number): Tensor {
  if (ws.runtime.native && fitsLanes(x.shape[2]!, x.shape[3]!)) {
    return ws.run("OneShotAveragePool", [], [x, sizeTensor(ws, size)])[0]!;
  }
  return averagePool(ws, x, size, 1);
}

/** Gradient of {@linkcode meanOfWindows} by its input of the shape of `dy`. */
export function meanOfWindowsGradient(ws: Workspace, size: number, dy: Tensor): Tensor {
  if (ws.runtime.native && fitsLanes(dy.shape[2]!, dy.shape[3]!)) {
    return ws.run("OneShotAveragePoolGrad", [], [dy, sizeTensor(ws, size)])[0]!;
  }
  return averagePoolGradient(ws, dy.shape, size, 1, dy);
}
