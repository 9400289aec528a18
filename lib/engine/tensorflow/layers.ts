/**
 * The layers of a network, each with its gradient: thin functions over the engine's kernels. Nodes are
 * [batch, height, width, channels]. Batch norm is a trick of its own, in `tricks/`.
 * @module
 */
import {
  addN,
  averagePool,
  averagePoolGradient,
  biasAdd,
  biasGradient,
  concatChannels,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  globalMean,
  globalMeanGradient,
  matMul,
  maxPool,
  maxPoolGradient,
  splitChannels,
} from "./kernels.ts";
import type { Node, Tape } from "./tape.ts";
import type { Parameters } from "./parameters.ts";
import type { Segment } from "../../graph/mod.ts";

/** Convolution with `filter` [kh, kw, in, out], one pixel apart. */
export function convLayer(tape: Tape, parameters: Parameters, filter: Segment, x: Node): Node {
  const ws = tape.workspace;
  const weights = parameters.tensor(filter);
  return tape.record(conv2d(ws, x.value, weights), (dy) => {
    tape.parameterGradients.set(filter, conv2dFilterGradient(ws, x.value, filter.shape, dy));
    x.gradients.push(conv2dInputGradient(ws, x.value.shape, weights, dy));
  });
}

/** The first layer: a convolution of the images, by which no gradient is wanted. */
export function stemLayer(
  tape: Tape,
  parameters: Parameters,
  filter: Segment,
  images: Node,
  stride: 1 | 2,
): Node {
  const ws = tape.workspace;
  return tape.record(conv2d(ws, images.value, parameters.tensor(filter), stride), (dy) => {
    tape.parameterGradients.set(filter, conv2dFilterGradient(ws, images.value, filter.shape, dy, stride));
  });
}

/** Convolution of each channel with its own filter [kh, kw, channels, 1]. */
export function depthwiseLayer(tape: Tape, parameters: Parameters, filter: Segment, x: Node): Node {
  const ws = tape.workspace;
  const weights = parameters.tensor(filter);
  return tape.record(depthwise(ws, x.value, weights), (dy) => {
    tape.parameterGradients.set(filter, depthwiseFilterGradient(ws, x.value, filter.shape, dy));
    x.gradients.push(depthwiseInputGradient(ws, x.value.shape, weights, dy));
  });
}

/** Largest value of each `size` x `size` window, one pixel apart. */
export function maxPoolLayer(tape: Tape, size: number, x: Node): Node {
  const ws = tape.workspace;
  const y = maxPool(ws, x.value, size);
  return tape.record(y, (dy) => {
    x.gradients.push(maxPoolGradient(ws, x.value, y, size, dy));
  });
}

/** Mean of each `size` x `size` window, one pixel apart; pixels beyond the border do not count. */
export function averagePoolLayer(tape: Tape, size: number, x: Node): Node {
  const ws = tape.workspace;
  return tape.record(averagePool(ws, x.value, size, 1), (dy) => {
    x.gradients.push(averagePoolGradient(ws, x.value.shape, size, 1, dy));
  });
}

/** Halves height and width, rounded up: the mean of each 2 x 2 window, two pixels apart. */
export function halvingLayer(tape: Tape, x: Node): Node {
  const ws = tape.workspace;
  return tape.record(averagePool(ws, x.value, 2, 2), (dy) => {
    x.gradients.push(averagePoolGradient(ws, x.value.shape, 2, 2, dy));
  });
}

/** Sum of nodes of one shape; a single node is passed on as it is. */
export function sumLayer(tape: Tape, terms: readonly Node[]): Node {
  if (terms.length === 1) return terms[0]!;
  return tape.record(addN(tape.workspace, terms.map((term) => term.value)), (dy) => {
    for (const term of terms) term.gradients.push(dy);
  });
}

/** Joins nodes of one shape along their last axis; an absent one stands as zeros, but not all of them may be absent. */
export function concatLayer(tape: Tape, parts: readonly (Node | undefined)[]): Node {
  const ws = tape.workspace;
  const { shape } = parts.find((part) => part !== undefined)!.value;
  const size = shape.reduce((product, side) => product * side, 1);
  const zeros = parts.includes(undefined) ? ws.floats(shape, new Float32Array(size)) : undefined;
  return tape.record(concatChannels(ws, parts.map((part) => part?.value ?? zeros!)), (dy) => {
    splitChannels(ws, dy, parts.length).forEach((part, index) => parts[index]?.gradients.push(part));
  });
}

/** The classifier: mean over height and width, then weights and bias; [batch, classes] logits. */
export function headLayer(
  tape: Tape,
  parameters: Parameters,
  head: { readonly weights: Segment; readonly bias: Segment },
  x: Node,
): Node {
  const ws = tape.workspace;
  const weights = parameters.tensor(head.weights);
  const features = globalMean(ws, x.value);
  const logits = biasAdd(ws, matMul(ws, features, weights), parameters.tensor(head.bias));
  return tape.record(logits, (dy) => {
    tape.parameterGradients.set(head.weights, matMul(ws, features, dy, true, false));
    tape.parameterGradients.set(head.bias, biasGradient(ws, dy));
    x.gradients.push(globalMeanGradient(ws, x.value.shape, matMul(ws, dy, weights, false, true)));
  });
}

/** The classifier where nothing reaches it: the bias alone, for `batch` images. */
export function biasOnlyLayer(
  tape: Tape,
  parameters: Parameters,
  head: { readonly weights: Segment; readonly bias: Segment },
  batch: number,
): Node {
  const ws = tape.workspace;
  const classes = head.bias.size;
  const zeros = ws.floats([batch, classes], new Float32Array(batch * classes));
  return tape.record(biasAdd(ws, zeros, parameters.tensor(head.bias)), (dy) => {
    tape.parameterGradients.set(head.bias, biasGradient(ws, dy));
  });
}
