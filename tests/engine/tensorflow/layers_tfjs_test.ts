import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  averagePoolLayer,
  concatLayer,
  constant,
  convLayer,
  headLayer,
  loadRuntime,
  maxPoolLayer,
  type Node,
  NORM_EPSILON,
  normLayer,
  openParameters,
  openTape,
  type Pass,
  softmaxCrossEntropy,
  sumLayer,
  withWorkspace,
} from "../../../lib/engine/mod.ts";
import { type Segment, segmentList, segmentValues } from "../../../lib/graph/mod.ts";
import { gaussian, prng } from "../../../lib/random.ts";

const runtime = await loadRuntime();
const { tf } = runtime;

/** Seeded normal values. */
function values(shape: readonly number[], label: string): Float32Array {
  const rng = prng(11, "kernels", label);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => gaussian(rng));
}

/** One layer against tfjs: the same inputs, the value, and the gradients that tfjs's own tape finds. */
interface Case {
  readonly name: string;
  /** Shapes of the nodes that the layer reads, and of its parameters. */
  readonly nodes: readonly (readonly number[])[];
  readonly parameters?: readonly (readonly number[])[];
  /** The mathematics in tfjs, of nodes and parameters. */
  readonly reference: (...inputs: never[]) => unknown;
  readonly layer: (pass: Pass, nodes: readonly Node[], parameters: readonly Segment[]) => Node;
}

type T4 = import("@tensorflow/tfjs-node-gpu").Tensor4D;
const convCase = (name: string, x: number[], filter: number[], stride: 1 | 2 = 1): Case => ({
  name,
  nodes: [x],
  parameters: [filter],
  reference: (a: T4, f: T4) => tf.conv2d(a, f, stride, "same"),
  layer: (pass, [a], [f]) => convLayer(pass, { kind: "conv", filter: f!, stride }, a!),
});
const depthwiseCase = (size: number): Case => ({
  name: `depthwise ${size}x${size}`,
  nodes: [[2, 6, 5, 3]],
  parameters: [[size, size, 3, 1]],
  reference: (a: T4, f: T4) => tf.depthwiseConv2d(a, f, 1, "same"),
  layer: (pass, [a], [f]) => convLayer(pass, { kind: "depthwise", filter: f! }, a!),
});

const cases: Case[] = [
  convCase("conv 1x1", [2, 4, 5, 3], [1, 1, 3, 6]),
  convCase("conv 1x7", [2, 4, 9, 3], [1, 7, 3, 4]),
  convCase("conv 7x1", [2, 9, 4, 3], [7, 1, 3, 4]),
  convCase("conv 3x3 stride 2", [2, 7, 6, 2], [3, 3, 2, 5], 2),
  ...[3, 5, 7].map(depthwiseCase),
  {
    name: "batch norm and ReLU",
    nodes: [[3, 4, 5, 2]],
    parameters: [[2], [2]],
    reference: (x: T4, scale: T4, offset: T4) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const normed = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, NORM_EPSILON)));
      return tf.relu(tf.add(tf.mul(normed, scale), offset));
    },
    layer: (pass, [x], [scale, offset]) => normLayer(pass, { scale: scale!, offset: offset!, slot: 0 }, x!),
  },
  {
    name: "max pool",
    nodes: [[2, 5, 4, 3]],
    reference: (x: T4) => tf.maxPool(x, 3, 1, "same"),
    layer: ({ tape }, [x]) => maxPoolLayer(tape, 3, x!),
  },
  {
    name: "average pool, stride 1",
    nodes: [[2, 5, 4, 3]],
    reference: (x: T4) => tf.avgPool(x, 3, 1, "same"),
    layer: ({ tape }, [x]) => averagePoolLayer(tape, 3, 1, x!),
  },
  {
    name: "average pool, stride 2, odd sides",
    nodes: [[2, 5, 7, 3]],
    reference: (x: T4) => tf.avgPool(x, 2, 2, "same"),
    layer: ({ tape }, [x]) => averagePoolLayer(tape, 2, 2, x!),
  },
  {
    name: "sum of three",
    nodes: [[2, 3], [2, 3], [2, 3]],
    reference: (a: T4, b: T4, c: T4) => tf.addN([a, b, c]),
    layer: ({ tape }, nodes) => sumLayer(tape, nodes),
  },
  {
    name: "channel concatenation",
    nodes: [[2, 3, 2, 4], [2, 3, 2, 4]],
    reference: (a: T4, b: T4) => tf.concat([a, b], 3),
    layer: ({ tape }, nodes) => concatLayer(tape, nodes),
  },
  {
    name: "classifier",
    nodes: [[3, 3, 5, 4]],
    parameters: [[4, 2], [2]],
    reference: (x: T4, w: never, b: never) => tf.add(tf.matMul(tf.mean(x, [1, 2]), w), b),
    layer: (pass, [x], [weights, bias]) => headLayer(pass, { weights: weights!, bias: bias! }, x!),
  },
];

