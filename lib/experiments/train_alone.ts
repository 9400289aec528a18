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
import { collectProvenance, type Provenance } from "../runs/mod.ts";
import type { Profile } from "../profiles.ts";
import type { Paths } from "../space/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import type { Found, OnProgress } from "./found.ts";
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
  const configuration = ({ architecture, seed }: Trial) =>
    aloneConfiguration(profile, kind, architecture, seed);
  const known = await Promise.all(
    trials.map((trial) => store.load(kind, configuration(trial), standAloneSchema)),
  );
  const results = known.map((run) => run && timed(run.result, run.provenance));
  const open = trials.flatMap((trial, index) => known[index] === undefined ? [{ trial, index }] : []);
  let done = trials.length - open.length;
  onProgress?.(done, trials.length);
  if (open.length > 0) {
    const { pool } = await lab.bench();
    const test = kind === "retrained" ? await loadTest(profile.dataset) : undefined;
    const tasks = await Promise.all(open.map(({ trial }) => aloneTask(lab, trial, test)));
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
        await store.save(kind, configuration(trial), result, provenance);
        results[index] = timed({ ...result, curve: [...result.curve] }, provenance);
        onProgress?.(++done, trials.length, `last ${(100 * result.accuracy).toFixed(1)} %`);
      },
    });
  }
  const all = results.map((result) => result!);
  return {
    result: all.map(({ wall: _, ...result }) => result),
    loaded: open.length === 0,
    seconds: all.reduce((sum, { wall }) => sum + wall, 0),
  };
}

/** A result with the seconds of its training, and its share of the wall time: others were trained beside it. */
function timed(result: StandAloneResult, { seconds, workers }: Provenance) {
  return { ...result, seconds, wall: seconds / workers };
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
