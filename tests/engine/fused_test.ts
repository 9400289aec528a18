import { assert, assertEquals } from "@std/assert";
import {
  averagePool,
  averagePoolGradient,
  batchNorm,
  batchNormGradient,
  conv,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  convGradients,
  depthwise,
  depthwiseConv,
  depthwiseConvGradients,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  largestOfWindows,
  largestOfWindowsGradient,
  loadRuntime,
  maxPool,
  maxPoolGradient,
  meanOfWindows,
  meanOfWindowsGradient,
  normRelu,
  normReluGradient,
  relu,
  reluGradient,
  type Runtime,
  type Tensor,
  withWorkspace,
  type Workspace,
} from "../../lib/engine/mod.ts";
import { gaussian, integer, prng } from "../../lib/random.ts";

const runtime = await loadRuntime();
const portable: Runtime = { ...runtime, native: false };

// Vectors of 16 floats: channels that divide 16, multiples of 16 and others; rows that fill no vector, that end in
// an overlapping one, and that fit.
const channelCounts = [1, 2, 3, 8, 16, 24, 32, 48];
const widths = [1, 2, 5, 7, 14];
const heights = [1, 6];
const BATCH = 3;

const size = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** Seeded normal values, or small integers, which are often equal. */
function values(shape: readonly number[], label: string, ties = false): Float32Array {
  const rng = prng(13, "fused", label, ...shape);
  return Float32Array.from({ length: size(shape) }, () => ties ? integer(rng, 3) : gaussian(rng));
}

// Float32 sums of at most some thousand terms in another order, next to the largest value of the tensor.
const TOLERANCE = 2e-5;

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assertEquals(actual.length, expected.length, what);
  let largest = 1;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs(actual[i]! - expected[i]!);
    // A NaN is not within the tolerance either.
    assert(apart <= TOLERANCE * largest, `${what} [${i}]: ${actual[i]}, wanted ${expected[i]}`);
  }
}

type Pass = (ws: Workspace, inputs: readonly Tensor[]) => readonly Tensor[];

/** Compares what two ways give for the same inputs; shapes, too. */
function compare(
  shapes: readonly (readonly number[])[],
  fused: Pass,
  reference: Pass,
  what: string,
  ties = false,
): void {
  const inputs = shapes.map((shape, index) => values(shape, `${what} ${index}`, ties && index === 0));
  const run = (on: Runtime, pass: Pass) =>
    withWorkspace(
      on,
      (ws) =>
        pass(ws, shapes.map((shape, index) => ws.floats(shape, inputs[index]!))).map((output) => ({
          shape: [...output.shape],
          values: ws.read(output),
        })),
    );
  const expected = run(portable, reference);
  for (const on of [runtime, portable]) {
    run(on, fused).forEach((output, index) => {
      const name = `${what}, output ${index}, native: ${on.native}`;
      assertEquals(output.shape, expected[index]!.shape, name);
      assertClose(output.values, expected[index]!.values, name);
    });
  }
}

/** Calls `check` with every shape of the lists. */
function everyShape(check: (shape: [number, number, number, number]) => void): void {
  for (const channels of channelCounts) {
    for (const width of widths) {
      for (const height of heights) check([BATCH, height, width, channels]);
    }
  }
}

Deno.test("normRelu() and its gradient are TensorFlow's norm and ReLU at every shape", () => {
  everyShape((shape) => {
    const channels = shape[3];
    const shapes = [shape, [channels], [channels], shape];
    compare(
      shapes,
      (ws, [x, scale, offset, dy]) => {
        const output = normRelu(ws, x!, scale!, offset!);
        const { dx, dScale, dOffset } = normReluGradient(ws, x!, scale!, output, dy!);
        return [output.y, output.mean, output.variance, dx, dScale, dOffset];
      },
      (ws, [x, scale, offset, dy]) => {
        const { y, mean, saved } = batchNorm(ws, x!, scale!, offset!);
        const rectified = relu(ws, y);
        const behind = reluGradient(ws, rectified, dy!);
        const { dx, dScale, dOffset } = batchNormGradient(ws, x!, scale!, saved, behind);
        // The second saved tensor is the variance without correction.
        return [rectified, mean, saved[1]!, dx, dScale, dOffset];
      },
      `normRelu ${shape}`,
    );
  });
});

Deno.test("normRelu() has the population's variance, by hand", () => {
  // 16 channels and 2 pixels: channel c holds c and c + 2, of mean c + 1 and variance 1.
  const x = Float32Array.from({ length: 32 }, (_, i) => i % 16 + (i < 16 ? 0 : 2));
  for (const on of [runtime, portable]) {
    withWorkspace(on, (ws) => {
      const ones = ws.floats([16], new Float32Array(16).fill(1));
      const zeros = ws.floats([16], new Float32Array(16));
      const { y, mean, variance } = normRelu(ws, ws.floats([2, 1, 1, 16], x), ones, zeros);
      assertClose(ws.read(mean), Array.from({ length: 16 }, (_, c) => c + 1), "mean");
      assertClose(ws.read(variance), Array(16).fill(1), "variance");
      assertClose(ws.read(y), [...Array(16).fill(0), ...Array(16).fill(1 / Math.sqrt(1.001))], "y");
    });
  }
});

