/**
 * Networks as layers models of tfjs: `model.json` and `weights.bin`, which `tf.loadLayersModel` reads in any place where
 * tfjs runs.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { NORM_EPSILON } from "../engine/mod.ts";
import { type FrozenNetwork, type GraphWriter, writeGraph } from "./graph.ts";
import { withPlainTfjs } from "./plain_tfjs.ts";

/** The files of a layers model by their names. */
export type LayersModelFiles = Readonly<Record<"model.json" | "weights.bin", Uint8Array>>;

/**
 * The files of a layers model. Its input is [batch, height, width, channels], pixels of 0 to 255, its output [batch,
 * classes], probabilities.
 *
 * @throws {RangeError} if a path of the network is absent
 */
export function encodeLayersModel(network: FrozenNetwork): Promise<LayersModelFiles> {
  return withPlainTfjs(async () => {
    let model!: tf.LayersModel;
    // What is kept are the layers' variables; the tensors that they were set from go.
    tf.tidy(() => {
      model = buildModel(network);
    });
    try {
      return await filesOf(model);
    } finally {
      model.dispose();
    }
  });
}

function buildModel(network: FrozenNetwork): tf.LayersModel {
  const { image: [height, width, channels] } = network.graph;
  const input = tf.input({ shape: [height, width, channels], name: "images" });
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const same = { padding: "same", useBias: false } as const;
  const row = (values: ArrayLike<number>) => tf.tensor1d(Float32Array.from(values));
  const norm = (name: string, parts: ArrayLike<number>[], epsilon: number) =>
    tf.layers.batchNormalization({ name, epsilon, weights: parts.map(row) });

  const writer: GraphWriter<tf.SymbolicTensor> = {
    images(_shape, { mean, deviation }) {
      const ones = mean.map(() => 1);
      const zeros = mean.map(() => 0);
      const variance = deviation.map((value) => (255 * value) ** 2);
      return apply(norm("normalised", [ones, zeros, mean.map((value) => 255 * value), variance], 0), input);
    },
    concat: (name, parts) => apply(tf.layers.concatenate({ name, axis: -1 }), [...parts]),
    conv(name, x, { shape, values }, strides) {
      const [kh, kw, , filters] = shape;
      const weights = [tf.tensor(Float32Array.from(values), [...shape])];
      const kernelSize = [kh!, kw!];
      return apply(tf.layers.conv2d({ name, ...same, filters: filters!, kernelSize, strides, weights }), x);
    },
    depthwise(name, x, { shape, values }) {
      const [kh, kw] = shape;
      const weights = [tf.tensor(Float32Array.from(values), [...shape])];
      return apply(tf.layers.depthwiseConv2d({ name, ...same, kernelSize: [kh!, kw!], weights }), x);
    },
    maxPool: (name, x, size) =>
      apply(tf.layers.maxPooling2d({ name, poolSize: size, strides: 1, padding: "same" }), x),
    averagePool: (name, x, size, stride) =>
      apply(tf.layers.averagePooling2d({ name, poolSize: size, strides: stride, padding: "same" }), x),
    sum: (name, terms) => apply(tf.layers.add({ name }), [...terms]),
    normRelu(name, x, { scale, offset, mean, variance }) {
      const normed = apply(norm(name, [scale, offset, mean, variance], NORM_EPSILON), x);
      return apply(tf.layers.activation({ name: `${name}.relu`, activation: "relu" }), normed);
    },
    classifier(x, { shape, values }, bias) {
      const mean = apply(
        tf.layers.globalAveragePooling2d({ name: "head.mean", dataFormat: "channelsLast" }),
        x,
      );
      const weights = [tf.tensor(Float32Array.from(values), [...shape]), row(bias)];
      const units = bias.length;
      return apply(tf.layers.dense({ name: "probabilities", units, activation: "softmax", weights }), mean);
    },
  };
  return tf.model({ name: "network", inputs: input, outputs: writeGraph(network, writer) });
}

async function filesOf(model: tf.LayersModel): Promise<LayersModelFiles> {
  let files: LayersModelFiles | undefined;
  await model.save(tf.io.withSaveHandler(({ modelTopology, weightSpecs, weightData }) => {
    const data = tf.io.CompositeArrayBuffer.join(weightData);
    const content = {
      ...{ format: "layers-model", generatedBy: "oneshot", convertedBy: null, modelTopology },
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    };
    files = {
      "model.json": new TextEncoder().encode(JSON.stringify(content)),
      "weights.bin": new Uint8Array(data),
    };
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
  }));
  return files!;
}