// Float32 against float32 with sums in another order; all values here are of the order of 1 to 10.
const TOLERANCE = 2e-5;

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assertEquals(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    assertAlmostEquals(actual[i]!, expected[i]!, TOLERANCE * (1 + Math.abs(expected[i]!)), `${what} [${i}]`);
  }
}

for (const { name, nodes, parameters = [], reference, layer } of cases) {
  Deno.test(`layers: ${name} and its gradients equal tfjs's own`, () => {
    const numTensors = tf.memory().numTensors;
    const shapes = [...nodes, ...parameters];
    const inputs = shapes.map((shape, index) => values(shape, `${name} ${index}`));
    const expected = tf.tidy(() => {
      const tensors = inputs.map((input, index) => tf.tensor(input, [...shapes[index]!]));
      const f = reference as unknown as (...x: typeof tensors) => (typeof tensors)[0];
      const y = f(...tensors);
      const dy = values(y.shape, `${name} dy`);
      const gradients = tf.grads(f)(tensors, tf.tensor(dy, y.shape));
      return {
        shape: y.shape,
        dy,
        y: y.dataSync().slice(),
        gradients: gradients.map((gradient) => gradient.dataSync().slice()),
      };
    });
    const list = segmentList();
    const segments = parameters.map((shape, index) => list.weights(`${index}`, shape, 1));
    const buffer = new Float32Array(list.length);
    segments.forEach((one, index) => segmentValues(buffer, one).set(inputs[nodes.length + index]!));
    withWorkspace(runtime, (ws) => {
      const tape = openTape(ws);
      const read = nodes.map((shape, index) => constant(ws.floats(shape, inputs[index]!)));
      const y = layer({ tape, parameters: openParameters(ws, buffer) }, read, segments);
      assertEquals([...y.value.shape], expected.shape);
      assertClose(ws.read(y.value), expected.y, `${name} value`);
      y.gradients.push(ws.floats(expected.shape, expected.dy));
      tape.backward();
      const gradients = [
        ...read.map(({ gradients: [gradient] }) => gradient!),
        ...segments.map((one) => tape.parameterGradients.get(one)!),
      ];
      gradients.forEach((gradient, index) => {
        assertEquals([...gradient.shape], [...shapes[index]!]);
        assertClose(ws.read(gradient), expected.gradients[index]!, `${name} gradient ${index}`);
      });
    });
    assertEquals(tf.memory().numTensors, numTensors);
  });
}

Deno.test("softmaxCrossEntropy() is -log softmax, with gradient softmax - one-hot, also for huge logits", () => {
  withWorkspace(runtime, (ws) => {
    const logits = ws.floats([2, 3], Float32Array.of(1, 2, 3, 1000, 0, -1000));
    const { loss, gradient } = softmaxCrossEntropy(ws, logits, ws.integers([2], Int32Array.of(2, 1)));
    const z = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertClose(ws.read(loss), [Math.log(z) - 3, 1000], "loss");
    assertClose(
      ws.read(gradient),
      [Math.exp(1) / z, Math.exp(2) / z, Math.exp(3) / z - 1, 1, -1, 0],
      "gradient",
    );
  });
});
