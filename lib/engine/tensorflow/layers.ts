/**
 * The layers of a network, each with its gradient. Nodes are [batch, height, width, channels], padding is SAME.
 * @module
 */
import { addN, attribute, integers, listOf, runOne, scale } from "./kernels.ts";
import type { Node, Pass, Tape } from "./tape.ts";
import type { OpAttribute } from "../runtime.ts";
import type { Graph, Layer } from "../../graph/mod.ts";

const SAME = attribute("padding", "text", "SAME");
const strided = (stride: number): OpAttribute[] => [
  attribute("strides", "int", [1, stride, stride, 1]),
  SAME,
];
const STRIDED = { 1: strided(1), 2: strided(2) };
const windows = (size: number, stride: 1 | 2): OpAttribute[] => [
  attribute("ksize", "int", [1, size, size, 1]),
  ...STRIDED[stride],
];

/**
 * Convolution over all channels, or of each channel with its own filter.
 *
 * @param isInput whether `x` is the images, by which no gradient is wanted
 */
export function convLayer(
  { tape, parameters }: Pass,
  layer: Extract<Layer, { kind: "conv" | "depthwise" }>,
  x: Node,
  isInput = false,
): Node {
  const { workspace: ws, parameterGradients } = tape;
  const { filter } = layer;
  const [operation, attributes] = layer.kind === "conv"
    ? ["Conv2D", STRIDED[layer.stride]]
    : ["DepthwiseConv2dNative", STRIDED[1]];
  const weights = parameters.tensor(filter);
  return tape.record(runOne(ws, operation, attributes, x.value, weights), (dy) => {
    const filterShape = integers(ws, filter.shape);
    const byFilter = runOne(ws, `${operation}BackpropFilter`, attributes, x.value, filterShape, dy);
    parameterGradients.set(filter, byFilter);
    if (isInput) return;
    const shape = integers(ws, x.value.shape);
    x.gradients.push(runOne(ws, `${operation}BackpropInput`, attributes, shape, weights, dy));
  });
}

/** Largest value of each `size` x `size` window, one pixel apart; the gradient goes to the first largest. */
export function maxPoolLayer(tape: Tape, size: number, x: Node): Node {
  const ws = tape.workspace;
  const attributes = windows(size, 1);
  const y = runOne(ws, "MaxPool", attributes, x.value);
  return tape.record(y, (dy) => {
    x.gradients.push(runOne(ws, "MaxPoolGrad", attributes, x.value, y, dy));
  });
}

/** Mean of each `size` x `size` window, `stride` pixels apart; pixels beyond the border do not count. */
export function averagePoolLayer(tape: Tape, size: number, stride: 1 | 2, x: Node): Node {
  const ws = tape.workspace;
  const attributes = windows(size, stride);
  return tape.record(runOne(ws, "AvgPool", attributes, x.value), (dy) => {
    x.gradients.push(runOne(ws, "AvgPoolGrad", attributes, integers(ws, x.value.shape), dy));
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
  const axis = ws.integers([], Int32Array.of(shape.length - 1));
  const values = parts.map((part) => part?.value ?? zeros!);
  return tape.record(runOne(ws, "ConcatV2", listOf(parts.length), ...values, axis), (dy) => {
    const cut = ws.run("Split", [attribute("num_split", "int", parts.length)], [axis, dy], parts.length);
    cut.forEach((gradient, index) => parts[index]?.gradients.push(gradient));
  });
}

type Head = Pick<Graph["head"], "weights" | "bias">;

/** The classifier: mean over height and width, then weights and bias; [batch, classes] logits. */
export function headLayer({ tape, parameters }: Pass, head: Head, x: Node): Node {
  const ws = tape.workspace;
  const [batch, height, width, channels] = x.value.shape as [number, number, number, number];
  const weights = parameters.tensor(head.weights);
  const features = runOne(ws, "Mean", [], x.value, integers(ws, [1, 2]));
  const product = runOne(ws, "MatMul", [], features, weights);
  return tape.record(runOne(ws, "BiasAdd", [], product, parameters.tensor(head.bias)), (dy) => {
    const byWeights = runOne(ws, "MatMul", [attribute("transpose_a", "bool", true)], features, dy);
    tape.parameterGradients.set(head.weights, byWeights);
    tape.parameterGradients.set(head.bias, runOne(ws, "BiasAddGrad", [], dy));
    const byFeatures = runOne(ws, "MatMul", [attribute("transpose_b", "bool", true)], dy, weights);
    const share = scale(ws, byFeatures, 1 / (height * width));
    const pixel = runOne(ws, "Reshape", [], share, integers(ws, [batch, 1, 1, channels]));
    x.gradients.push(runOne(ws, "BroadcastTo", [], pixel, integers(ws, x.value.shape)));
  });
}

/** The classifier where nothing reaches it: the bias alone, for `batch` images. */
export function biasOnlyLayer({ tape, parameters }: Pass, { bias }: Head, batch: number): Node {
  const ws = tape.workspace;
  const zeros = ws.floats([batch, bias.size], new Float32Array(batch * bias.size));
  return tape.record(runOne(ws, "BiasAdd", [], zeros, parameters.tensor(bias)), (dy) => {
    tape.parameterGradients.set(bias, runOne(ws, "BiasAddGrad", [], dy));
  });
}
