/**
 * Trains networks from scratch, several side by side, and records each training as it ends; those recorded before are
 * loaded.
 * @module
 */
import { loadTest, type Subset, usedImages } from "../datasets/mod.ts";
import {
  aloneConfiguration,
  type AloneKind,
  type StandAloneResult,
  standAloneSchema,
} from "../records/mod.ts";
import { collectProvenance, Stopped } from "../runs/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import { type Found, type OnProgress, withCard } from "./found.ts";
import type { Bench, Laboratory } from "./laboratory.ts";

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
  const bench = await lab.bench();
  const { recipe, measured } = kind === "stand-alone"
    ? { recipe: profile.standAlone, measured: bench.parts.standAlone }
    : { recipe: profile.retraining, measured: await loadTest(profile.dataset) };
  const tasks = trials.map((trial) => aloneTask(profile, bench, trial, recipe, measured));
  const images = [bench.parts.training, measured].map(usedImages);
  if (lab.isStopped()) throw new Stopped();
  const startedAt = new Map<number, { readonly at: Date; readonly clock: number }>();
  let done = 0;
  await bench.pool.map<StandAloneTask, StandAlone>("standAlone", tasks, {
    onStart: (position) => void startedAt.set(position, { at: new Date(), clock: performance.now() }),
    async onResult(result, _, position) {
      const { architecture, seed } = trials[position]!;
      const started = startedAt.get(position)!;
      const provenance = collectProvenance({
        ...lab.provenance(seed, images),
        startedAt: started.at.toISOString(),
        seconds: (performance.now() - started.clock) / 1000,
      });
      await store.save(kind, aloneConfiguration(profile, kind, architecture, seed), result, provenance);
      if (lab.isStopped()) throw new Stopped();
      onProgress(++done, trials.length, `last ${(100 * result.accuracy).toFixed(1)} %`, result.accuracy);
    },
  });
}

/** How long a network is trained, and in which batches it is measured. */
type Recipe = Profile["standAlone"] | Profile["retraining"];

/** The training of a trial, and the images that it is measured on afterwards. */
export function aloneTask(
  { space, shape }: Profile,
  { parts, normalisation }: Bench,
  { architecture, seed }: Trial,
  { settings, batchSize }: Pick<Recipe, "settings" | "batchSize">,
  measured: Subset<"stand-alone"> | Subset<"test">,
): StandAloneTask {
  return {
    training: { space, shape, architecture, settings, seed, data: parts.training, normalisation },
    evaluation: { data: measured, batchSize },
  };
}
