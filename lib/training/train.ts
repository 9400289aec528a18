/**
 * The training loop, the same for the one-shot model and for stand-alone networks.
 * @module
 */
import { descend, type Runtime, sharedFloats } from "../engine/mod.ts";
import { initialise, type NetworkPlan, planOf } from "../graph/mod.ts";
import { type Checkpoints, keepWork } from "../runs/mod.ts";
import { type CurvePoint, type CurveState, openCurve } from "./curve.ts";
import { makeBuffers, type TrainingBuffers, type TrainingTask } from "./ghost_step.ts";
import { sum } from "./measures.ts";
import { followStatistics, initialiseRunning } from "./running.ts";
import { type TrainingSettings, validateSettings } from "./settings.ts";
import { descendPlainly, learningRate } from "./sgd.ts";

/** What a training leaves. */
export interface Trained {
  readonly plan: NetworkPlan;
  readonly weights: Float32Array;
  /** Running mean and variance of each norm; 0 and 1 unless the settings ask for them. */
  readonly statistics: Float32Array;
  readonly curve: readonly CurvePoint[];
}

/** Computes all ghost batches of a step, in this thread or in workers. */
export interface StepRunner {
  run(step: number): void | Promise<void>;
  close(): void | Promise<void>;
}

/** Options of {@linkcode train}. */
export interface TrainOptions {
  /** Where to keep half-done work; without it a killed training begins again. */
  readonly checkpoints?: Checkpoints;
  /** Seconds between checkpoints. @default 10 */
  readonly checkpointSeconds?: number;
  /** Whether to stop; checked after each step. */
  readonly isStopped?: () => boolean;
  /** Called every few steps. */
  readonly onProgress?: ((done: number, latest: CurvePoint) => void) | undefined;
}

/**
 * Trains a network from scratch, or goes on from the last checkpoint; the outcome is the same to the bit. A step
 * follows the mean gradient of its ghost batches, always added in their order, with decay and clipping.
 *
 * @param openRunner makes what computes the ghost batches over the training's buffers
 * @throws {RangeError} if a setting is out of range
 * @throws {Stopped} if a stop was asked for, once a checkpoint is safe
 * @throws {Error} if the loss or the gradient is not finite; the learning rate is usually too high
 */
export async function train(
  runtime: Runtime,
  task: TrainingTask,
  openRunner: (buffers: TrainingBuffers) => StepRunner | Promise<StepRunner>,
  { checkpoints, checkpointSeconds = 10, isStopped = () => false, onProgress }: TrainOptions = {},
): Promise<Trained> {
  const { settings } = task;
  validateSettings(settings);
  const plan = planOf(task.network);
  const buffers = makeBuffers(runtime, plan, settings.ghosts.count);
  const state = {
    weights: buffers.weights,
    velocity: sharedFloats(runtime, plan.length),
    statistics: new Float32Array(plan.statisticsLength),
  };
  initialise(state.weights, plan.segments, task.seed);
  initialiseRunning(state.statistics, plan.norms);
  const saved = await checkpoints?.load();
  if (saved !== undefined) {
    for (const [name, values] of Object.entries(state)) values.set(saved.arrays[name] as Float32Array);
  }
  const curve = openCurve(settings.steps, saved?.meta as CurveState | undefined);

  const keep = keepWork({ seconds: checkpointSeconds, isStopped });
  const runner = await openRunner(buffers);
  try {
    for (let step = saved?.step ?? 0; step < settings.steps; step++) {
      await runner.run(step);
      const rate = learningRate(settings, step);
      const arrays = { ...buffers, ...state };
      const norm = runtime.native
        ? descend(runtime, plan.segments, arrays, settings, rate)
        : descendPlainly(plan.segments, arrays, settings, rate);
      requireFinite("gradient's norm", norm);
      if (settings.statistics === "running") followStatistics(state.statistics, plan, buffers);
      const point = curve.add(step, outcome(buffers, settings.ghosts));
      if (point !== undefined) onProgress?.(step + 1, point);
      await keep(() => checkpoints?.save(step + 1, state, curve.state()));
    }
  } finally {
    await runner.close();
  }
  return { plan, weights: state.weights, statistics: state.statistics, curve: curve.points };
}

function outcome({ losses, correct }: TrainingBuffers, { count, size }: TrainingSettings["ghosts"]) {
  const loss = sum(losses) / count;
  requireFinite("loss", loss);
  return { loss, accuracy: sum(correct) / (count * size) };
}

/** A broken path need not show in the loss: a ReLU may take its NaN for a negative number. The gradient has it. */
function requireFinite(what: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new Error(`Cannot go on training: the ${what} is ${value}; a smaller learning rate may help`);
}
