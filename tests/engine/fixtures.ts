/** What the tests of this folder share: small networks with random parameters, and one pass through them. */
import {
  initialise,
  networkGraph,
  type NetworkPlan,
  planNetwork,
  type Segment,
  segmentValues,
} from "../../lib/graph/mod.ts";
import {
  type BatchTensors,
  loadRuntime,
  openExecutor,
  type Runtime,
  sharedFloats,
  withWorkspace,
  type Workspace,
} from "../../lib/engine/mod.ts";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { type NetworkShape, paperSpace, type Paths, type Space } from "../../lib/space/mod.ts";

export const runtime: Runtime = await loadRuntime();
/** The same without our own kernels. */
export const portable: Runtime = { ...runtime, native: false };

/** Two blocks of the paper's operations. */
export const space: Space = { ...paperSpace, blocks: 2 };

/** 8 x 8 pixels at first, 4 x 4 then. */
export const shape: NetworkShape = {
  image: [8, 8, 1],
  classes: 3,
  filters: 8,
  stages: 2,
  cellsPerStage: 1,
  stemStride: 1,
};

/** Seeded normal values. */
export function normals(length: number, ...labels: readonly (string | number)[]): Float32Array {
  const rng = prng(21, "network", ...labels);
  return Float32Array.from({ length }, () => gaussian(rng));
}

/** Images and their classes. */
export interface Batch {
  readonly images: Float32Array;
  /** [batch, height, width, channels]. */
  readonly imagesShape: readonly [number, number, number, number];
  readonly labels: Int32Array;
}

export function randomBatch(shape: NetworkShape, size: number): Batch {
  const [height, width, channels] = shape.image;
  const rng = prng(21, "labels");
  return {
    images: normals(size * height * width * channels, "images"),
    imagesShape: [size, height, width, channels],
    labels: Int32Array.from({ length: size }, () => integer(rng, shape.classes)),
  };
}

/** Initial weights of a plan, but with random scales, offsets and biases, so that none is special. */
export function randomWeights(plan: NetworkPlan, seed = 3): Float32Array {
  const weights = sharedFloats(runtime, plan.length);
  initialise(weights, plan.segments, seed);
  for (const segment of plan.segments) {
    if (segment.fanIn > 0) continue;
    const values = segmentValues(weights, segment);
    normals(segment.size, segment.name).forEach((value, i) => values[i]! += 0.3 * value);
  }
  return weights;
}

/** A network of random weights and the images it is run on. */
export interface Example {
  readonly plan: NetworkPlan;
  readonly weights: Float32Array;
  readonly batch: Batch;
}

export function example(over: Partial<NetworkShape> = {}, batchSize = 4, inSpace: Space = space): Example {
  const plan = planNetwork(inSpace, { ...shape, ...over });
  return { plan, weights: randomWeights(plan), batch: randomBatch(plan.shape, batchSize) };
}

/** What a pass gives; the gradients are of the mean cross-entropy. */
export interface Outcome {
  /** [batch, classes]. */
  readonly logits: Float32Array;
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Forward and back. */
export function pass(on: Runtime, { plan, weights, batch }: Example, paths: Paths): Outcome {
  const slot = {
    gradients: sharedFloats(on, plan.length).fill(NaN),
    uses: new Uint8Array(plan.segments.length),
    statistics: undefined,
  };
  return withWorkspace(on, (ws) => {
    const executor = openExecutor(ws, plan, weights);
    const { logits } = executor.train(networkGraph(plan, paths), tensors(ws, batch), slot);
    const used = plan.segments.filter((_, index) => slot.uses[index] === 1);
    const gradients = used.map((segment) =>
      [segment.name, segmentValues(slot.gradients, segment).slice()] as const
    );
    return { logits, loss: crossEntropy(logits, batch.labels), gradients: new Map(gradients) };
  });
}

/** Forward only: the mean cross-entropy. */
export function lossOf(on: Runtime, { plan, weights, batch }: Example, paths: Paths): number {
  return withWorkspace(on, (ws) => {
    const executor = openExecutor(ws, plan, weights);
    return crossEntropy(executor.infer(networkGraph(plan, paths), tensors(ws, batch)).logits, batch.labels);
  });
}

function tensors(ws: Workspace, { images, imagesShape, labels }: Batch): BatchTensors {
  return { images: ws.floats(imagesShape, images), labels: ws.integers([labels.length], labels) };
}

/** Mean of -log softmax at the true classes, in double precision. */
function crossEntropy(logits: ArrayLike<number>, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let total = 0;
  labels.forEach((label, image) => {
    const row = Array.from({ length: classes }, (_, k) => logits[image * classes + k]!);
    const largest = Math.max(...row);
    const sum = row.reduce((sum, value) => sum + Math.exp(value - largest), 0);
    total += Math.log(sum) + largest - row[label]!;
  });
  return total / labels.length;
}

/** The segment of a name. */
export function segmentOf(plan: NetworkPlan, name: string): Segment {
  return plan.segments.find((segment) => segment.name === name)!;
}

/** Largest difference of two lists, relative to the largest magnitude in `expected` and at least 0.02. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let apart = 0;
  let largest = 0.02;
  for (let i = 0; i < actual.length; i++) {
    apart = Math.max(apart, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return apart / largest;
}
