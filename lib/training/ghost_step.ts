/**
 * The unit of work of a training: one ghost batch's loss and gradient over the paths it kept.
 * @module
 */
import {
  type DescentBuffers,
  openExecutor,
  openWorkspace,
  type Runtime,
  sharedFloats,
  withWorkspace,
} from "../engine/mod.ts";
import { batchIndices, fillBatch, type Prepared, requirePart } from "../datasets/mod.ts";
import { networkGraph, type NetworkPlan, type NetworkSpec, planOf } from "../graph/mod.ts";
import { prng } from "../random.ts";
import type { Paths } from "../space/mod.ts";
import { ghostImages, ghostPaths } from "../tricks/mod.ts";
import { countCorrect, sum } from "./measures.ts";
import type { TrainingSettings } from "./settings.ts";

/** What is trained, on what and how; plain data and shared arrays, so that it can be sent to workers. */
export interface TrainingTask {
  readonly network: NetworkSpec;
  readonly settings: TrainingSettings;
  /** Seed of initial weights, order of images, augmentation and dropped paths. */
  readonly seed: number;
  readonly data: Prepared<"training">;
}

/**
 * Arrays over shared memory in which the threads of a training meet. The weights are written between steps only; in
 * the others each ghost batch has a slot.
 */
export interface TrainingBuffers extends Omit<DescentBuffers, "velocity"> {
  /** [ghosts, statistics]; each norm's batch mean and variance; only where `uses` marks its scale. */
  readonly statistics: Float32Array;
  /** Mean cross-entropy of each ghost batch. */
  readonly losses: Float64Array;
  /** Correctly classified images of each ghost batch. */
  readonly correct: Int32Array;
  /** How many ghost batches of the step the workers have taken, [1]. */
  readonly taken: Int32Array;
}

/** The paths that a ghost batch of a step keeps. */
export function pathsOf(
  { network: { space, holds }, settings, seed }: TrainingTask,
  step: number,
  ghost: number,
): Paths {
  const { dropout, ghosts, steps } = settings;
  return holds === "all paths" ? ghostPaths(space, dropout, ghosts, { seed, step, steps, ghost }) : holds;
}

/** Makes the buffers of a training, all zero. */
export function makeBuffers(runtime: Runtime, plan: NetworkPlan, ghosts: number): TrainingBuffers {
  const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);
  return {
    weights: sharedFloats(runtime, plan.length),
    gradients: sharedFloats(runtime, ghosts * plan.length),
    uses: new Uint8Array(shared(ghosts * plan.segments.length)),
    statistics: new Float32Array(shared(4 * ghosts * plan.statisticsLength)),
    losses: new Float64Array(shared(8 * ghosts)),
    correct: new Int32Array(shared(4 * ghosts)),
    taken: new Int32Array(shared(4)),
  };
}

/** A task made ready in one thread. */
export interface Trainee {
  /** Computes ghost batch `ghost` of step `step` and leaves the outcome in its slots of the buffers. */
  ghostStep(step: number, ghost: number): void;
  /** Frees the parameters' tensors. */
  close(): void;
}

/**
 * Makes a task ready. The caller closes it.
 *
 * @throws {TypeError} if its images are not for training
 */
export function openTrainee(runtime: Runtime, task: TrainingTask, buffers: TrainingBuffers): Trainee {
  const { settings, seed, data: { images, indices, normalisation } } = task;
  requirePart(task.data, "training", "train");
  const { ghosts, augmentation } = settings;
  const plan = planOf(task.network);
  const shape = [ghosts.size, ...images.shape];
  const pixels = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const labels = new Int32Array(ghosts.size);
  const own = openWorkspace(runtime);
  const executor = openExecutor(own, plan, buffers.weights);
  return {
    ghostStep(step, ghost) {
      if (step > 0) executor.refresh();
      const batch = batchIndices(indices, { seed, batchSize: ghosts.count * ghosts.size, step });
      const rng = prng(seed, "augment", step, ghost);
      const chosen = ghostImages(ghosts, batch, ghost);
      fillBatch(pixels, labels, images, chosen, normalisation, { augmentation, rng });
      const graph = networkGraph(plan, pathsOf(task, step, ghost));
      const slot = {
        gradients: stretch(buffers.gradients, plan.length, ghost),
        uses: stretch(buffers.uses, plan.segments.length, ghost),
        statistics: settings.statistics === "running"
          ? stretch(buffers.statistics, plan.statisticsLength, ghost)
          : undefined,
      };
      withWorkspace(runtime, (ws) => {
        const tensors = { images: ws.floats(shape, pixels), labels: ws.integers([ghosts.size], labels) };
        const { logits, losses } = executor.train(graph, tensors, slot);
        buffers.losses[ghost] = sum(losses) / ghosts.size;
        buffers.correct[ghost] = countCorrect(logits, labels);
      });
    },
    close: () => own.close(),
  };
}

/** Stretch `index` of an array that is cut into stretches of `length`. */
function stretch<T extends Float32Array | Uint8Array>(values: T, length: number, index: number): T {
  return values.subarray(index * length, (index + 1) * length) as T;
}
