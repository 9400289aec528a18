/**
 * Networks to be used: trained from scratch with their weights kept, and their statistics fixed.
 * @module
 */
import { datasetInfo, firstOf, type Images, loadTest, type Subset, wholeSubset } from "../datasets/mod.ts";
import { freeSpareMemory } from "../engine/mod.ts";
import type { FrozenNetwork } from "../export/mod.ts";
import { networkGraph, planNetwork } from "../graph/mod.ts";
import { networkRun } from "../records/mod.ts";
import { type Architecture, formatArchitecture } from "../space/mod.ts";
import { logSoftmax } from "../stats/mod.ts";
import {
  type CurvePoint,
  type Evaluation,
  type EvaluationTask,
  type Evaluator,
  measureStatistics,
  openEvaluator,
} from "../training/mod.ts";
import { once, withCard } from "./found.ts";
import type { Found, Laboratory } from "./laboratory.ts";
import { computeWeights, floatsFrom } from "./weights.ts";

/** A trained network. */
export interface TrainedNetwork {
  readonly architecture: Architecture;
  readonly weights: Float32Array;
  readonly curve: readonly CurvePoint[];
}

/** Trains an architecture from scratch, as long as the profile's final trainings; goes on from a checkpoint. */
export function trainNetwork(
  lab: Laboratory,
  architecture: Architecture,
  seed: number,
): Promise<Found<TrainedNetwork>> {
  const { space, retraining: { settings } } = lab.profile;
  const run = networkRun(lab.profile, architecture, seed);
  return lab.watch(lab, { title: "The network", runs: [run] }, async (lab, tell) => {
    const subject = { holds: architecture, settings, seed };
    const made = await once(lab, run, (lab, checkpoints) => computeWeights(lab, subject, checkpoints, tell));
    const { run: { result: { weights, curve }, provenance }, loaded } = made;
    const { runtime } = await lab.resources();
    const result = { architecture, weights: floatsFrom(runtime, weights), curve };
    const facts = () => ({ architecture: formatArchitecture(space, architecture) });
    return withCard("network", { result, loaded, seconds: provenance.seconds }, provenance, facts);
  });
}

/** Training images that statistics are measured on, at most, and how many go through the network together. */
const MEASURED = 10_000;
const MEASURED_BATCH = 500;

/** A trained network that says of an image the same whatever others are asked about with it: ready for export. */
export async function freezeNetwork(
  lab: Laboratory,
  { architecture, weights }: TrainedNetwork,
): Promise<FrozenNetwork> {
  const { runtime, parts } = await lab.resources();
  const { space, shape, dataset } = lab.profile;
  const data = firstOf(parts.training, MEASURED);
  const batchSize = Math.min(MEASURED_BATCH, data.indices.length);
  const task = { network: { space, shape, holds: architecture }, weights, data, batchSize };
  return {
    graph: networkGraph(planNetwork(space, shape, architecture), architecture),
    weights,
    statistics: measureStatistics(runtime, task, architecture),
    normalisation: parts.training.normalisation,
    classes: datasetInfo(dataset).classes,
  };
}

/** How a network does on the test images. */
export interface TestResult extends Evaluation {
  /** In the order of the labels. With a rare class, accuracy says little of it. */
  readonly classes: readonly {
    readonly name: string;
    readonly images: number;
    /** Share of the class's images classified rightly, 0 to 1; `undefined` if there are none. */
    readonly accuracy: number | undefined;
  }[];
}

/**
 * How a trained network does on the test images, as many as make whole batches.
 *
 * @param statistics fixed ones to normalise with. @default those of each batch, as in training
 */
export async function testNetwork(
  lab: Laboratory,
  { architecture, weights }: TrainedNetwork,
  statistics?: Float32Array,
): Promise<TestResult> {
  const { dataset, retraining: { batchSize } } = lab.profile;
  const data = await loadTest(dataset);
  return await withNetwork(lab, { architecture, weights }, { data, batchSize, statistics }, (evaluator) => {
    const { classes: counts, ...evaluation } = evaluator.evaluateByClass(architecture);
    return {
      ...evaluation,
      classes: datasetInfo(dataset).classes.map((name, label) => {
        const { images, correct } = counts[label]!;
        return { name, images, accuracy: images === 0 ? undefined : correct / images };
      }),
    };
  });
}

/**
 * What a trained network says of images, with fixed statistics.
 *
 * @returns probabilities [images, classes]
 */
export async function networkAnswers(
  lab: Laboratory,
  network: TrainedNetwork,
  statistics: Float32Array,
  images: Images,
): Promise<Float64Array> {
  const on = { data: wholeSubset("test", images), batchSize: 1, statistics };
  const logits = await withNetwork(lab, network, on, ({ predict }) => predict(network.architecture));
  return logSoftmax(logits, lab.profile.shape.classes).map(Math.exp);
}

async function withNetwork<T>(
  lab: Laboratory,
  { architecture, weights }: Pick<TrainedNetwork, "architecture" | "weights">,
  { data, ...on }: Pick<EvaluationTask, "batchSize" | "statistics"> & { readonly data: Subset<"test"> },
  use: (evaluator: Evaluator) => T,
): Promise<T> {
  const { runtime, parts: { training: { normalisation } } } = await lab.resources();
  const { space, shape } = lab.profile;
  const evaluator = openEvaluator(runtime, {
    network: { space, shape, holds: architecture },
    data: { ...data, normalisation },
    ...{ weights, ...on },
  });
  try {
    return use(evaluator);
  } finally {
    evaluator.close();
    // Other than a worker this thread lives on, and may never evaluate again.
    freeSpareMemory(runtime);
  }
}
