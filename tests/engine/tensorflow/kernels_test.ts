import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as kernels from "../../../lib/engine/mod.ts";
import { gaussian, prng } from "../../../lib/random.ts";
import type { Tensor, Workspace } from "../../../lib/engine/mod.ts";

const runtime = await kernels.loadRuntime();
const { tf } = runtime;

/** Seeded normal values. */
function values(shape: readonly number[], label: string): Float32Array {
  const rng = prng(11, "kernels", label);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => gaussian(rng));
}

/** One kernel pair against tfjs: the same inputs, the value, and the gradients that tfjs's own tape finds. */
interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  /** The mathematics in tfjs. */
  readonly reference: (...inputs: never[]) => unknown;
  /** Ours: the output, and from the output's gradient those of the inputs. */
  readonly ours: (ws: Workspace, inputs: Tensor[]) => { y: Tensor; gradients: (dy: Tensor) => Tensor[] };
}

type T4 = import("@tensorflow/tfjs-node-gpu").Tensor4D;
const convCase = (name: string, x: number[], filter: number[], stride: 1 | 2 = 1): Case => ({
  name,
  shapes: [x, filter],
  reference: (a: T4, f: T4) => tf.conv2d(a, f, stride, "same"),
  ours: (ws, [a, f]) => ({
    y: kernels.conv2d(ws, a!, f!, stride),
    gradients: (dy) => [
      kernels.conv2dInputGradient(ws, x, f!, dy, stride),
      kernels.conv2dFilterGradient(ws, a!, filter, dy, stride),
    ],
  }),
});
const depthwiseCase = (size: number): Case => ({
  name: `depthwise ${size}x${size}`,
  shapes: [[2, 6, 5, 3], [size, size, 3, 1]],
  reference: (a: T4, f: T4) => tf.depthwiseConv2d(a, f, 1, "same"),
  ours: (ws, [a, f]) => ({
    y: kernels.depthwise(ws, a!, f!),
    gradients: (dy) => [
      kernels.depthwiseInputGradient(ws, a!.shape, f!, dy),
      kernels.depthwiseFilterGradient(ws, a!, f!.shape, dy),
    ],
  }),
});

