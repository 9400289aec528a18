/**
 * Networks as ONNX files, opset 15.
 * @module
 */
import proto, { type onnx } from "onnx-proto";
import { NORM_EPSILON } from "../engine/mod.ts";
import type { NodeShape } from "../graph/mod.ts";
import { type FrozenNetwork, type GraphWriter, type Values, writeGraph } from "./graph.ts";

const OPSET = 15;
// The package is CommonJS: its values come by the default export alone.
const { AttributeProto: { AttributeType }, TensorProto: { DataType }, ModelProto, Version } = proto.onnx;

/** Names of the graph's only input and output. */
export const ONNX_INPUT = "images";
export const ONNX_OUTPUT = "probabilities";

/** A tensor of the graph, [batch, channels, height, width]. */
type Wire = Pick<NodeShape, "height" | "width"> & { readonly name: string };

/**
 * The bytes of an ONNX file. Its input is [batch, height, width, channels], pixels of 0 to 255, its output [batch,
 * classes], probabilities; the batch may have any size. In between images are [batch, channels, height, width].
 *
 * @throws {RangeError} if a path of the network is absent
 */
export function encodeOnnx(network: FrozenNetwork): Uint8Array {
  const { classes, graph: { image: [height, width, channels] } } = network;
  const nodes: onnx.INodeProto[] = [];
  const initializer: onnx.ITensorProto[] = [];
  const constant = (name: string, { shape, values }: Values): string => {
    // A copy of its own, as the values may be a part of something larger.
    const rawData = new Uint8Array(Float32Array.from(values).buffer);
    initializer.push({ name, dims: [...shape], dataType: DataType.FLOAT, rawData });
    return name;
  };
  const node = (opType: string, name: string, input: string[], attributes: Attributes = {}): string => {
    nodes.push({ opType, name, input, output: [name], attribute: Object.entries(attributes).map(attribute) });
    return name;
  };
  const convolve = (name: string, x: Wire, filter: Values, stride: number, group = 1): Wire => {
    const [kh, kw, from, to] = filter.shape as [number, number, number, number];
    const shape = [to * group, from / group, kh, kw];
    const weights = constant(`${name}.filter`, { shape, values: outputsFirst(filter) });
    const attributes = { ...windowOf(x, [kh, kw], stride), ...(group === 1 ? {} : { group }) };
    return { ...strided(x, stride), name: node("Conv", name, [x.name, weights], attributes) };
  };

  const writer: GraphWriter<Wire> = {
    images(size, { mean, deviation }) {
      const row = (name: string, values: readonly number[]) =>
        constant(name, { shape: [channels], values: Float32Array.from(values, (value) => 255 * value) });
      const centred = node("Sub", "centred", [ONNX_INPUT, row("mean", mean)]);
      const scaled = node("Div", "scaled", [centred, row("deviation", deviation)]);
      return { ...size, name: node("Transpose", "channels_first", [scaled], { perm: [0, 3, 1, 2] }) };
    },
    concat: (name, parts) => ({
      ...parts[0]!,
      name: node("Concat", name, parts.map((part) => part.name), { axis: 1 }),
    }),
    conv: convolve,
    depthwise: (name, x, filter) => convolve(name, x, filter, 1, filter.shape[2]),
    pool(name, x, kind, size, stride) {
      // Padding does not count in means unless the attribute count_include_pad says so.
      const operation = kind === "max" ? "MaxPool" : "AveragePool";
      return {
        ...strided(x, stride),
        name: node(operation, name, [x.name], windowOf(x, [size, size], stride)),
      };
    },
    sum: (name, terms) => ({ ...terms[0]!, name: node("Sum", name, terms.map((term) => term.name)) }),
    normRelu(name, x, norm) {
      const parts = (["scale", "offset", "mean", "variance"] as const)
        .map((part) => constant(`${name}.${part}`, norm[part]));
      const normed = node("BatchNormalization", name, [x.name, ...parts], { epsilon: NORM_EPSILON });
      return { ...x, name: node("Relu", `${name}.relu`, [normed]) };
    },
    classifier(x, weights, bias) {
      const mean = node("GlobalAveragePool", "head.mean", [x.name]);
      const flat = node("Flatten", "head.flat", [mean], { axis: 1 });
      const inputs = [flat, constant("head.weights", weights), constant("head.bias", bias)];
      const logits = node("Gemm", "head.logits", inputs);
      return { ...x, name: node("Softmax", ONNX_OUTPUT, [logits], { axis: 1 }) };
    },
  };
  writeGraph(network, writer);
  return ModelProto.encode({
    irVersion: Version.IR_VERSION,
    producerName: "oneshot",
    opsetImport: [{ domain: "", version: OPSET }],
    metadataProps: [{ key: "classes", value: JSON.stringify(classes) }],
    graph: {
      name: "network",
      node: nodes,
      initializer,
      input: [floats(ONNX_INPUT, ["batch", height, width, channels])],
      output: [floats(ONNX_OUTPUT, ["batch", classes.length])],
    },
  }).finish();
}

type Attributes = Readonly<Record<string, number | readonly number[]>>;

function attribute([name, value]: [string, Attributes[string]]): onnx.IAttributeProto {
  if (typeof value !== "number") return { name, type: AttributeType.INTS, ints: [...value] };
  if (name === "epsilon") return { name, type: AttributeType.FLOAT, f: value };
  return { name, type: AttributeType.INT, i: value };
}

function floats(name: string, shape: readonly (string | number)[]): onnx.IValueInfoProto {
  const dim = shape.map((side) => typeof side === "string" ? { dimParam: side } : { dimValue: side });
  return { name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } };
}

/** Kernel, stride and the padding of TensorFlow's SAME: half of it before, and an odd pixel behind. */
function windowOf({ height, width }: Wire, kernel: readonly [number, number], stride: number) {
  const padding = [height, width].map((side, axis) =>
    Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel[axis]! - side)
  );
  const before = padding.map((all) => Math.floor(all / 2));
  const behind = padding.map((all) => Math.ceil(all / 2));
  return { kernel_shape: kernel, strides: [stride, stride], pads: [...before, ...behind] };
}

function strided(wire: Wire, stride: number): Wire {
  const { height, width } = wire;
  return { ...wire, height: Math.ceil(height / stride), width: Math.ceil(width / stride) };
}

/** The values of a filter [height, width, in, out] as [out, in, height, width]. */
function outputsFirst({ shape, values }: Values): Float32Array {
  const [kh, kw, from, to] = shape as [number, number, number, number];
  const turned = new Float32Array(values.length);
  let at = 0;
  for (let o = 0; o < to; o++) {
    for (let i = 0; i < from; i++) {
      for (let tap = 0; tap < kh * kw; tap++) turned[at++] = values[(tap * from + i) * to + o]!;
    }
  }
  return turned;
}
