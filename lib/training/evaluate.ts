/**
 * Accuracy of an architecture on fixed images: with the one-shot model's weights it is its one-shot accuracy, with
 * its own stand-alone network's its stand-alone accuracy.
 * @module
 */
import { type Answers, openActivations, openExecutor, openWorkspace, type Runtime } from "../engine/mod.ts";
import { fillBatch, type Part, type Prepared } from "../datasets/mod.ts";
import { networkGraph, type NetworkSpec, planOf } from "../graph/mod.ts";
import type { Paths } from "../space/mod.ts";
import { type ClassCount, countByClass, sum } from "./measures.ts";

/** A trained network and the images to evaluate it on; plain data and shared arrays. */
export interface EvaluationTask<P extends Part = Part> {
  readonly network: NetworkSpec;
  readonly weights: Float32Array;
  /** Statistics to normalise with in place of each evaluation batch's own. */
  readonly statistics: Float32Array | undefined;
  /** Cut into batches in the order of its indices. */
  readonly data: Prepared<P>;
  /** Images in an evaluation batch; a last batch that would not be full is left out. */
  readonly batchSize: number;
}

/** How an architecture did. */
export interface Evaluation {
  /** Share of the images classified rightly, 0 to 1. */
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
  /** What the network says of the task's images, in their order: [images, classes] logits. */
  predict(paths: Paths): Float32Array;
  /** Frees images and parameters; what memory the kernels have to spare is for this thread's next work. */
  close(): void;
}

/**
 * Makes a task ready: the batches are prepared once, without augmentation. The caller closes it.
 *
 * @throws {RangeError} if there are fewer images than one batch
 */
export function openEvaluator(runtime: Runtime, task: EvaluationTask): Evaluator {
  const { network, data: { images, indices, normalisation }, batchSize } = task;
  const plan = planOf(network);
  const count = Math.floor(indices.length / batchSize);
  if (count < 1) {
    throw new RangeError(`Cannot evaluate on ${indices.length} images: expected ${batchSize} or more`);
  }
  const own = openWorkspace(runtime);
  const executor = openExecutor(own, plan, task.weights, task.statistics);
  const batches = Array.from({ length: count }, (_, batch) => {
    const pixels = new Float32Array(batchSize * images.shape.reduce((product, side) => product * side, 1));
    const labels = new Int32Array(batchSize);
    const chosen = indices.subarray(batch * batchSize, (batch + 1) * batchSize);
    fillBatch(pixels, labels, images, chosen, normalisation);
    return {
      classes: labels,
      images: own.floats([batchSize, ...images.shape], pixels),
      labels: own.integers([batchSize], labels),
    };
  });
  const activations = executor.native
    ? openActivations(runtime, { batches: count, batchSize, budget: ACTIVATION_BYTES })
    : undefined;
  const answer = (paths: Paths, take: (answers: Answers, batch: number) => void): void => {
    const graph = networkGraph(plan, paths);
    const memory = activations?.plan(graph);
    batches.forEach((batch, index) => take(executor.infer(graph, batch, memory?.(index)), index));
  };
  const evaluateByClass: Evaluator["evaluateByClass"] = (paths) => {
    let classes = Array.from(
      { length: network.shape.classes },
      (): ClassCount => ({ images: 0, correct: 0 }),
    );
    let loss = 0;
    answer(paths, ({ logits, losses }, batch) => {
      const counts = countByClass(logits, batches[batch]!.classes);
      classes = classes.map(({ images, correct }, label) => ({
        images: images + counts[label]!.images,
        correct: correct + counts[label]!.correct,
      }));
      loss += sum(losses);
    });
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
      const { classes } = network.shape;
      const predictions = new Float32Array(count * batchSize * classes);
      answer(paths, ({ logits }, batch) => predictions.set(logits, batch * batchSize * classes));
      return predictions;
    },
    close() {
      activations?.close();
      own.close();
    },
  };
}
