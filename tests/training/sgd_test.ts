import { assertAlmostEquals, assertEquals } from "@std/assert";
import { descend, type DescentBuffers, type DescentSettings, sharedFloats } from "../../lib/engine/mod.ts";
import { segmentList, segmentValues } from "../../lib/graph/mod.ts";
import { clipToNorm, descendPlainly, nesterovStep } from "../../lib/training/mod.ts";
import type { Decay } from "../../lib/tricks/mod.ts";
import { runtime } from "./tiny.ts";

Deno.test("nesterovStep() takes two steps as worked by hand", () => {
  const weights = Float32Array.of(1, 2, -1);
  const velocity = new Float32Array(3);
  nesterovStep(weights, velocity, Float32Array.of(4, 0, -2), 0.25, 0.5);
  // v = g; w - 0.25 * (g + 0.5 * v)
  assertEquals(velocity, Float32Array.of(4, 0, -2));
  assertEquals(weights, Float32Array.of(1 - 0.25 * 6, 2, -1 + 0.25 * 3));
  nesterovStep(weights, velocity, Float32Array.of(0, 8, 2), 0.125, 0.5);
  // v = 0.5 * v + g; the first weight has no gradient and moves on by 0.5 * v.
  assertEquals(velocity, Float32Array.of(2, 8, 1));
  assertEquals(weights, Float32Array.of(-0.5 - 0.125 * 1, 2 - 0.125 * 12, -0.25 - 0.125 * 2.5));
});

Deno.test("nesterovStep() without momentum is plain descent", () => {
  const weights = Float32Array.of(1, -1);
  const velocity = Float32Array.of(9, 9);
  nesterovStep(weights, velocity, Float32Array.of(2, 4), 0.5, 0);
  assertEquals(weights, Float32Array.of(0, -3));
});

Deno.test("clipToNorm() shortens what is longer than the limit, and keeps its direction", () => {
  const gradient = Float32Array.of(6, 0, -8);
  assertEquals(clipToNorm(gradient, 5), 10);
  [3, 0, -4].forEach((value, i) => assertAlmostEquals(gradient[i]!, value, 1e-6));
});

Deno.test("clipToNorm() leaves what is not longer, to the bit", () => {
  for (const limit of [5, 6, Infinity]) {
    const gradient = Float32Array.of(3, 4);
    assertEquals(clipToNorm(gradient, limit), 5);
    assertEquals(gradient, Float32Array.of(3, 4));
  }
  const zero = new Float32Array(4);
  assertEquals([clipToNorm(zero, 1), ...zero], [0, 0, 0, 0, 0]);
});

/** Two weights, a norm's scale, a weight that few ghost batches use and one that none does. */
const list = segmentList();
const [conv, scale, rare, unused] = [
  list.weights("conv", [2], 1),
  list.vector("scale", 1, 1),
  list.weights("rare", [1], 1),
  list.weights("unused", [1], 1),
];
const segments = [conv, scale, rare, unused] as const;

/** A number for each of conv, scale, rare and unused; gradients have `null` where a ghost batch used no weight. */
type Row = readonly [
  conv: readonly [number, number] | null,
  scale: number,
  rare: number | null,
  unused: number,
];

/** A row as a flat buffer of parameters has it. */
function flat([conv, scale, rare, unused]: Row): Float32Array {
  const values = sharedFloats(runtime, list.length);
  segments.forEach((segment, index) =>
    // What was not used is not to be read.
    segmentValues(values, segment).set([[...conv ?? [NaN, NaN]], [scale], [rare ?? NaN], [unused]][index]!)
  );
  return values;
}

interface Step {
  readonly rate: number;
  /** Of each ghost batch. */
  readonly gradients: readonly Row[];
  /** Length before clipping, and what the step leaves. */
  readonly norm: number;
  readonly velocity: Row;
  readonly weights: Row;
}

const before: { velocity: Row; weights: Row } = {
  velocity: [[8, 0], -4, 2, 2],
  weights: [[4, -2], 3, 8, 120],
};

