/**
 * Whether both sides take the same steps: the gradients that our ghost batches left in a short training are given to
 * PyTorch's SGD, its schedulers and its clipping, which must come to the same weights.
 * @module
 */
import { join } from "node:path";
import { initialise, planOf, type Segment, segmentValues } from "../lib/graph/mod.ts";
import type { Runtime } from "../lib/engine/mod.ts";
import { localRunner, train, type TrainingTask } from "../lib/training/mod.ts";
import { makeCase } from "./case.ts";

/**
 * Largest difference of a weight that passes, relative where it is above 1. Float32 rounds to 6e-8 of a value, and each
 * step rounds the gradient, the velocity and the weight.
 */
const TOLERANCE = 2e-6;

/** How far apart the sides are. */
export interface DescentAgreement {
  readonly apart: number;
  /** Length of each step's gradient before clipping, by PyTorch. */
  readonly norms: readonly number[];
}

/** A training of four steps in which everything shows: warm-up and cosine, dropped paths, decay, clipping. */
export function descentTask(): TrainingTask {
  const grey = { image: [8, 8, 1], classes: 10, stages: 2, cellsPerStage: 1, stemStride: 1 } as const;
  const small = { shape: { ...grey, filters: 4 }, ghosts: { count: 4, size: 4 }, blocks: 2 };
  const task = makeCase("pilot", 1, small).task.dropped;
  const settings = {
    ...task.settings,
    ...{ steps: 4, warmUp: 0.25, learningRate: 0.4, momentum: 0.9, clipNorm: 0.5 },
    decay: { strength: 0.1, on: "retained" },
    dropout: { rate: 0.5, ramp: "none" },
  } as const;
  return { ...task, settings };
}

/**
 * Compares a training's steps to PyTorch's.
 *
 * @param python a Python that has PyTorch
 * @throws {Error} if weights differ by more than rounding does
 */
export async function checkDescent(runtime: Runtime, python: string): Promise<DescentAgreement> {
  const task = descentTask();
  const { segments, length } = planOf(task.network);
  const initial = new Float32Array(length);
  initialise(initial, segments, task.seed);
  const steps: (number[] | null)[][][] = [];
  const { weights } = await train(runtime, task, (buffers) => {
    const runner = localRunner(runtime, task, buffers);
    return {
      ...runner,
      run(step) {
        runner.run(step);
        steps.push(Array.from({ length: task.settings.ghosts.count }, (_, ghost) => {
          const uses = buffers.uses.subarray(ghost * segments.length);
          const values = split(buffers.gradients.subarray(ghost * length), segments);
          return values.map((gradient, index) => uses[index] === 1 ? gradient : null);
        }));
      },
    };
  });
  const { weights: theirs, norms } = await descend(python, {
    ...{ settings: task.settings, segments, weights: split(initial, segments), steps },
  });
  let apart = 0;
  split(weights, segments).forEach((values, index) =>
    values.forEach((ours, at) => {
      const other = theirs[index]![at]!;
      // Written so that a NaN is not lost.
      const one = Math.abs(ours - other) / Math.max(1, Math.abs(other));
      if (!(one <= apart)) apart = one;
    })
  );
  if (apart <= TOLERANCE) return { apart, norms };
  throw new Error(
    `Cannot compare times: after ${steps.length} steps the sides' weights differ by ${apart}, ` +
      `expected at most ${TOLERANCE}`,
  );
}

function split(buffer: Float32Array, segments: readonly Segment[]): number[][] {
  return segments.map((segment) => [...segmentValues(buffer, segment)]);
}

/** Has PyTorch take the steps. */
async function descend(
  python: string,
  input: unknown,
): Promise<{ readonly weights: readonly (readonly number[])[]; readonly norms: readonly number[] }> {
  const child = new Deno.Command(python, {
    args: [join(import.meta.dirname!, "peer", "descend.py")],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  // A process that ended early says why on its standard error.
  await writer.write(new TextEncoder().encode(JSON.stringify(input))).then(() => writer.close()).catch(
    () => {},
  );
  const { success, stdout, stderr } = await output;
  if (!success) throw new Error(`Cannot run PyTorch: its process ended\n${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
