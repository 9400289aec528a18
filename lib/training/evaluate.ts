/**
 * Accuracy of an architecture on fixed images: with the one-shot model's weights it is its one-shot accuracy, with
 * its own stand-alone network's its stand-alone accuracy.
 * @module
 */
import { type Answers, openActivations, openExecutor, openWorkspace, type Runtime } from "../engine/mod.ts";
import type { Part } from "../datasets/mod.ts";
import { networkGraph, type NetworkSpec, planOf } from "../graph/mod.ts";
import type { Paths } from "../space/mod.ts";
import { type BatchedImages, openBatches } from "./batches.ts";
import { type ClassCount, countByClass, sum } from "./measures.ts";

/** A trained network and the images to evaluate it on; plain data and shared arrays. */
export interface EvaluationTask<P extends Part = Part> extends BatchedImages<P> {
  readonly network: NetworkSpec;
  readonly weights: Float32Array;
  /** Statistics to normalise with in place of each evaluation batch's own. */
  readonly statistics: Float32Array | undefined;
}

/** How an architecture did. */
export interface Evaluation {
  /** Share of the images classified correctly, 0 to 1. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
}

/** Memory of each thread for activations that candidates share. */
const ACTIVATION_BYTES = 2 ** 30;

/** A task made ready in one thread. */
export interface Evaluator {
  /** Evaluates paths on the task's batches, always the same. */
  evaluate(paths: Paths): Evaluation;
  /** As {@linkcode Evaluator.evaluate}, and the images and hits of each class, in the order of the labels. */
  evaluateByClass(paths: Paths): Evaluation & { readonly classes: readonly ClassCount[] };
  /** [images, classes] logits of the task's images, in their order. */
  predict(paths: Paths): Float32Array;
  /** Frees images and parameters; the kernels keep spare memory for this thread's next work. */
  close(): void;
}

/**
 * Makes a task ready: the batches are prepared once. The caller closes it.
 *
 * @throws {RangeError} if there are fewer images than one batch
 */
export function openEvaluator(runtime: Runtime, task: EvaluationTask): Evaluator {
  const { network, batchSize } = task;
  const plan = planOf(network);
  const { count, make } = openBatches(task, "evaluate");
  const own = openWorkspace(runtime);
  const executor = openExecutor(own, plan, task.weights, task.statistics);
  const batches = Array.from({ length: count }, (_, index) => make(own, index));
  const activations = executor.native
    ? openActivations(runtime, { batches: count, batchSize, budget: ACTIVATION_BYTES })
    : undefined;
  const answer = (paths: Paths, take: (answers: Answers, batch: number) => void): void => {
    const graph = networkGraph(plan, paths);
    const memory = activations?.plan(graph);
    batches.forEach((batch, index) => take(executor.infer(graph, batch, memory?.(index)), index));
  };
  const evaluateByClass: Evaluator["evaluateByClass"] = (paths) => {
    const counts: ClassCount[][] = [];
    let loss = 0;
    answer(paths, ({ logits, losses }, batch) => {
      counts.push(countByClass(logits, batches[batch]!.classes));
      loss += sum(losses);
    });
    const classes = counts[0]!.map((_, label) => ({
      images: sum(counts.map((batch) => batch[label]!.images)),
      correct: sum(counts.map((batch) => batch[label]!.correct)),
    }));
    const correct = sum(classes.map((one) => one.correct));
    return { accuracy: correct / (count * batchSize), loss: loss / (count * batchSize), classes };
  };
  return {
    evaluate(paths) {
      const { accuracy, loss } = evaluateByClass(paths);
      return { accuracy, loss };
    },
    evaluateByClass,
    predict(paths) {
      const length = batchSize * network.shape.classes;
      const predictions = new Float32Array(count * length);
      answer(paths, ({ logits }, batch) => predictions.set(logits, batch * length));
      return predictions;
    },
    close() {
      activations?.close();
      own.close();
    },
  };
}

/** Evaluates one architecture. */
export function evaluateOnce(runtime: Runtime, task: EvaluationTask, paths: Paths): Evaluation {
  const evaluator = openEvaluator(runtime, task);
  try {
    return evaluator.evaluate(paths);
  } finally {
    evaluator.close();
  }
}