// With 4 ghost batches, decay 1/2, clipping to 5 and momentum 1/2; rates as of a warm-up and a cosine over four steps.
// g is the clipped gradient, v = v/2 + g the velocity, and a step is rate * (g + v/2).
const retained: readonly Step[] = [
  {
    rate: 0.25,
    gradients: [
      [[8, -12], 4, null, NaN],
      [[4, 0], 4, 4, NaN],
      [[0, 4], 8, null, NaN],
      [[12, -4], 0, null, NaN],
    ],
    // Mean (6, -3), 4, 4/4 = 1. All used conv: + (4, -2)/2; one used rare: + 8/2/4. So (8, -4), 4, 2, of length
    // sqrt(64 + 16 + 16 + 4) = 10, and g = (4, -2), 2, 1, 0.
    norm: 10,
    velocity: [[8, -2], 0, 2, 1],
    // g + v/2 = (8, -3), 2, 2, 1/2.
    weights: [[4 - 2, -2 + 0.75], 3 - 0.5, 8 - 0.5, 120 - 0.125],
  },
  {
    rate: 0.5,
    gradients: [
      [[4, 1], -2, null, NaN],
      [[2, 0.25], -2, null, NaN],
      [null, -2, null, NaN],
      [null, 0, null, NaN],
    ],
    // Mean (3/2, 5/16), -3/2. Two used conv: + (2, -5/4)/2/2. So (2, 0), -3/2, 0, which is not long enough to clip.
    norm: 2.5,
    velocity: [[4 + 2, -1], -1.5, 1, 0.5],
    // g + v/2 = (5, -1/2), -9/4, 1/2, 1/4.
    weights: [[2 - 2.5, -1.25 + 0.25], 2.5 + 1.125, 7.5 - 0.25, 119.875 - 0.125],
  },
  {
    rate: 0.375,
    gradients: [
      [[1, -40], 1, 20, NaN],
      [[0, -2], -1, null, NaN],
      [[0, -2], 2, 30, NaN],
      [[0, -2], -2, 3.125, NaN],
    ],
    // Mean (1/4, -23/2), 0, 53.125/4. All used conv: + (-1/2, -1)/2; three used rare: + 7.25/2 * 3/4. So (0, -12), 0,
    // 16, of length 20, and g = (0, -3), 0, 4, 0.
    norm: 20,
    velocity: [[3, -0.5 - 3], -0.75, 0.5 + 4, 0.25],
    // g + v/2 = (1.5, -4.75), -0.375, 6.25, 0.125.
    weights: [[-0.5 - 0.5625, -1 + 1.78125], 3.625 + 0.140625, 7.25 - 2.34375, 119.75 - 0.046875],
  },
  {
    rate: 0.125,
    gradients: [[null, 40, null, NaN], [null, 0, null, NaN], [null, 0, null, NaN], [null, 0, null, NaN]],
    // The scale alone, which does not decay: mean 10, and g = 5.
    norm: 10,
    velocity: [[1.5, -1.75], -0.375 + 5, 2.25, 0.125],
    // g + v/2 = (0.75, -0.875), 7.3125, 1.125, 0.0625.
    weights: [
      [-1.0625 - 0.09375, 0.78125 + 0.109375],
      3.765625 - 0.9140625,
      4.90625 - 0.140625,
      119.703125 - 0.0078125,
    ],
  },
];

// The first step with decay on all weights: rare, + 8/2, and unused, + 120/2, decay as if all had used them. So (8, -4),
// 4, 5, 60, of length sqrt(64 + 16 + 16 + 25 + 3600) = 61; clipped to half of that, g = (4, -2), 2, 2.5, 30.
const onAll: Step = {
  ...retained[0]!,
  norm: 61,
  velocity: [[8, -2], 0, 1 + 2.5, 1 + 30],
  // g + v/2 = (8, -3), 2, 4.25, 45.5.
  weights: [[4 - 2, -2 + 0.75], 3 - 0.5, 8 - 1.0625, 120 - 11.375],
};

const optimisers = {
  "descendPlainly()": (buffers, settings, rate) => descendPlainly(segments, buffers, settings, rate),
  "descend()": (buffers, settings, rate) => descend(runtime, segments, buffers, settings, rate),
} satisfies Record<string, (buffers: DescentBuffers, settings: DescentSettings, rate: number) => number>;

for (const [name, descent] of Object.entries(optimisers)) {
  const takeSteps = (steps: readonly Step[], on: Decay["on"], clipNorm: number) => {
    const state = { weights: flat(before.weights), velocity: flat(before.velocity) };
    for (const { rate, gradients, norm, velocity, weights } of steps) {
      const slots = sharedFloats(runtime, 4 * list.length);
      gradients.forEach((row, ghost) => slots.set(flat(row), ghost * list.length));
      const uses = Uint8Array.from(
        gradients.flatMap(([conv, , rare]) => [conv === null ? 0 : 1, 1, rare === null ? 0 : 1, 0]),
      );
      const numbers = { decay: { strength: 0.5, on }, clipNorm, momentum: 0.5 };
      assertEquals(descent({ ...state, gradients: slots, uses }, numbers, rate), norm);
      assertEquals(state, { weights: flat(weights), velocity: flat(velocity) });
    }
  };
  const ignore = name === "descend()" && !runtime.native;
  const test = (what: string, fn: () => void) => Deno.test({ name: `${name} ${what}`, ignore, fn });

  test("takes a step of four ghost batches with decay, clipping and momentum, worked by hand", () =>
    takeSteps(retained.slice(0, 1), "retained", 5));
  test("takes four steps at rates that rise and fall, worked by hand", () =>
    takeSteps(retained, "retained", 5));
  test("takes a step with decay on all weights, worked by hand", () => takeSteps([onAll], "all", 30.5));
}
