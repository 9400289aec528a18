import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  constant,
  loadRuntime,
  normLayer,
  openParameters,
  openTape,
  type Pass,
  type Runtime,
  type Tensor,
  withWorkspace,
} from "../../../lib/engine/mod.ts";
import { type Norm, segmentList, segmentValues } from "../../../lib/graph/mod.ts";
import { initialiseRunning } from "../../../lib/training/running.ts";
import { gaussian, prng } from "../../../lib/random.ts";

const runtime = await loadRuntime();
const runtimes: readonly Runtime[] = [runtime, { ...runtime, native: false }];

const shape = [2, 3, 4, 8] as const;
const [channels, pixels] = [8, 24];
const normals = (length: number, label: string): Float32Array => {
  const rng = prng(31, "batch norm", label);
  return Float32Array.from({ length }, () => gaussian(rng));
};
const x = normals(channels * pixels, "x").map((value, i) => 2 * value + i % channels);
const scales = normals(channels, "scale");
const offsets = normals(channels, "offset");

/** Two norms of 8 channels, of which the second is used. */
function planned() {
  const list = segmentList();
  const norm = (name: string, slot: number): Norm => ({
    scale: list.vector(`${name}.scale`, channels, 1),
    offset: list.vector(`${name}.offset`, channels, 0),
    slot,
  });
  const norms = [norm("first", 0), norm("second", 2 * channels)] as const;
  const weights = new Float32Array(list.length);
  segmentValues(weights, norms[1].scale).set(scales);
  segmentValues(weights, norms[1].offset).set(offsets);
  return { norms, weights };
}

/** Mean and variance of a channel over all pixels. */
function statistics(channel: number): [mean: number, variance: number] {
  const values = Array.from({ length: pixels }, (_, pixel) => x[pixel * channels + channel]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / pixels;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels];
}

/** The layer's formula, with each channel's statistics. */
function formula(of: (channel: number) => readonly [number, number]): number[] {
  return Array.from(x, (value, i) => {
    const channel = i % channels;
    const [mean, variance] = of(channel);
    return Math.max(
      0,
      (value - mean) / Math.sqrt(variance + 0.001) * scales[channel]! + offsets[channel]!,
    );
  });
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) assertAlmostEquals(actual[i]!, expected[i]!, tolerance);
}

function forward(on: Runtime, mode: Pick<Pass, "fixed">): ArrayLike<number> {
  const { norms, weights } = planned();
  return withWorkspace(on, (ws) => {
    const input = constant(ws.floats(shape, x));
    const pass = { tape: openTape(ws), parameters: openParameters(ws, weights), ...mode };
    return ws.read(normLayer(pass, norms[1], input).value);
  });
}

Deno.test("normLayer() follows the formula with the batch's statistics", () => {
  for (const on of runtimes) assertClose(forward(on, {}), formula(statistics));
});

Deno.test("normLayer() follows the formula with fixed statistics, from the norm's slot", () => {
  const fixed = new Float32Array(4 * channels).fill(NaN, 0, 2 * channels);
  normals(channels, "mean").forEach((mean, channel) => {
    fixed[2 * channels + channel] = mean;
    fixed[3 * channels + channel] = 1 + channel / 4;
  });
  const given = (channel: number) => [fixed[16 + channel]!, fixed[24 + channel]!] as const;
  for (const on of runtimes) assertClose(forward(on, { fixed }), formula(given));
});

Deno.test("normLayer() has the gradients that differences of the formula have", () => {
  const dy = normals(x.length, "dy");
  const { norms: [, norm], weights } = planned();
  for (const on of runtimes) {
    withWorkspace(on, (ws) => {
      const tape = openTape(ws);
      const input = constant(ws.floats(shape, x));
      const y = normLayer({ tape, parameters: openParameters(ws, weights) }, norm, input);
      y.gradients.push(ws.floats(shape, dy));
      tape.backward();
      const dScale = ws.read(tape.parameterGradients.get(norm.scale)!);
      const dOffset = ws.read(tape.parameterGradients.get(norm.offset)!);
      const dx = ws.read(input.gradients[0]!);
      // By hand, in double precision: the formula of Ioffe and Szegedy behind the ReLU.
      const values = formula(statistics);
      for (let channel = 0; channel < channels; channel++) {
        const [mean, variance] = statistics(channel);
        const inverse = 1 / Math.sqrt(variance + 0.001);
        const places = Array.from({ length: pixels }, (_, pixel) => pixel * channels + channel);
        const behind = places.map((i) => values[i]! > 0 ? dy[i]! : 0);
        const normal = places.map((i) => (x[i]! - mean) * inverse);
        const sum = behind.reduce((total, g) => total + g, 0);
        const product = behind.reduce((total, g, p) => total + g * normal[p]!, 0);
        assertAlmostEquals(dOffset[channel]!, sum, 1e-4);
        assertAlmostEquals(dScale[channel]!, product, 1e-4);
        places.forEach((i, p) => {
          const centred = behind[p]! - sum / pixels - normal[p]! * product / pixels;
          assertAlmostEquals(dx[i]!, scales[channel]! * inverse * centred, 1e-4);
        });
      }
    });
  }
});

Deno.test("normLayer() leaves the batch's mean and variance where it is told to", () => {
  const { norms: [, norm], weights } = planned();
  for (const on of runtimes) {
    withWorkspace(on, (ws) => {
      const observed = new Map<Norm, readonly [Tensor, Tensor]>();
      const input = constant(ws.floats(shape, x));
      normLayer({ tape: openTape(ws), parameters: openParameters(ws, weights), observed }, norm, input);
      assertEquals([...observed.keys()], [norm]);
      const [mean, variance] = observed.get(norm)!;
      const expected = Array.from({ length: channels }, (_, channel) => statistics(channel));
      assertClose(ws.read(mean), expected.map(([mean]) => mean));
      assertClose(ws.read(variance), expected.map(([, variance]) => variance), 1e-4);
    });
  }
});

Deno.test("normLayer() does not train through fixed statistics", () => {
  const { norms: [, norm], weights } = planned();
  withWorkspace(runtime, (ws) => {
    const tape = openTape(ws);
    const input = constant(ws.floats(shape, x));
    const pass = { tape, parameters: openParameters(ws, weights), fixed: new Float32Array(32) };
    const y = normLayer(pass, norm, input);
    y.gradients.push(input.value);
    assertThrows(() => tape.backward(), TypeError, "Cannot train through fixed statistics");
  });
});

Deno.test("initialiseRunning() sets means to 0 and variances to 1", () => {
  const { norms } = planned();
  const running = new Float32Array(32).fill(7);
  initialiseRunning(running, norms);
  const one = [...Array(8).fill(0), ...Array(8).fill(1)];
  assertEquals([...running], [...one, ...one]);
});
