/**
 * Do one-shot accuracies foretell stand-alone ones? Trains a sample of the scored candidates alone, each with every
 * seed, and puts both accuracies side by side (paper, Fig. 5).
 * @module
 */
import type { Profile } from "../profiles.ts";
import {
  correlationConfiguration,
  type CorrelationResult,
  correlationSchema,
  type ScoresResult,
  standAloneConfiguration,
  standAloneSchema,
} from "../records.ts";
import { collectProvenance } from "../runs/mod.ts";
import { type Architecture, networkCost, parseArchitecture } from "../space/mod.ts";
import { stratifiedSample } from "../stats/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import type { Laboratory } from "./laboratory.ts";
import { type Found, found, type OnProgress } from "./one_shot.ts";

/** The candidates to train alone: spread evenly over the range of one-shot accuracies. */
export function chooseStandAlone(profile: Profile, { candidates }: ScoresResult) {
  const chosen = stratifiedSample(candidates.map(({ accuracy }) => accuracy), {
    count: profile.standAlone.count,
    seed: profile.candidates.seed,
  });
  return chosen.map((index) => candidates[index]!);
}

interface Trial {
  readonly architecture: Architecture;
  readonly seed: number;
}

/**
 * Trains the chosen candidates alone, several side by side, and records each training as it ends; those recorded
 * before are loaded.
 */
export async function compareAccuracies(
  lab: Laboratory,
  scores: ScoresResult,
  onProgress?: OnProgress,
): Promise<Found<CorrelationResult>> {
  const { profile, store } = lab;
  const { space, shape, standAlone } = profile;
  const { run, loaded } = await store.once(
    "correlation",
    correlationConfiguration(profile),
    correlationSchema,
    async () => {
      const chosen = chooseStandAlone(profile, scores).map(({ architecture, accuracy }) => ({
        text: architecture,
        architecture: parseArchitecture(space, architecture),
        oneShot: accuracy,
      }));
      // Seed by seed, so that a run that is stopped early has as many candidates as possible with one seed.
      const trials = standAlone.seeds.flatMap((seed) =>
        chosen.map(({ architecture }) => ({ architecture, seed }))
      );
      const accuracies = await trainTrials(lab, trials, onProgress);
      return {
        candidates: chosen.map(({ text, architecture, oneShot }, index) => ({
          architecture: text,
          oneShot,
          standAlone: standAlone.seeds.map((_, seed) => accuracies[seed * chosen.length + index]!),
          ...networkCost(space, shape, architecture),
        })),
      };
    },
    lab.provenance(profile.candidates.seed),
  );
  return found(run, loaded);
}

/** Stand-alone accuracies in the order of the trials. */
async function trainTrials(
  lab: Laboratory,
  trials: readonly Trial[],
  onProgress?: OnProgress,
): Promise<number[]> {
  const { profile, store } = lab;
  const configuration = ({ architecture, seed }: Trial) =>
    standAloneConfiguration(profile, architecture, seed);
  const known = await Promise.all(
    trials.map((trial) => store.load("stand-alone", configuration(trial), standAloneSchema)),
  );
  const accuracies = known.map((run) => run?.result.accuracy);
  const open = trials.flatMap((trial, index) => known[index] === undefined ? [{ trial, index }] : []);
  let done = trials.length - open.length;
  onProgress?.(done, trials.length);
  if (open.length > 0) {
    const { pool } = await lab.bench();
    const tasks = await Promise.all(open.map(({ trial }) => standAloneTask(lab, trial)));
    const startedAt = new Map<number, { readonly at: Date; readonly clock: number }>();
    await pool.map<StandAloneTask, StandAlone>("standAlone", tasks, {
      onStart: (position) => void startedAt.set(position, { at: new Date(), clock: performance.now() }),
      async onResult(result, _, position) {
        const { trial, index } = open[position]!;
        const started = startedAt.get(position)!;
        const provenance = collectProvenance({
          ...lab.provenance(trial.seed),
          startedAt: started.at.toISOString(),
          seconds: (performance.now() - started.clock) / 1000,
        });
        await store.save("stand-alone", configuration(trial), result, provenance);
        accuracies[index] = result.accuracy;
        onProgress?.(++done, trials.length, `last ${(100 * result.accuracy).toFixed(1)} %`);
      },
    });
  }
  return accuracies.map((accuracy) => accuracy!);
}

async function standAloneTask(lab: Laboratory, { architecture, seed }: Trial): Promise<StandAloneTask> {
  const { space, shape, standAlone: { settings, batchSize } } = lab.profile;
  const { images, split, normalisation } = await lab.bench();
  return {
    training: { space, shape, architecture, settings, seed, images, training: split.training, normalisation },
    evaluation: { images, indices: split.validation, batchSize },
  };
}