const cases: Case[] = [
  convCase("conv 1x1", [2, 4, 5, 3], [1, 1, 3, 6]),
  convCase("conv 1x7", [2, 4, 9, 3], [1, 7, 3, 4]),
  convCase("conv 7x1", [2, 9, 4, 3], [7, 1, 3, 4]),
  convCase("conv 3x3 stride 2", [2, 7, 6, 2], [3, 3, 2, 5], 2),
  ...[3, 5, 7].map(depthwiseCase),
  {
    name: "batch norm",
    shapes: [[3, 4, 5, 2], [2], [2]],
    reference: (x: T4, scale: T4, offset: T4) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.add(
        tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, kernels.NORM_EPSILON))), scale),
        offset,
      );
    },
    ours: (ws, [x, scale, offset]) => {
      const { y, saved } = kernels.batchNorm(ws, x!, scale!, offset!);
      return {
        y,
        gradients: (dy) => {
          const { dx, dScale, dOffset } = kernels.batchNormGradient(ws, x!, scale!, saved, dy);
          return [dx, dScale, dOffset];
        },
      };
    },
  },
  {
    name: "relu",
    shapes: [[2, 3, 4, 2]],
    reference: (x: T4) => tf.relu(x),
    ours: (ws, [x]) => {
      const y = kernels.relu(ws, x!);
      return { y, gradients: (dy) => [kernels.reluGradient(ws, y, dy)] };
    },
  },
  {
    name: "max pool",
    shapes: [[2, 5, 4, 3]],
    reference: (x: T4) => tf.maxPool(x, 3, 1, "same"),
    ours: (ws, [x]) => {
      const y = kernels.maxPool(ws, x!, 3);
      return { y, gradients: (dy) => [kernels.maxPoolGradient(ws, x!, y, 3, dy)] };
    },
  },
  {
    name: "average pool, stride 1",
    shapes: [[2, 5, 4, 3]],
    reference: (x: T4) => tf.avgPool(x, 3, 1, "same"),
    ours: (ws, [x]) => ({
      y: kernels.averagePool(ws, x!, 3, 1),
      gradients: (dy) => [kernels.averagePoolGradient(ws, x!.shape, 3, 1, dy)],
    }),
  },
  {
    name: "average pool, stride 2, odd sides",
    shapes: [[2, 5, 7, 3]],
    reference: (x: T4) => tf.avgPool(x, 2, 2, "same"),
    ours: (ws, [x]) => ({
      y: kernels.averagePool(ws, x!, 2, 2),
      gradients: (dy) => [kernels.averagePoolGradient(ws, x!.shape, 2, 2, dy)],
    }),
  },
  {
    name: "sum of three",
    shapes: [[2, 3], [2, 3], [2, 3]],
    reference: (a: T4, b: T4, c: T4) => tf.addN([a, b, c]),
    ours: (ws, inputs) => ({ y: kernels.addN(ws, inputs), gradients: (dy) => [dy, dy, dy] }),
  },
  {
    name: "channel concatenation",
    shapes: [[2, 3, 2, 4], [2, 3, 2, 4]],
    reference: (a: T4, b: T4) => tf.concat([a, b], 3),
    ours: (ws, inputs) => ({
      y: kernels.concatChannels(ws, inputs),
      gradients: (dy) => kernels.splitChannels(ws, dy, 2),
    }),
  },
  {
    name: "global mean",
    shapes: [[2, 3, 5, 4]],
    reference: (x: T4) => tf.mean(x, [1, 2]),
    ours: (ws, [x]) => ({
      y: kernels.globalMean(ws, x!),
      gradients: (dy) => [kernels.globalMeanGradient(ws, x!.shape, dy)],
    }),
  },
  {
    name: "classifier",
    shapes: [[3, 4], [4, 2], [2]],
    reference: (x: never, w: never, b: never) => tf.add(tf.matMul(x, w), b),
    ours: (ws, [x, w, b]) => ({
      y: kernels.biasAdd(ws, kernels.matMul(ws, x!, w!), b!),
      gradients: (dy) => [
        kernels.matMul(ws, dy, w!, false, true),
        kernels.matMul(ws, x!, dy, true, false),
        kernels.biasGradient(ws, dy),
      ],
    }),
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

for (const { name, shapes, reference, ours } of cases) {
  Deno.test(`kernels: ${name} and its gradients equal tfjs's own`, () => {
    const numTensors = tf.memory().numTensors;
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
    kernels.withWorkspace(runtime, (ws) => {
      const { y, gradients } = ours(ws, inputs.map((input, index) => ws.floats(shapes[index]!, input)));
      assertEquals([...y.shape], expected.shape);
      assertClose(ws.read(y), expected.y, `${name} value`);
      gradients(ws.floats(y.shape, expected.dy)).forEach((gradient, index) => {
        assertEquals([...gradient.shape], [...shapes[index]!]);
        assertClose(ws.read(gradient), expected.gradients[index]!, `${name} gradient ${index}`);
      });
    });
    assertEquals(tf.memory().numTensors, numTensors);
  });
}

Deno.test("fixedNorm() follows the formula with the statistics given", () => {
  kernels.withWorkspace(runtime, (ws) => {
    const of = (...list: number[]): Tensor => ws.floats([list.length], Float32Array.from(list));
    const x = ws.floats([1, 1, 2, 2], Float32Array.of(1, 10, 3, 20));
    const y = kernels.fixedNorm(ws, x, of(2, 1), of(0.5, 0), of(1, 15), of(4, 25));
    const expected = [0.5, -5 / Math.sqrt(25.001), 2 * 2 / Math.sqrt(4.001) + 0.5, 5 / Math.sqrt(25.001)];
    assertClose(ws.read(y), expected, "fixed norm");
  });
});

Deno.test("softmaxCrossEntropy() is -log softmax, with gradient softmax - one-hot, also for huge logits", () => {
  kernels.withWorkspace(runtime, (ws) => {
    const logits = ws.floats([2, 3], Float32Array.of(1, 2, 3, 1000, 0, -1000));
    const { loss, gradient } = kernels.softmaxCrossEntropy(ws, logits, ws.integers([2], Int32Array.of(2, 1)));
    const z = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertClose(ws.read(loss), [Math.log(z) - 3, 1000], "loss");
    assertClose(
      ws.read(gradient),
      [Math.exp(1) / z, Math.exp(2) / z, Math.exp(3) / z - 1, 1, -1, 0],
      "gradient",
    );
  });
});
