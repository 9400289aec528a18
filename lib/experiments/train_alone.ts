/**
 * Trains networks from scratch, several side by side, and records each training as it ends; those recorded before are
 * loaded.
 * @module
 */
import { type Images, loadTest, type Split } from "../datasets/mod.ts";
import {
  aloneConfiguration,
  type AloneKind,
  type StandAloneResult,
  standAloneSchema,
} from "../records/mod.ts";
import { collectProvenance, Stopped } from "../runs/mod.ts";
import type { Profile } from "../profiles.ts";
import type { Paths } from "../space/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import { type Found, type OnProgress, withCard } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";

/** A network to be trained with a seed. */
export interface Trial {
  readonly architecture: Paths;
  readonly seed: number;
}

/**
 * Trains trials from scratch.
 *
 * @param kind `stand-alone`, measured on validation images, or `retrained`, for longer and measured on the test images
 * @returns results in the order of the trials, and the seconds of each
 */
export async function trainAlone(
  lab: Laboratory,
  kind: AloneKind,
  trials: readonly Trial[],
  onProgress?: OnProgress,
): Promise<Found<(StandAloneResult & { readonly seconds: number })[]>> {
  const { profile, store } = lab;
  const load = () =>
    Promise.all(
      trials.map(({ architecture, seed }) =>
        store.load(kind, aloneConfiguration(profile, kind, architecture, seed), standAloneSchema)
      ),
    );
  const missing = (runs: Awaited<ReturnType<typeof load>>) =>
    trials.filter((_, index) => runs[index] === undefined);
  let runs = await load();
  onProgress?.(trials.length - missing(runs).length, trials.length);
  const loaded = missing(runs).length === 0;
  if (!loaded) {
    runs = await store.exclusively(kind, async () => {
      // Another process may have trained some of them meanwhile.
      await trainMissing(
        lab,
        kind,
        missing(await load()),
        (done, open, ...said) => onProgress?.(trials.length - open + done, trials.length, ...said),
      );
      return await load();
    });
  }
  return withCard(kind, {
    result: runs.map((run) => ({ ...run!.result, seconds: run!.provenance.seconds })),
    loaded,
    // Each one's share of the wall time: others were trained beside it.
    seconds: runs.reduce((sum, run) => sum + run!.provenance.seconds / run!.provenance.workers, 0),
  });
}

async function trainMissing(
  lab: Laboratory,
  kind: AloneKind,
  trials: readonly Trial[],
  onProgress: OnProgress,
): Promise<void> {
  if (trials.length === 0) return;
  const { profile, store } = lab;
  const { pool } = await lab.bench();
  const test = kind === "retrained" ? await loadTest(profile.dataset) : undefined;
  const tasks = await Promise.all(trials.map((trial) => aloneTask(lab, trial, test)));
  if (lab.isStopped()) throw new Stopped();
  const startedAt = new Map<number, { readonly at: Date; readonly clock: number }>();
  let done = 0;
  await pool.map<StandAloneTask, StandAlone>("standAlone", tasks, {
    onStart: (position) => void startedAt.set(position, { at: new Date(), clock: performance.now() }),
    async onResult(result, _, position) {
      const { architecture, seed } = trials[position]!;
      const started = startedAt.get(position)!;
      const provenance = collectProvenance({
        ...lab.provenance(seed),
        startedAt: started.at.toISOString(),
        seconds: (performance.now() - started.clock) / 1000,
      });
      await store.save(kind, aloneConfiguration(profile, kind, architecture, seed), result, provenance);
      if (lab.isStopped()) throw new Stopped();
      onProgress(++done, trials.length, `last ${(100 * result.accuracy).toFixed(1)} %`, result.accuracy);
    },
  });
}

/**
 * The validation images on which networks that are trained from scratch are measured: those that no candidate is scored
 * on with one-shot weights, so that the two accuracies share no images, and no luck with them.
 */
export function standAloneImages({ candidates }: Profile, { validation }: Split): Uint32Array {
  return validation.subarray(candidates.images);
}

/** The training of a trial; without test images it is short and measured on validation images. */
async function aloneTask(
  lab: Laboratory,
  { architecture, seed }: Trial,
  test: Images | undefined,
): Promise<StandAloneTask> {
  const { space, shape, standAlone, retraining } = lab.profile;
  const { images, split, normalisation } = await lab.bench();
  const { settings, batchSize } = test === undefined ? standAlone : retraining;
  const measured = test === undefined
    ? { images, indices: standAloneImages(lab.profile, split) }
    : { images: test, indices: Uint32Array.from({ length: test.count }, (_, index) => index) };
  return {
    training: { space, shape, architecture, settings, seed, images, training: split.training, normalisation },
    evaluation: { ...measured, batchSize },
  };
}
