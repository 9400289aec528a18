/**
 * How long work will take on this machine, told before it is begun: a little of each kind is done and timed.
 * @module
 */
import { firstOf } from "../datasets/mod.ts";
import { initialise, sharedFloats } from "../engine/mod.ts";
import { planNetwork } from "../network/mod.ts";
import type { Paths } from "../space/mod.ts";
import { type EvaluationTask, poolRunner, train, type TrainingTask } from "../training/mod.ts";
import type { Laboratory } from "./laboratory.ts";
import { scoringImages } from "./one_shot.ts";
import { type Outstanding, outstanding, type Work } from "./outstanding.ts";
import { drawCandidates } from "./scores.ts";
import { aloneTask } from "./train_alone.ts";

/** How long it will take. */
export interface Forecast {
  /** Wall time; 0 if all is recorded. */
  readonly seconds: number;
  /** In words, one line. */
  readonly text: string;
}

/** How long what is not recorded of some work will take. */
export async function forecast(lab: Laboratory, work: Work): Promise<Forecast> {
  const amounts = await outstanding(lab, work);
  const { recorded, models, steps, scores, trainings, images } = amounts;
  if (steps + scores + images === 0) {
    return { seconds: 0, text: "All of it is recorded: nothing to compute." };
  }
  const rates = await measureRates(lab, amounts);
  const seconds = steps * rates.step + scores * rates.score + images * rates.image;
  const count = (number: number, one: string, more: string): string[] =>
    number === 0 ? [] : [`${number.toLocaleString("en")} ${number === 1 ? one : more}`];
  const parts = [
    ...count(models, "one-shot model", "one-shot models"),
    ...count(scores, "score", "scores"),
    ...count(trainings, "training from scratch", "trainings from scratch"),
  ];
  const minutes = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
  const workers = lab.workers === 1 ? "one worker" : `${lab.workers} workers`;
  const loaded = count(recorded, "recorded run is loaded", "recorded runs are loaded");
  const sentences = [`About ${minutes} with ${workers}: ${parts.join(", ")}`, ...loaded];
  return { seconds, text: sentences.map((sentence) => `${sentence}.`).join(" ") };
}

/** Seconds of wall time a unit, with all workers; only those that are wanted are measured. */
async function measureRates(lab: Laboratory, wanted: Outstanding) {
  const { profile: { space, shape, oneShot, standAlone }, workers } = lab;
  const bench = await lab.bench();
  const { runtime, pool, parts, normalisation } = bench;
  const common = { space, shape, normalisation };
  const candidates: Paths[] = drawCandidates(lab.profile, 4 * workers);
  const rates = { step: 0, score: 0, image: 0 };
  if (wanted.steps > 0) {
    // The ramp is run through in a few steps, so that they drop on average what a training does.
    const settings = { ...oneShot.settings, steps: 9 };
    const task: TrainingTask = {
      ...common,
      ...{ architecture: undefined, settings, seed: 0, data: parts.training },
    };
    const seconds: number[] = [];
    await train(runtime, task, async (buffers) => {
      const runner = await poolRunner(runtime, pool, task, buffers);
      return {
        ...runner,
        async run(step) {
          const began = performance.now();
          await runner.run(step);
          seconds.push((performance.now() - began) / 1000);
        },
      };
    });
    // The first step prepares what the others find there.
    rates.step = seconds.slice(1).reduce((sum, value) => sum + value, 0) / (seconds.length - 1);
  }
  if (wanted.scores > 0) {
    const plan = planNetwork(space, shape);
    const weights = sharedFloats(runtime, plan.length);
    initialise(weights, plan.segments, 0);
    const task: EvaluationTask = {
      ...common,
      ...{ architecture: undefined, weights, statistics: undefined },
      ...await scoringImages(lab),
    };
    const evaluator = await pool.open({ open: "openEvaluator", close: "closeEvaluator" }, task);
    const began = performance.now();
    await pool.map("evaluate", candidates.map((one) => [one]));
    rates.score = (performance.now() - began) / 1000 / candidates.length;
    await evaluator.close();
  }
  if (wanted.images > 0) {
    const steps = 5;
    const settings = { ...standAlone.settings, steps };
    // One image: it is training that is timed.
    const measured = firstOf(parts.standAlone, 1);
    const tasks = candidates.map((architecture) =>
      aloneTask(lab.profile, bench, { architecture, seed: 0 }, { settings, batchSize: 1 }, measured)
    );
    // Workers may have to be started first, which is not to be timed.
    await pool.map("standAlone", tasks.slice(0, lab.workers));
    const began = performance.now();
    await pool.map("standAlone", tasks);
    const count = tasks.length * steps * settings.ghosts.count * settings.ghosts.size;
    rates.image = (performance.now() - began) / 1000 / count;
  }
  return rates;
}
