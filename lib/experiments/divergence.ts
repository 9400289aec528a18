/**
 * Symmetric KL of candidates' predictions to those of a reference with every path on (paper, Fig. 6), and what the
 * all-on model loses without one path.
 * @module
 */
import type { Subset } from "../datasets/mod.ts";
import { prng, sample } from "../random.ts";
import {
  type Comparison,
  type DivergenceResult,
  divergenceRun,
  type ModelSpec,
  type PredictionsResult,
  predictionsRun,
  type RemovalResult,
  removalRun,
} from "../records/mod.ts";
import { allPaths, inputName, parseArchitecture, type Paths, type Space } from "../space/mod.ts";
import { logSoftmax } from "../stats/mod.ts";
import type { Divergence } from "../training/mod.ts";
import { countParts, findRun } from "./found.ts";
import type { Found, Laboratory } from "./laboratory.ts";
import { evaluatePaths, type EvaluationImages, withModel } from "./one_shot.ts";

/**
 * The first so many of the training images on which predictions are compared, or all; their labels are not looked at.
 *
 * @throws {RangeError} if they are no whole number of batches, as those of the last one would be left out in silence
 */
async function comparedImages(
  { profile: { divergence }, resources }: Laboratory,
  count: number = Math.max(...divergence.images, divergence.search),
): Promise<EvaluationImages<"training">> {
  const { batchSize, seed } = divergence;
  if (count % batchSize !== 0) {
    throw new RangeError(
      `Cannot compare predictions of ${count} images: expected a multiple of ${batchSize}, the batch size`,
    );
  }
  const { training } = (await resources()).parts;
  const drawn = sample(prng(seed, "divergence images"), [...training.indices], count);
  return { data: { ...training, indices: Uint32Array.from(drawn) }, batchSize };
}

/** The training images that predictions are compared on, in their order. */
export async function divergenceImages(lab: Laboratory): Promise<Subset<"training">> {
  return (await comparedImages(lab)).data;
}

/** Log-probabilities [images, classes] of paths with a model's weights, by default for {@linkcode divergenceImages}. */
export async function predict(
  lab: Laboratory,
  model: ModelSpec,
  paths: Paths,
  on?: EvaluationImages<"training">,
): Promise<Float64Array> {
  const [logits] = await withModel(
    lab,
    model,
    on ?? await comparedImages(lab),
    (pool) => pool.call<Float32Array[]>(0, "predict", [paths]),
  );
  return logSoftmax(logits!, lab.profile.shape.classes);
}

/** What paths with a model's weights say of the first batch of {@linkcode divergenceImages}: a run, to be looked at. */
export function showPredictions(
  lab: Laboratory,
  model: ModelSpec,
  paths: Paths,
): Promise<Found<PredictionsResult>> {
  return findRun(lab, "Predictions", predictionsRun(lab.profile, model, paths), async (lab) => {
    const { shape: { classes }, divergence } = lab.profile;
    const on = await comparedImages(lab, divergence.batchSize);
    const logs = [...await predict(lab, model, paths, on)];
    const { indices, images: { labels } } = on.data;
    return {
      labels: Array.from(indices, (index) => labels[index]!),
      logProbabilities: Array.from(indices, (_, image) => logs.slice(image * classes, (image + 1) * classes)),
    };
  });
}

/**
 * Has all workers ready to compare the predictions of paths to those of a reference with every path on.
 *
 * @param use gets a function from paths to their divergences in nats, one for each number of images
 */
export async function withDivergence<T>(
  lab: Laboratory,
  { candidates, reference: model }: Comparison,
  images: readonly number[],
  use: (diverge: (paths: readonly Paths[], onEach?: () => void) => Promise<number[][]>) => Promise<T>,
): Promise<T> {
  const { space, shape: { classes } } = lab.profile;
  const on = await comparedImages(lab, Math.max(...images));
  const reference = await predict(lab, model, allPaths(space));
  return await withModel(lab, candidates, on, (pool) =>
    use(async (paths, onEach) => {
      const jobs = paths.map((path) => ({ architectures: [path], reference, images, classes }));
      const found = await pool.map<Divergence, number[][]>("diverge", jobs, { onResult: () => onEach?.() });
      return found.flat();
    }));
}

/** Divergences of candidates to the reference's predictions. */
export function divergeCandidates(
  lab: Laboratory,
  comparison: Comparison,
  architectures: readonly string[],
): Promise<Found<DivergenceResult>> {
  const run = divergenceRun(lab.profile, comparison, architectures);
  return findRun(lab, `Divergences of ${architectures.length} networks`, run, async (lab, tell) => {
    const { space, divergence: { images } } = lab.profile;
    const paths = architectures.map((text) => parseArchitecture(space, text));
    const onEach = countParts(lab, paths.length, tell);
    const divergences = await withDivergence(lab, comparison, images, (diverge) => diverge(paths, onEach));
    return {
      candidates: architectures.map((architecture, index) => ({
        architecture,
        divergences: divergences[index]!,
      })),
    };
  });
}

/** Every path of a space, and all paths but that one. */
function removals(space: Space) {
  const all = allPaths(space);
  return all.flatMap(({ inputs, operations }, block) => [
    ...inputs.map((input) => ({
      ...{ block, kind: "input", name: inputName(input) } as const,
      paths: all.with(block, { inputs: inputs.filter((other) => other !== input), operations }),
    })),
    ...operations.map((operation) => ({
      ...{ block, kind: "operation", name: space.operations[operation]!.name } as const,
      paths: all.with(block, { inputs, operations: operations.filter((other) => other !== operation) }),
    })),
  ]);
}

/**
 * Accuracy of the all-on model without each of its paths in turn, and the divergence of what it then says from what it
 * says with all of them.
 */
export function removePaths(lab: Laboratory, model: ModelSpec): Promise<Found<RemovalResult>> {
  return findRun(lab, "Removal of each path", removalRun(lab.profile, model), async (lab, tell) => {
    const { space, divergence: { images } } = lab.profile;
    const one = removals(space);
    const paths = one.map((removal) => removal.paths);
    const onEach = countParts(lab, 2 * paths.length + 1, tell);
    const [allOn, ...evaluations] = await evaluatePaths(lab, model, [allPaths(space), ...paths], onEach);
    const divergences = await withDivergence(
      lab,
      { candidates: model, reference: model },
      [Math.max(...images)],
      (diverge) => diverge(paths, onEach),
    );
    return {
      allOn: allOn!,
      removals: one.map(({ block, kind, name }, index) => ({
        ...{ block, kind, name },
        accuracy: evaluations[index]!.accuracy,
        divergence: divergences[index]![0]!,
      })),
    };
  });
}
