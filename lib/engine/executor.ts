/**
 * Runs graphs on batches: with our own kernels where they fit, else with TensorFlow's. Both compute the same to
 * within rounding.
 * @module
 */
import { type Graph, networkGraph, type NetworkPlan, type Norm, usedSegments } from "../graph/mod.ts";
import { encodeGraph, fitsNative, type NodeMemory, runNative } from "./native/run.ts";
import { scale, softmaxCrossEntropy } from "./tensorflow/kernels.ts";
import { openParameters } from "./tensorflow/parameters.ts";
import { runTensorflow } from "./tensorflow/run.ts";
import { openTape } from "./tensorflow/tape.ts";
import { type Tensor, withWorkspace, type Workspace } from "./workspace.ts";

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
  /** Each used norm's batch mean and variance at its slot, if they are wanted. */
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

const nativeExecutor: typeof openExecutor = (own, plan, weights, fixed) => {
  const inputs = {
    weights: own.view([weights.length], weights),
    fixed: fixed === undefined ? undefined : own.floats([fixed.length], fixed),
  };
  return {
    native: true,
    infer: (graph, batch, memory) =>
      withWorkspace(own.runtime, (ws) => {
        const outputs = runNative(ws, { ...inputs, ...batch, graph: encodeGraph(graph, [], memory) });
        return readAnswers(ws, outputs.logits, outputs.losses);
      }),
    train: (graph, batch, { gradients, uses, statistics }) =>
      withWorkspace(own.runtime, (ws) => {
        const used = usedSegments(graph);
        plan.segments.forEach((segment, index) => uses[index] = used.has(segment) ? 1 : 0);
        const outputs = runNative(ws, {
          ...inputs,
          ...batch,
          graph: encodeGraph(graph, used),
          gradients: ws.view([gradients.length], gradients),
        });
        statistics?.set(ws.read(outputs.statistics));
        return readAnswers(ws, outputs.logits, outputs.losses);
      }),
    refresh() {},
  };
};

const tensorflowExecutor: typeof openExecutor = (own, plan, weights, fixed) => {
  const parameters = openParameters(own, weights);
  return {
    native: false,
    infer: (graph, { images, labels }) =>
      withWorkspace(own.runtime, (ws) => {
        const logits = runTensorflow({ tape: openTape(ws), parameters, fixed }, graph, images).value;
        return readAnswers(ws, logits, softmaxCrossEntropy(ws, logits, labels).loss);
      }),
    train: (graph, { images, labels }, { gradients, uses, statistics }) =>
      withWorkspace(own.runtime, (ws) => {
        const tape = openTape(ws);
        const observed = new Map<Norm, readonly [Tensor, Tensor]>();
        const logits = runTensorflow({ tape, parameters, observed }, graph, images);
        const { loss, gradient } = softmaxCrossEntropy(ws, logits.value, labels);
        logits.gradients.push(scale(ws, gradient, 1 / labels.shape[0]!));
        tape.backward();
        plan.segments.forEach((segment, index) => {
          const found = tape.parameterGradients.get(segment);
          uses[index] = found === undefined ? 0 : 1;
          if (found !== undefined) gradients.set(ws.read(found), segment.offset);
        });
        for (const [{ slot, scale: { size } }, [mean, variance]] of observed) {
          statistics?.set(ws.read(mean), slot);
          statistics?.set(ws.read(variance), slot + size);
        }
        return readAnswers(ws, logits.value, loss);
      }),
    refresh: () => parameters.refresh(),
  };
};

function readAnswers(ws: Workspace, logits: Tensor, losses: Tensor): Answers {
  return { logits: ws.read(logits), losses: ws.read(losses) };
}
