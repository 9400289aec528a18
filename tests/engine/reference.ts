/**
 * The network a second time, from its description in plain tfjs operations, for tfjs to differentiate. Every path
 * of the space is computed; dropped ones are multiplied by zero.
 */
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { NORM_EPSILON, type Runtime } from "../../lib/engine/mod.ts";
import { segmentValues } from "../../lib/graph/mod.ts";
import type { LayerSpec, Paths } from "../../lib/space/mod.ts";
import type { Example, Outcome } from "./fixtures.ts";

/** Logits, loss and the gradients of all parameters, by tfjs. */
export function referencePass(tf: Runtime["tf"], { plan, weights, batch }: Example, paths: Paths): Outcome {
  tf.engine().startScope();
  try {
    const names = plan.segments.map(({ name }) => name);
    const values = plan.segments.map((segment) =>
      tf.tensor(segmentValues(weights, segment).slice(), [...segment.shape])
    );
    const images = tf.tensor4d(batch.images, [...batch.imagesShape]);
    const truth = tf.oneHot(tf.tensor1d(batch.labels, "int32"), plan.shape.classes);
    const logitsOf = (...tensors: Tensor[]): Tensor2D => {
      const byName = new Map(names.map((name, index) => [name, tensors[index]!]));
      return network(tf, plan, paths, (name) => byName.get(name)!, images);
    };
    const lossOf = (...tensors: Tensor[]): Tensor => {
      const logSoftmax = tf.logSoftmax(logitsOf(...tensors));
      return tf.neg(tf.mean(tf.sum(tf.mul(logSoftmax, truth), 1)));
    };
    const gradients = tf.grads(lossOf)(values);
    return {
      logits: logitsOf(...values).dataSync().slice() as Float32Array,
      loss: lossOf(...values).dataSync()[0]!,
      gradients: new Map(
        gradients.map((gradient, index) => [names[index]!, gradient.dataSync().slice() as Float32Array]),
      ),
    };
  } finally {
    tf.engine().endScope();
  }
}

function network(
  tf: Runtime["tf"],
  { space, shape }: Example["plan"],
  paths: Paths,
  parameter: (name: string) => Tensor,
  images: Tensor4D,
): Tensor2D {
  const norm = (name: string, x: Tensor4D): Tensor4D => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, NORM_EPSILON)));
    return tf.relu(tf.add(tf.mul(normal, parameter(`${name}.scale`)), parameter(`${name}.offset`)));
  };
  const conv = (name: string, x: Tensor4D, stride = 1): Tensor4D =>
    tf.conv2d(x, parameter(name) as Tensor4D, stride, "same");
  const layer = (name: string, spec: LayerSpec, x: Tensor4D): Tensor4D => {
    switch (spec.kind) {
      case "conv":
        return conv(name, x);
      case "depthwise":
        return tf.depthwiseConv2d(x, parameter(name) as Tensor4D, 1, "same");
      case "norm":
        return norm(name, x);
      case "maxPool":
        return tf.maxPool(x, spec.size, 1, "same");
      case "averagePool":
        return tf.avgPool(x, spec.size, 1, "same");
    }
  };
  const gated = (x: Tensor4D, on: boolean): Tensor4D => tf.mul(x, on ? 1 : 0);
  const sum = (terms: Tensor4D[]): Tensor4D => terms.reduce((a, b) => tf.add(a, b));

  interface Source {
    readonly value: Tensor4D;
    readonly present: boolean;
  }
  const stem = { value: norm("stem.norm", conv("stem.conv", images, shape.stemStride)), present: true };
  let [twoBack, oneBack]: [Source, Source] = [stem, stem];
  for (let index = 0; index < shape.stages * shape.cellsPerStage; index++) {
    if (index > 0 && index % shape.cellsPerStage === 0) {
      // A new stage: all that is read from before it is halved, here once and for good.
      const halve = (x: Source): Source => ({ ...x, value: tf.avgPool(x.value, 2, 2, "same") });
      [twoBack, oneBack] = [halve(twoBack), halve(oneBack)];
    }
    const sources: Source[] = [twoBack, oneBack];
    for (let block = 0; block < space.blocks; block++) {
      const name = `cell${index}.block${block}`;
      const { inputs, operations } = paths[block]!;
      const joined = norm(
        `${name}.join`,
        sum(
          sources.map(({ value }, input) =>
            gated(conv(`${name}.input${input}`, value), inputs.includes(input))
          ),
        ),
      );
      const results = space.operations.map((operation, row) => {
        const value = operation.layers.reduce(
          (x, spec, place) => layer(`${name}.${operation.name}.${place}`, spec, x),
          joined,
        );
        return gated(value, operations.includes(row));
      });
      const present = operations.length > 0 && inputs.some((input) => sources[input]!.present);
      sources.push({ value: gated(norm(`${name}.output`, sum(results)), present), present });
    }
    const blocks = sources.slice(2);
    const value = tf.concat(blocks.map((block) => block.value), 3);
    [twoBack, oneBack] = [oneBack, { value, present: blocks.some((block) => block.present) }];
  }
  const features = tf.mean(oneBack.value, [1, 2]) as Tensor2D;
  return tf.add(tf.matMul(features, parameter("head.weights") as Tensor2D), parameter("head.bias"));
}