for (const [high, wide] of [[1, 1], [3, 3], [1, 7], [7, 1]] as const) {
  Deno.test(`conv() and its gradients are TensorFlow's at every shape: ${high}x${wide}`, () => {
    everyShape((shape) => {
      const from = shape[3];
      // As many channels out as in, and a number that has vectors of 16 and of 8.
      for (const to of [from, 24]) {
        const filter = [high, wide, from, to];
        const dyShape = [...shape.slice(0, 3), to];
        compare(
          [shape, filter, dyShape],
          (ws, [x, f, dy]) => {
            const { dx, dFilter } = convGradients(ws, x!, f!, dy!);
            return [conv(ws, x!, f!), dx, dFilter];
          },
          (ws, [x, f, dy]) => [
            conv2d(ws, x!, f!),
            conv2dInputGradient(ws, shape, f!, dy!),
            conv2dFilterGradient(ws, x!, filter, dy!),
          ],
          `conv ${high}x${wide} ${shape} to ${to}`,
        );
      }
    });
  });
}

Deno.test("conv() of stride 2 and of an even filter is TensorFlow's", () => {
  for (const [filter, stride] of [[[3, 3, 8, 16], 2], [[2, 2, 8, 16], 1]] as const) {
    const shape = [2, 7, 6, 8];
    const out = [2, Math.ceil(7 / stride), 6 / stride, 16];
    compare(
      [shape, filter, out],
      (ws, [x, f, dy]) => {
        const { dx, dFilter } = convGradients(ws, x!, f!, dy!, stride);
        return [conv(ws, x!, f!, stride), dx, dFilter];
      },
      (ws, [x, f, dy]) => [
        conv2d(ws, x!, f!, stride),
        conv2dInputGradient(ws, shape, f!, dy!, stride),
        conv2dFilterGradient(ws, x!, filter, dy!, stride),
      ],
      `conv ${filter} stride ${stride}`,
    );
  }
});

for (const [high, wide] of [[3, 3], [5, 5], [7, 7], [9, 9], [7, 3]] as const) {
  Deno.test(`depthwiseConv() and its gradients are TensorFlow's at every shape: ${high}x${wide}`, () => {
    everyShape((shape) => {
      const filter = [high, wide, shape[3], 1];
      compare(
        [shape, filter, shape],
        (ws, [x, f, dy]) => {
          const { dx, dFilter } = depthwiseConvGradients(ws, x!, f!, dy!);
          return [depthwiseConv(ws, x!, f!), dx, dFilter];
        },
        (ws, [x, f, dy]) => [
          depthwise(ws, x!, f!),
          depthwiseInputGradient(ws, shape, f!, dy!),
          depthwiseFilterGradient(ws, x!, filter, dy!),
        ],
        `depthwise ${high}x${wide} ${shape}`,
      );
    });
  });
}

for (const ties of [false, true]) {
  Deno.test(`largestOfWindows() and its gradient are TensorFlow's at every shape, ties: ${ties}`, () => {
    for (const window of [3, 5]) {
      everyShape((shape) =>
        compare(
          [shape, shape],
          (ws, [x, dy]) => {
            const largest = largestOfWindows(ws, x!, window);
            return [largest.y, largestOfWindowsGradient(ws, x!, largest, window, dy!)];
          },
          (ws, [x, dy]) => {
            const y = maxPool(ws, x!, window);
            return [y, maxPoolGradient(ws, x!, y, window, dy!)];
          },
          `max pool ${window} ${shape}`,
          ties,
        )
      );
    }
  });
}

Deno.test("largestOfWindowsGradient() goes to the first of equal values along the rows", () => {
  // 1 x 1 x 4 x 16, all equal: the windows' first pixels are 0, 0, 1, 2.
  const shape = [1, 1, 4, 16];
  for (const on of [runtime, portable]) {
    withWorkspace(on, (ws) => {
      const x = ws.floats(shape, new Float32Array(64).fill(-5));
      const dy = ws.floats(shape, Float32Array.from({ length: 64 }, (_, i) => 10 ** Math.floor(i / 16)));
      const largest = largestOfWindows(ws, x, 3);
      assertEquals(ws.read(largest.y), new Float32Array(64).fill(-5));
      const pixels = [11, 100, 1000, 0];
      const expected = Float32Array.from({ length: 64 }, (_, i) => pixels[Math.floor(i / 16)]!);
      assertEquals(ws.read(largestOfWindowsGradient(ws, x, largest, 3, dy)), expected);
    });
  }
});

Deno.test("meanOfWindows() and its gradient are TensorFlow's at every shape", () => {
  for (const window of [3, 5]) {
    everyShape((shape) =>
      compare(
        [shape, shape],
        (ws, [x, dy]) => [meanOfWindows(ws, x!, window), meanOfWindowsGradient(ws, window, dy!)],
        (ws, [x, dy]) => [averagePool(ws, x!, window, 1), averagePoolGradient(ws, shape, window, 1, dy!)],
        `average pool ${window} ${shape}`,
      )
    );
  }
});

Deno.test("fused operations leave no tensors behind", () => {
  const before = runtime.binding.getNumOfTensors();
  withWorkspace(runtime, (ws) => {
    const x = ws.floats([2, 4, 4, 16], values([2, 4, 4, 16], "leak"));
    const largest = largestOfWindows(ws, x, 3);
    largestOfWindowsGradient(ws, x, largest, 3, meanOfWindows(ws, x, 3));
  });
  assertEquals(runtime.binding.getNumOfTensors(), before);
});

Deno.test("normRelu() passes NaN on, native or not", () => {
  for (const on of [runtime, { ...runtime, native: false }]) {
    withWorkspace(on, (ws) => {
      const values = new Float32Array(64).fill(1);
      values[5] = NaN;
      const x = ws.floats([4, 1, 1, 16], values);
      const one = ws.floats([16], new Float32Array(16).fill(1));
      const y = ws.read(normRelu(ws, x, one, one).y);
      assert(Number.isNaN(y[5 + 16]), `native: ${on.native}`);
      assert(y[4] === 1, `native: ${on.native}`);
    });
  }
});
