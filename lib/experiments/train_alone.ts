/**
 * Trains networks from scratch, several side by side, and records each training as it ends; those recorded before are
 * loaded.
 * @module
 */
import { loadTest, usedImages } from "../datasets/mod.ts";
import { type AloneKind, aloneRun, type StandAloneResult } from "../records/mod.ts";
import { collectProvenance, Stopped } from "../runs/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Paths } from "../space/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import { load, withCard } from "./found.ts";
import type { Found, Laboratory, OnProgress, Resources } from "./laboratory.ts";

/** A network to be trained with a seed. */
export interface Trial {
  readonly architecture: Paths;
  readonly seed: number;
}

/**
 * Trains trials from scratch: `stand-alone`, measured on validation images, or `retrained`, for longer and measured on the
 * test images. Results are in the order of the trials.
 */
export function trainAlone(
  lab: Laboratory,
  kind: AloneKind,
  trials: readonly Trial[],
): Promise<Found<(StandAloneResult & { readonly seconds: number })[]>> {
  const specs = trials.map(({ architecture, seed }) => aloneRun(lab.profile, kind, architecture, seed));
  const title = `${trials.length} trainings from scratch`;
  return lab.watch(lab, { title, runs: specs }, async (lab, tell) => {
    const loadAll = () => Promise.all(specs.map((spec) => load(lab, spec)));
    let runs = await loadAll();
    const recorded = runs.filter((run) => run !== undefined).length;
    tell(recorded, trials.length);
    const loaded = recorded === trials.length;
    if (!loaded) {
      runs = await lab.store.exclusively(kind, async () => {
        // Another process may have trained some of them meanwhile.
        const found = await loadAll();
        const open = trials.filter((_, index) => found[index] === undefined);
        const before = trials.length - open.length;
        await trainMissing(
          lab,
          kind,
          open,
          (done, _, ...said) => tell(before + done, trials.length, ...said),
        );
        return await loadAll();
      });
    }
    return withCard(kind, {
      result: runs.map((run) => ({ ...run!.result, seconds: run!.provenance.seconds })),
      loaded,
      // Each one's share of the wall time: others were trained beside it.
      seconds: runs.reduce((sum, run) => sum + run!.provenance.seconds / run!.provenance.workers, 0),
    });
  });
}

async function trainMissing(
  lab: Laboratory,
  kind: AloneKind,
  trials: readonly Trial[],
  tell: OnProgress,
): Promise<void> {
  if (trials.length === 0) return;
  const { profile, store } = lab;
  const resources = await lab.resources();
  const { pool, parts } = resources;
  const { recipe, measured } = kind === "stand-alone"
    ? { recipe: profile.standAlone, measured: parts.standAlone }
    : {
      recipe: profile.retraining,
      measured: { ...await loadTest(profile.dataset), normalisation: parts.training.normalisation },
    };
  const tasks = trials.map((trial) => aloneTask(profile, resources, trial, recipe, measured));
  const images = [parts.training, measured].map(usedImages);
  if (lab.isStopped()) throw new Stopped();
  const startedAt = new Map<number, { readonly at: Date; readonly clock: number }>();
  let done = 0;
  await pool.map<StandAloneTask, StandAlone>("standAlone", tasks, {
    onStart: (position) => void startedAt.set(position, { at: new Date(), clock: performance.now() }),
    async onResult(result, _, position) {
      const { architecture, seed } = trials[position]!;
      const started = startedAt.get(position)!;
      const provenance = collectProvenance({
        ...lab.provenance(seed, images),
        startedAt: started.at.toISOString(),
        seconds: (performance.now() - started.clock) / 1000,
      });
      const { configuration } = aloneRun(profile, kind, architecture, seed);
      await store.save(kind, configuration, result, provenance);
      if (lab.isStopped()) throw new Stopped();
      tell(++done, trials.length, `last ${(100 * result.accuracy).toFixed(1)} %`, result.accuracy);
    },
  });
}

/** The training of a trial, and the images that it is measured on afterwards. */
export function aloneTask(
  { space, shape }: Profile,
  { parts }: Pick<Resources, "parts">,
  { architecture, seed }: Trial,
  { settings, batchSize }: Pick<Profile["standAlone"], "settings" | "batchSize">,
  measured: StandAloneTask["evaluation"]["data"],
): StandAloneTask {
  return {
    training: { network: { space, shape, holds: architecture }, settings, seed, data: parts.training },
    evaluation: { data: measured, batchSize },
  };
}
