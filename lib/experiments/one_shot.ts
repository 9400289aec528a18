/**
 * Trains a profile's one-shot model and scores candidates with it.
 * @module
 */
import { Buffer } from "node:buffer";
import { sharedFloats } from "../engine/mod.ts";
import type { Profile } from "../profiles.ts";
import { prng } from "../random.ts";
import {
  oneShotConfiguration,
  type OneShotResult,
  oneShotSchema,
  scoresConfiguration,
  type ScoresResult,
  scoresSchema,
} from "../records.ts";
import type { Run } from "../runs/mod.ts";
import {
  allPaths,
  type Architecture,
  architectureId,
  formatArchitecture,
  type Paths,
  sampleArchitecture,
} from "../space/mod.ts";
import {
  type Evaluation,
  type EvaluationTask,
  poolRunner,
  train,
  type TrainingTask,
} from "../training/mod.ts";
import type { Bench, Laboratory } from "./laboratory.ts";

/** Told how far an experiment is: `done` of `total`, and a few words. */
export type OnProgress = (done: number, total: number, note?: string) => void;

/** A result, and whether it was found in the store rather than computed. */
export interface Found<R> {
  readonly result: R;
  readonly loaded: boolean;
  /** Seconds that computing it took, now or then. */
  readonly seconds: number;
}

/** A run of the store as a result. */
export function found<R>(run: Run<R>, loaded: boolean): Found<R> {
  return { result: run.result, loaded, seconds: run.provenance.seconds };
}

/** Trains the one-shot model, or loads it; goes on from a checkpoint after a kill. */
export async function trainOneShot(lab: Laboratory, onProgress?: OnProgress): Promise<Found<OneShotResult>> {
  const { profile, store } = lab;
  const { settings, seed } = profile.oneShot;
  const { run, loaded } = await store.once(
    "one-shot",
    oneShotConfiguration(profile),
    oneShotSchema,
    async (checkpoints) => {
      const bench = await lab.bench();
      const task = oneShotTask(profile, bench);
      const { weights, curve } = await train(
        bench.runtime,
        task,
        (buffers) => poolRunner(bench.runtime, bench.pool, task, buffers),
        {
          checkpoints,
          onProgress: (done, { loss }) => onProgress?.(done, settings.steps, `loss ${loss.toFixed(3)}`),
        },
      );
      const [allOn] = await evaluateOneShot(profile, bench, weights, [allPaths(profile.space)]);
      const bytes = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
      return { weights: bytes.toString("base64"), allOn: allOn!, curve: [...curve] };
    },
    lab.provenance(seed),
  );
  return found(run, loaded);
}

/** The profile's random candidates, no two the same network. */
export function drawCandidates({ space, candidates }: Profile): Architecture[] {
  const drawn = new Map<string, Architecture>();
  const rng = prng(candidates.seed, "candidates");
  while (drawn.size < candidates.count) {
    const architecture = sampleArchitecture(space, rng);
    const id = architectureId(space, architecture);
    if (!drawn.has(id)) drawn.set(id, architecture);
  }
  return [...drawn.values()];
}

/** One-shot accuracies of the profile's candidates, on the same validation batches for all. */
export async function scoreCandidates(
  lab: Laboratory,
  oneShot: OneShotResult,
  onProgress?: OnProgress,
): Promise<Found<ScoresResult>> {
  const { profile, store } = lab;
  const { run, loaded } = await store.once("scores", scoresConfiguration(profile), scoresSchema, async () => {
    const bench = await lab.bench();
    const bytes = Buffer.from(oneShot.weights, "base64");
    const weights = sharedFloats(bench.runtime, bytes.length / 4);
    Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength).set(bytes);
    const candidates = drawCandidates(profile);
    const evaluations = await evaluateOneShot(profile, bench, weights, candidates, onProgress);
    return {
      candidates: candidates.map((architecture, index) => ({
        architecture: formatArchitecture(profile.space, architecture),
        ...evaluations[index]!,
      })),
    };
  }, lab.provenance(profile.candidates.seed));
  return found(run, loaded);
}

function oneShotTask(profile: Profile, { images, split, normalisation }: Bench): TrainingTask {
  const { space, shape, oneShot } = profile;
  return {
    space,
    shape,
    architecture: undefined,
    ...oneShot,
    images,
    training: split.training,
    normalisation,
  };
}

async function evaluateOneShot(
  profile: Profile,
  { pool, images, split, normalisation }: Bench,
  weights: Float32Array,
  candidates: readonly Paths[],
  onProgress?: OnProgress,
): Promise<Evaluation[]> {
  const { space, shape, candidates: { images: count, batchSize } } = profile;
  const indices = split.validation.subarray(0, count);
  const task: EvaluationTask = {
    space,
    shape,
    architecture: undefined,
    weights,
    statistics: undefined,
    images,
    indices,
    batchSize,
    normalisation,
  };
  const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
  try {
    let done = 0;
    const evaluations = await pool.map<readonly Paths[], Evaluation[]>(
      "evaluate",
      candidates.map((candidate) => [candidate]),
      { onResult: () => onProgress?.(++done, candidates.length) },
    );
    return evaluations.flat();
  } finally {
    await evaluator.close();
  }
}
