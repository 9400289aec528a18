/** `train()` over four steps with gradients that are given, against a loop written from its description. */
import { assert, assertEquals } from "@std/assert";
import { initialise, type NetworkPlan, planOf } from "../../lib/graph/mod.ts";
import type { Runtime } from "../../lib/engine/mod.ts";
import { gaussian, prng, uniform } from "../../lib/random.ts";
import { train, type Trained, type TrainingBuffers } from "../../lib/training/mod.ts";
import { runtime, taskWith } from "./tiny.ts";

const GHOSTS = 3;
const CLIP_NORM = 5;
const MOMENTUM = 0.9;
const DECAY = 0.1;
const task = taskWith({
  steps: 4,
  ghosts: { count: GHOSTS, size: 4, masks: "ghost" },
  learningRate: 0.4,
  warmUp: 0.25,
  momentum: MOMENTUM,
  clipNorm: CLIP_NORM,
  decay: { strength: DECAY, on: "retained" },
  statistics: "running",
});
/** A step of warm-up at a half, then the cosine at none, a third and two thirds of its way. */
const rates = [0.4 * 1 / 2, 0.4, 0.4 * 3 / 4, 0.4 * 1 / 4];

/** What the ghost batches of a step leave. */
interface Given {
  /** Of each ghost batch which segments it used. */
  readonly uses: readonly Uint8Array[];
  /** Of each the gradient, NaN where it used nothing; in the second step too small to be clipped. */
  readonly gradients: readonly Float32Array[];
  /** Of each what its norms observed, NaN where it used none. */
  readonly statistics: readonly Float32Array[];
}

function given(plan: NetworkPlan, step: number): Given {
  const rngs = Array.from({ length: GHOSTS }, (_, ghost) => prng(9, "given", step, ghost));
  const uses = rngs.map((rng) => Uint8Array.from(plan.segments, () => uniform(rng) < 0.5 ? 1 : 0));
  const gradients = rngs.map((rng, ghost) => {
    const values = new Float32Array(plan.length).fill(NaN);
    plan.segments.forEach(({ offset, size }, index) => {
      if (uses[ghost]![index] === 0) return;
      for (let at = offset; at < offset + size; at++) values[at] = gaussian(rng) * (step === 1 ? 1e-3 : 1);
    });
    return values;
  });
  const statistics = rngs.map((rng, ghost) => {
    const values = new Float32Array(plan.statisticsLength).fill(NaN);
    for (const { slot, scale } of plan.norms) {
      if (uses[ghost]![plan.segments.indexOf(scale)] === 0) continue;
      for (let at = slot; at < slot + 2 * scale.size; at++) values[at] = 1 + uniform(rng);
    }
    return values;
  });
  return { uses, gradients, statistics };
}

/** Leaves what is given in the slots of the buffers, and losses and hits that can be averaged by head. */
const givenRunner = (plan: NetworkPlan) => (buffers: TrainingBuffers) => ({
  run(step: number) {
    const { uses, gradients, statistics } = given(plan, step);
    for (let ghost = 0; ghost < GHOSTS; ghost++) {
      buffers.uses.set(uses[ghost]!, ghost * plan.segments.length);
      buffers.gradients.set(gradients[ghost]!, ghost * plan.length);
      buffers.statistics.set(statistics[ghost]!, ghost * plan.statisticsLength);
      buffers.losses[ghost] = 10 * step + ghost;
      buffers.correct[ghost] = ghost;
    }
  },
  close() {},
});

/** Weight by weight in double precision. */
function expectedWeights(plan: NetworkPlan): { weights: Float64Array; norms: number[] } {
  const initial = new Float32Array(plan.length);
  initialise(initial, plan.segments, task.seed);
  const weights = Float64Array.from(initial);
  const velocity = new Float64Array(plan.length);
  const norms = rates.map((rate, step) => {
    const { uses, gradients } = given(plan, step);
    const gradient = new Float64Array(plan.length);
    plan.segments.forEach(({ offset, size, decays }, index) => {
      for (let at = offset; at < offset + size; at++) {
        for (let ghost = 0; ghost < GHOSTS; ghost++) {
          if (uses[ghost]![index] === 0) continue;
          // The ghost batch's loss has DECAY / 2 times the squares of the weights that it used.
          gradient[at]! += (gradients[ghost]![at]! + (decays ? DECAY * weights[at]! : 0)) / GHOSTS;
        }
      }
    });
    const norm = Math.hypot(...gradient);
    for (let at = 0; at < plan.length; at++) {
      const g = gradient[at]! * Math.min(1, CLIP_NORM / norm);
      velocity[at] = MOMENTUM * velocity[at]! + g;
      weights[at]! -= rate * (g + MOMENTUM * velocity[at]!);
    }
    return norm;
  });
  return { weights, norms };
}

/** In closed form: of n observations the last counts 0.02, each before it 0.98 times as much, the start 0.98^n. */
function expectedStatistics(plan: NetworkPlan): Float64Array {
  const running = new Float64Array(plan.statisticsLength);
  const observations = rates.flatMap((_, step) => given(plan, step).statistics);
  for (const { slot, scale } of plan.norms) {
    for (let at = slot; at < slot + 2 * scale.size; at++) {
      const observed = observations.map((values) => values[at]!).filter((value) => !Number.isNaN(value));
      const start = at < slot + scale.size ? 0 : 1;
      running[at] = observed.toReversed().reduce(
        (sum, value, age) => sum + 0.02 * 0.98 ** age * value,
        0.98 ** observed.length * start,
      );
    }
  }
  return running;
}

function assertNear(actual: Float32Array, expected: Float64Array): void {
  const apart = expected.map((value, at) => Math.abs(value - actual[at]!) / (1 + Math.abs(value)));
  // Float32 rounds to 6e-8 of a value; each step rounds gradient, velocity and weights a few times.
  assert(Math.max(...apart) < 2e-6, `apart by ${Math.max(...apart)} at ${apart.indexOf(Math.max(...apart))}`);
}

const ways: readonly (readonly [name: string, on: Runtime])[] = [
  ["JavaScript", { ...runtime, native: false }],
  ["our own kernel", runtime],
];
for (const [name, on] of ways) {
  const ignore = name !== "JavaScript" && !runtime.native;
  const run = (): Promise<Trained> => train(on, task, givenRunner(planOf(task.network)));

  Deno.test({
    name: `train() takes four steps with schedule, momentum, decay and clipping, in ${name}`,
    ignore,
    async fn() {
      const { plan, weights } = await run();
      const expected = expectedWeights(plan);
      // Decay and clipping have to show.
      assert(expected.norms.some((norm) => norm > 2 * CLIP_NORM), `norms ${expected.norms}`);
      assert(expected.norms.some((norm) => norm < CLIP_NORM), `norms ${expected.norms}`);
      assertNear(weights, expected.weights);
    },
  });

  Deno.test({
    name: `train() follows the statistics that norms observe with 0.98, in ${name}`,
    ignore,
    async fn() {
      const { plan, statistics } = await run();
      assertNear(statistics, expectedStatistics(plan));
    },
  });
}

Deno.test("train()'s curve has the mean loss and the share of hits over the ghost batches", async () => {
  const { curve } = await train(runtime, task, givenRunner(planOf(task.network)));
  // Losses 0, 1, 2 and ten more each step; 0, 1 and 2 hits among 4 images each.
  assertEquals(
    curve,
    [0, 1, 2, 3].map((step) => ({ step: step + 1, loss: 10 * step + 1, accuracy: 3 / 12 })),
  );
});
