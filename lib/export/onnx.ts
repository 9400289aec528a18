/**
 * Networks as ONNX files, opset 15.
 * @module
 */
import proto, { type onnx } from "onnx-proto";
import type { NodeShape } from "../graph/mod.ts";
import { NORM_EPSILON } from "../engine/mod.ts";
import { type FrozenNetwork, type GraphWriter, writeGraph } from "./graph.ts";

const OPSET = 15;
// The package is CommonJS: its values come by the default export alone.
const { AttributeProto: { AttributeType }, TensorProto: { DataType }, ModelProto, Version } = proto.onnx;

/** Names of the graph's only input and output. */
export const ONNX_INPUT = "images";
export const ONNX_OUTPUT = "probabilities";

/** A tensor of the graph, [batch, channels, height, width]. */
interface Wire extends NodeShape {
  readonly name: string;
}

/**
 * The bytes of an ONNX file. Its input is [batch, height, width, channels], pixels of 0 to 255, its output [batch,
 * classes], probabilities; the batch may have any size. Between the two, images are [batch, channels, height, width], as
 * is the custom of the format.
 *
 * @throws {RangeError} if a path of the network is absent
 */
export function encodeOnnx(network: FrozenNetwork): Uint8Array {
  const { image: [height, width, channels] } = network.graph;
  const { classes } = network;
  const nodes: onnx.INodeProto[] = [];
  const initializer: onnx.ITensorProto[] = [];
  const constant = (name: string, dims: readonly number[], values: Float32Array): string => {
    // A copy of its own, as the values may be a part of something larger.
    const rawData = new Uint8Array(Float32Array.from(values).buffer);
    initializer.push({ name, dims: [...dims], dataType: DataType.FLOAT, rawData });
    return name;
  };
  const node = (opType: string, name: string, input: string[], attributes: Attributes = {}): string => {
    nodes.push({ opType, name, input, output: [name], attribute: Object.entries(attributes).map(attribute) });
    return name;
  };

  const writer: GraphWriter<Wire> = {
    images(shape, { mean, deviation }) {
      const row = (values: readonly number[]) => Float32Array.from(values, (value) => 255 * value);
      const centred = node("Sub", "centred", [ONNX_INPUT, constant("mean", [channels], row(mean))]);
      const scaled = node("Div", "scaled", [centred, constant("deviation", [channels], row(deviation))]);
      return { ...shape, name: node("Transpose", "channels_first", [scaled], { perm: [0, 3, 1, 2] }) };
    },
    concat(name, parts) {
      const joined = node("Concat", name, parts.map((part) => part.name), { axis: 1 });
      return { ...parts[0]!, name: joined, channels: parts.reduce((sum, part) => sum + part.channels, 0) };
    },
    conv(name, x, { shape: [kh, kw, from, to], values }, stride) {
      const filter = turn(values, [kh! * kw!, from!, to!], [2, 1, 0]);
      const weights = constant(`${name}.filter`, [to!, from!, kh!, kw!], filter);
      const window = windowOf(x, [kh!, kw!], stride);
      return { ...strided(x, stride), channels: to!, name: node("Conv", name, [x.name, weights], window) };
    },
    depthwise(name, x, { shape: [kh, kw, from], values }) {
      const filter = turn(values, [kh! * kw!, from!, 1], [1, 2, 0]);
      const weights = constant(`${name}.filter`, [from!, 1, kh!, kw!], filter);
      const window = windowOf(x, [kh!, kw!], 1);
      return { ...x, name: node("Conv", name, [x.name, weights], { ...window, group: from! }) };
    },
    maxPool: (name, x, size) => ({
      ...x,
      name: node("MaxPool", name, [x.name], windowOf(x, [size, size], 1)),
    }),
    averagePool: (name, x, size, stride) => ({
      ...strided(x, stride),
      // Padding does not count unless the attribute count_include_pad says so.
      name: node("AveragePool", name, [x.name], windowOf(x, [size, size], stride)),
    }),
    sum: (name, terms) => ({ ...terms[0]!, name: node("Sum", name, terms.map((term) => term.name)) }),
    normRelu(name, x, norm) {
      const parts = (["scale", "offset", "mean", "variance"] as const)
        .map((part) => constant(`${name}.${part}`, [x.channels], norm[part]));
      const normed = node("BatchNormalization", name, [x.name, ...parts], {
        epsilon: new Float(NORM_EPSILON),
      });
      return { ...x, name: node("Relu", `${name}.relu`, [normed]) };
    },
    classifier(x, { shape, values }, bias) {
      const mean = node("GlobalAveragePool", "head.mean", [x.name]);
      const flat = node("Flatten", "head.flat", [mean], { axis: 1 });
      const weights = [constant("head.weights", shape, values), constant("head.bias", [bias.length], bias)];
      const logits = node("Gemm", "head.logits", [flat, ...weights]);
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

/** A number that is written as a float though it might be whole. */
class Float {
  constructor(readonly value: number) {}
}

type Attributes = Readonly<Record<string, number | readonly number[] | Float>>;

function attribute([name, value]: [string, number | readonly number[] | Float]): onnx.IAttributeProto {
  if (value instanceof Float) return { name, type: AttributeType.FLOAT, f: value.value };
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

function floats(name: string, shape: readonly (string | number)[]): onnx.IValueInfoProto {
  const dim = shape.map((side) => typeof side === "string" ? { dimParam: side } : { dimValue: side });
  return { name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } };
}

/** Kernel, stride and the padding of TensorFlow's SAME: half of it before, and what is odd behind. */
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

/** Values of three axes in another order of the axes. */
function turn(values: Float32Array, sides: readonly [number, number, number], order: readonly number[]) {
  const steps = [sides[1] * sides[2], sides[2], 1];
  const [a, b, c] = order.map((axis) => ({ side: sides[axis]!, step: steps[axis]! }));
  const turned = new Float32Array(values.length);
  let to = 0;
  for (let i = 0; i < a!.side; i++) {
    for (let j = 0; j < b!.side; j++) {
      for (let k = 0; k < c!.side; k++) turned[to++] = values[i * a!.step + j * b!.step + k * c!.step]!;
    }
  }
  return turned;
}
