/**
 * Networks as layers models of tfjs: `model.json` and `weights.bin`, which `tf.loadLayersModel` reads wherever tfjs runs.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Images } from "../datasets/mod.ts";
import { NORM_EPSILON } from "../engine/mod.ts";
import { readFilesTogether } from "../runs/mod.ts";
import { type FrozenNetwork, type GraphWriter, type Values, writeGraph } from "./graph.ts";

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
  const tensor = ({ shape, values }: Values) => tf.tensor(Float32Array.from(values), [...shape]);
  const filtering = (filter: Values) => ({
    kernelSize: [filter.shape[0]!, filter.shape[1]!] as [number, number],
    weights: [tensor(filter)],
    ...{ padding: "same", useBias: false } as const,
  });

  const writer: GraphWriter<tf.SymbolicTensor> = {
    images(_shape, { mean, deviation }) {
      const ones = mean.map(() => 1);
      const zeros = mean.map(() => 0);
      const variance = deviation.map((value) => (255 * value) ** 2);
      const parts = [ones, zeros, mean.map((value) => 255 * value), variance];
      const weights = parts.map((values) => tf.tensor1d(values));
      return apply(tf.layers.batchNormalization({ name: "normalised", epsilon: 0, weights }), input);
    },
    concat: (name, parts) => apply(tf.layers.concatenate({ name, axis: -1 }), [...parts]),
    conv(name, x, filter, strides) {
      const filters = filter.shape[3]!;
      return apply(tf.layers.conv2d({ name, ...filtering(filter), filters, strides }), x);
    },
    depthwise: (name, x, filter) => apply(tf.layers.depthwiseConv2d({ name, ...filtering(filter) }), x),
    pool(name, x, kind, poolSize, strides) {
      const pooling = { name, poolSize, strides, padding: "same" } as const;
      const { maxPooling2d, averagePooling2d } = tf.layers;
      return apply(kind === "max" ? maxPooling2d(pooling) : averagePooling2d(pooling), x);
    },
    sum: (name, terms) => apply(tf.layers.add({ name }), [...terms]),
    normRelu(name, x, { scale, offset, mean, variance }) {
      const weights = [scale, offset, mean, variance].map(tensor);
      const normed = apply(tf.layers.batchNormalization({ name, epsilon: NORM_EPSILON, weights }), x);
      return apply(tf.layers.activation({ name: `${name}.relu`, activation: "relu" }), normed);
    },
    classifier(x, matrix, bias) {
      const averaging = { name: "head.mean", dataFormat: "channelsLast" } as const;
      const mean = apply(tf.layers.globalAveragePooling2d(averaging), x);
      const weights = [matrix, bias].map(tensor);
      const units = bias.values.length;
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

/**
 * What plain tfjs, without any code of this project, answers for images when it has read the files of a folder.
 *
 * @returns probabilities [images, classes]
 */
export async function tfjsAnswers(folder: string, images: Images): Promise<Float32Array> {
  const [model, data] = await readFilesTogether(folder, ["model.json", "weights.bin"]);
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(model));
  const [{ weights: weightSpecs }] = weightsManifest;
  const weightData = data!.buffer;
  return await withPlainTfjs(async () => {
    const network = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    const batch = tf.tensor(Float32Array.from(images.pixels), [images.count, ...images.shape]);
    const answers = network.predict(batch) as tf.Tensor;
    try {
      return await answers.data<"float32">();
    } finally {
      tf.dispose([batch, answers]);
      network.dispose();
    }
  });
}

// All copies of tfjs in a program share one list of backends and which is in use, so one use waits for the other.
let last: Promise<unknown> = Promise.resolve();

/** Does work with tfjs's own backend, written in JavaScript, and leaves in use what was in use before. */
function withPlainTfjs<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(async () => {
    // Else tfjs advises a faster way to compute; the files are for those who have no other.
    tf.enableProdMode();
    const before = tf.getBackend();
    await tf.setBackend("cpu");
    try {
      return await work();
    } finally {
      // None was chosen if nothing was computed yet.
      if (before) await tf.setBackend(before);
    }
  });
  last = done.catch(() => {});
  return done;
}
