/**
 * Runs graphs on batches: with our own kernels where they fit, else with TensorFlow's. Both compute the same to
 * within rounding.
 * @module
 */
import { encodeGraph, fitsNative, type NodeMemory, runNative } from "./native/run.ts";
import { openParameters } from "./tensorflow/parameters.ts";
import { openTape } from "./tensorflow/tape.ts";
import {
  type Graph,
  networkGraph,
  type NetworkPlan,
  type Norm,
  type Segment,
  usedSegments,
} from "../graph/mod.ts";
import { scale, softmaxCrossEntropy } from "./tensorflow/kernels.ts";
import { type Tensor, withWorkspace, type Workspace } from "./workspace.ts";
import { runTensorflow } from "./tensorflow/run.ts";

/** A batch of images and their classes. */
export interface BatchTensors {
  /** [batch, height, width, channels], normalised. */
  readonly images: Tensor;
  /** [batch]. */
  readonly labels: Tensor;
}

/** Where a training's pass leaves what it found. */
export interface GradientSlot {
  /**
   * The gradients of the mean cross-entropy, laid out as the weights; valid where `uses` marks the segment. In memory
   * that TensorFlow uses in place ({@linkcode sharedFloats}), else our kernels would write to a copy.
   */
  readonly gradients: Float32Array;
  /** [segments]; 1 where the classifier's answer depends on the segment, else 0. */
  readonly uses: Uint8Array;
  /** Each used norm's batch mean and variance at its place, if they are wanted. */
  readonly statistics: Float32Array | undefined;
}

/** What a network answers. */
export interface Answers {
  /** [batch, classes]. */
  readonly logits: Float32Array;
  /** Cross-entropy of each image in nats, [batch]. */
  readonly losses: Float32Array;
}

/** A network's parameters made ready to run graphs with. */
export interface Executor {
  /** Whether our own kernels run the network. */
  readonly native: boolean;
  /** Forward only; `memory` says which nodes are known or to be kept, and is for our own kernels. */
  infer(graph: Graph, batch: BatchTensors, memory?: NodeMemory): Answers;
  /** Forward and back. */
  train(graph: Graph, batch: BatchTensors, slot: GradientSlot): Answers;
  /** To be called after the weights were changed. */
  refresh(): void;
}

/**
 * Opens an executor whose tensors belong to `own`.
 *
 * @param weights laid out by the plan, in shared memory aligned for TensorFlow ({@linkcode sharedFloats})
 * @param fixed statistics to normalise with in place of each batch's own; then only `infer` can be called
 */
export function openExecutor(
  own: Workspace,
  plan: NetworkPlan,
  weights: Float32Array,
  fixed?: Float32Array,
): Executor {
  // If all paths fit, any of them do.
  const native = own.runtime.native && fitsNative(networkGraph(plan, plan.paths));
  const open = native ? nativeExecutor : tensorflowExecutor;
  return open(own, plan, weights, fixed);
}

function nativeExecutor(
  own: Workspace,
  plan: NetworkPlan,
  weights: Float32Array,
  fixed: Float32Array | undefined,
): Executor {
  const { runtime } = own;
  const inputs = {
    weights: own.view([weights.length], weights),
    fixed: fixed === undefined ? undefined : own.floats([fixed.length], fixed),
  };
  return {
    native: true,
    infer: (graph, batch, memory) =>
      withWorkspace(
        runtime,
        (ws) =>
          readAnswers(
            ws,
            runNative(ws, { ...inputs, ...batch, graph: encodeGraph(graph, [], memory) }),
          ),
      ),
    train: (graph, batch, { gradients, uses, statistics }) =>
      withWorkspace(runtime, (ws) => {
        const used = usedSegments(graph);
        plan.segments.forEach((segment, index) => uses[index] = used.has(segment) ? 1 : 0);
        const outputs = runNative(ws, {
          ...inputs,
          ...batch,
          graph: encodeGraph(graph, used),
          gradients: ws.view([gradients.length], gradients),
        });
        if (statistics !== undefined) statistics.set(ws.read(outputs.statistics));
        return readAnswers(ws, outputs);
      }),
    refresh() {},
  };
}

function tensorflowExecutor(
  own: Workspace,
  plan: NetworkPlan,
  weights: Float32Array,
  fixed: Float32Array | undefined,
): Executor {
  const { runtime } = own;
  const parameters = openParameters(own, weights);
  return {
    native: false,
    infer: (graph, { images, labels }) =>
      withWorkspace(runtime, (ws) => {
        const norms = fixed === undefined ? {} : { fixed };
        const logits = runTensorflow({ tape: openTape(ws), parameters, norms }, graph, images).value;
        return readAnswers(ws, { logits, losses: softmaxCrossEntropy(ws, logits, labels).loss });
      }),
    train: (graph, { images, labels }, slot) =>
      withWorkspace(runtime, (ws) => {
        const tape = openTape(ws);
        const observed = slot.statistics === undefined
          ? undefined
          : new Map<Norm, readonly [Tensor, Tensor]>();
        const norms = observed === undefined ? {} : { observed };
        const logits = runTensorflow({ tape, parameters, norms }, graph, images);
        const entropy = softmaxCrossEntropy(ws, logits.value, labels);
        logits.gradients.push(scale(ws, entropy.gradient, 1 / labels.shape[0]!));
        tape.backward();
        writeGradients(ws, plan, tape.parameterGradients, slot);
        if (observed !== undefined) writeStatistics(ws, observed, slot.statistics!);
        return readAnswers(ws, { logits: logits.value, losses: entropy.loss });
      }),
    refresh: () => parameters.refresh(),
  };
}

function readAnswers(
  ws: Workspace,
  { logits, losses }: { readonly logits: Tensor; readonly losses: Tensor },
): Answers {
  return { logits: ws.read(logits) as Float32Array, losses: ws.read(losses) as Float32Array };
}

function writeGradients(
  ws: Workspace,
  plan: NetworkPlan,
  found: ReadonlyMap<Segment, Tensor>,
  { gradients, uses }: GradientSlot,
): void {
  plan.segments.forEach((segment, index) => {
    const gradient = found.get(segment);
    uses[index] = gradient === undefined ? 0 : 1;
    if (gradient !== undefined) gradients.set(ws.read(gradient), segment.offset);
  });
}

function writeStatistics(
  ws: Workspace,
  observed: ReadonlyMap<Norm, readonly [Tensor, Tensor]>,
  statistics: Float32Array,
): void {
  for (const [norm, [mean, variance]] of observed) {
    statistics.set(ws.read(mean), norm.slot);
    statistics.set(ws.read(variance), norm.slot + norm.scale.size);
  }
}
