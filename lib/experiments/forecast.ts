/**
 * Long work in a notebook's cell: a forecast before it, a bar while it runs, and one line when it is done. For the forecast
 * a little of each kind of work is done and timed.
 * @module
 */
import { firstOf } from "../datasets/mod.ts";
import { formatDuration, progress } from "../display/mod.ts";
import { initialise, planNetwork } from "../graph/mod.ts";
import { sharedFloats } from "../engine/mod.ts";
import type { RunSpec, Work } from "../records/mod.ts";
import { configurationHash } from "../runs/mod.ts";
import type { Paths } from "../space/mod.ts";
import { mean } from "../stats/mod.ts";
import { type EvaluationTask, poolRunner, train, type TrainingTask } from "../training/mod.ts";
import { load } from "./found.ts";
import { type Laboratory, quiet, type Watch } from "./laboratory.ts";
import { scoringImages } from "./one_shot.ts";
import { drawCandidates } from "./scores.ts";
import { aloneTask } from "./train_alone.ts";

/** How long it will take. */
export interface Forecast {
  /** Wall time; 0 if all is recorded. */
  readonly seconds: number;
  /** In words, one line. */
  readonly text: string;
}

/** What a forecast calls runs, one and several; those of other kinds take next to nothing. */
const nouns: readonly (readonly [kinds: readonly string[], one: string, more: string])[] = [
  [["weights"], "one-shot model", "one-shot models"],
  [["scores"], "list of scores", "lists of scores"],
  [["divergence", "removal"], "comparison", "comparisons"],
  [["search"], "search", "searches"],
  [["stand-alone", "retrained", "network"], "training from scratch", "trainings from scratch"],
];

/** How long it will take to compute what is not recorded of some runs. */
export async function forecast(lab: Laboratory, runs: readonly RunSpec[]): Promise<Forecast> {
  const { recorded, kinds, work } = await outstanding(lab, runs);
  const total = work.oneShot + work.evaluated + work.alone;
  if (total === 0) return { seconds: 0, text: "All of it is recorded: nothing to compute." };
  const rates = await measureRates(lab, work);
  const seconds = work.oneShot * rates.oneShot + work.evaluated * rates.evaluated + work.alone * rates.alone;
  const count = (number: number, one: string, more: string): string[] =>
    number === 0 ? [] : [`${number.toLocaleString("en")} ${number === 1 ? one : more}`];
  const parts = nouns.flatMap(([of, one, more]) =>
    count(of.reduce((sum, kind) => sum + (kinds[kind] ?? 0), 0), one, more)
  );
  const minutes = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
  const workers = lab.workers === 1 ? "one worker" : `${lab.workers} workers`;
  const loaded = count(recorded, "recorded run is loaded", "recorded runs are loaded");
  const sentences = [`About ${minutes} with ${workers}: ${parts.join(", ")}`, ...loaded];
  return { seconds, text: sentences.map((sentence) => `${sentence}.`).join(" ") };
}

/** Seconds of wall time an image, with all workers; only what is wanted is measured. */
async function measureRates(lab: Laboratory, wanted: Required<Work>): Promise<Required<Work>> {
  const { profile: { space, shape, oneShot, standAlone }, workers } = lab;
  const resources = await lab.resources();
  const { runtime, pool, parts } = resources;
  const network = { space, shape, holds: "all paths" } as const;
  const candidates: Paths[] = drawCandidates(lab.profile, 4 * workers);
  const rates = { oneShot: 0, evaluated: 0, alone: 0 };
  if (wanted.oneShot > 0) {
    // The ramp is run through in a few steps, so that they drop on average what a training does.
    const settings = { ...oneShot.settings, steps: 9 };
    const task: TrainingTask = { network, settings, seed: 0, data: parts.training };
    const seconds: number[] = [];
    await train(runtime, task, async (buffers) => {
      const runner = await poolRunner(runtime, pool, task, buffers);
      return {
        ...runner,
        async run(step) {
          seconds.push(await timed(() => runner.run(step)));
        },
      };
    });
    // The first step prepares what the others find there.
    const { count, size } = settings.ghosts;
    rates.oneShot = mean(seconds.slice(1)) / (count * size);
  }
  if (wanted.evaluated > 0) {
    const plan = planNetwork(space, shape);
    const weights = sharedFloats(runtime, plan.length);
    initialise(weights, plan.segments, 0);
    const task: EvaluationTask = { network, weights, statistics: undefined, ...await scoringImages(lab) };
    const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
    const seconds = await timed(() => pool.map("evaluate", candidates.map((one) => [one])));
    rates.evaluated = seconds / (candidates.length * lab.profile.candidates.images);
    await evaluator.close();
  }
  if (wanted.alone > 0) {
    const steps = 5;
    const settings = { ...standAlone.settings, steps };
    // One image: it is training that is timed.
    const measured = firstOf(parts.standAlone, 1);
    const tasks = candidates.map((architecture) =>
      aloneTask(lab.profile, resources, { architecture, seed: 0 }, { settings, batchSize: 1 }, measured)
    );
    // Workers may have to be started first, which is not to be timed.
    await pool.map("standAlone", tasks.slice(0, lab.workers));
    const { count, size } = settings.ghosts;
    const seconds = await timed(() => pool.map("standAlone", tasks));
    rates.alone = seconds / (tasks.length * steps * count * size);
  }
  return rates;
}

/**
 * How many of the runs are recorded, how many of each kind have to be computed, those that others need among them, and
 * what that takes. What only a recorded run was computed from is not needed.
 */
async function outstanding(lab: Laboratory, runs: readonly RunSpec[]) {
  let recorded = 0;
  const kinds: Record<string, number> = {};
  const work = { oneShot: 0, evaluated: 0, alone: 0 };
  const looked = new Set<string>();
  const look = async (run: RunSpec, isAsked: boolean): Promise<void> => {
    const name = nameOf(run);
    if (looked.has(name)) return;
    looked.add(name);
    if (await load(lab, run) !== undefined) {
      if (isAsked) recorded++;
      return;
    }
    kinds[run.kind] = (kinds[run.kind] ?? 0) + 1;
    for (const unit of ["oneShot", "evaluated", "alone"] as const) work[unit] += run.work[unit] ?? 0;
    for (const needed of run.needs ?? []) await look(needed, false);
  };
  for (const run of runs) await look(run, true);
  return { recorded, kinds, work };
}

const nameOf = ({ kind, configuration }: RunSpec): string => `${kind} ${configurationHash(configuration)}`;

/** The seconds that work takes. */
async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Shows work in the cells of a notebook. Runs that are asked for again are not shown again. */
export function inNotebook(): Watch {
  const shown = new Set<string>();
  return async (lab, { title, runs }, work) => {
    const silent = { ...lab, watch: quiet };
    const names = runs.map(nameOf);
    if (names.every((name) => shown.has(name))) return await work(silent, () => {});
    const { seconds, text } = await forecast(silent, runs);
    if (seconds > 0) console.log(text);
    const bar = progress(title, 1);
    const found = await work(silent, (done, total, note, value) => bar.update(done / total, note, value));
    const took = formatDuration(found.seconds);
    await bar.finish(found.loaded ? `${title}: loaded; computing took ${took}` : `${title}: done in ${took}`);
    for (const name of names) shown.add(name);
    return found;
  };
}
