/**
 * Scores random candidates with one-shot weights, and does so for several models.
 * @module
 */
import { firstOf } from "../datasets/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import { type Prng, prng } from "../random.ts";
import {
  type ModelSpec,
  networkScoresRun,
  oneShotRun,
  type Remeasuring,
  type ScoredModel,
  type ScoresResult,
  scoresRun,
} from "../records/mod.ts";
import { keepWork } from "../runs/mod.ts";
import {
  type Architecture,
  architectureId,
  formatArchitecture,
  parseArchitecture,
  sampleArchitecture,
  type Space,
} from "../space/mod.ts";
import type { Evaluation, RemeasureTask } from "../training/mod.ts";
import { countParts, findRun, withCard } from "./found.ts";
import { type Found, type Laboratory, partOf, together } from "./laboratory.ts";
import { evaluatePaths, modelTask, scoringImages, trainOneShot, withScoring } from "./one_shot.ts";

/** The profile's random candidates, no two the same network; fewer of them are the first of more. */
export function drawCandidates(
  { space, candidates }: Profile,
  count: number = candidates.count,
): Architecture[] {
  return drawDifferent(space, prng(candidates.seed, "candidates"), count);
}

const textsOf = ({ space }: Profile, architectures: readonly Architecture[]): string[] =>
  architectures.map((architecture) => formatArchitecture(space, architecture));

/** Draws in a row that bring no new network before a space is taken to have no more. */
const PATIENCE = 10_000;

/**
 * Random architectures, no two the same network.
 *
 * @throws {RangeError} if the space seems to have fewer
 */
export function drawDifferent(space: Space, rng: Prng, count: number): Architecture[] {
  const drawn = new Map<string, Architecture>();
  for (let tries = 0; drawn.size < count; tries++) {
    if (tries === PATIENCE) {
      throw new RangeError(
        `Cannot draw ${count} different networks: found ${drawn.size} and no other in ${PATIENCE} draws, ` +
          "expected a larger space or a smaller count",
      );
    }
    const architecture = sampleArchitecture(space, rng);
    const id = architectureId(space, architecture);
    if (drawn.has(id)) continue;
    drawn.set(id, architecture);
    tries = 0;
  }
  return [...drawn.values()];
}

/** Candidates after which a checkpoint may be written. */
const TOGETHER = 100;

/** One-shot accuracies of the first `count` of the profile's random candidates, on the same validation batches for all. */
export function scoreCandidates(
  lab: Laboratory,
  model: ModelSpec,
  count: number = lab.profile.candidates.count,
): Promise<Found<ScoresResult>> {
  const title = `Scores of ${count} candidates`;
  return findRun(lab, title, scoresRun(lab.profile, model, count), async (lab, tell, checkpoints) => {
    const candidates = drawCandidates(lab.profile, count);
    const evaluations = [...((await checkpoints.load())?.meta ?? []) as unknown as Evaluation[]];
    let done = evaluations.length;
    const keep = keepWork({ seconds: lab.checkpointSeconds, isStopped: lab.isStopped });
    await withScoring(lab, model, async (evaluate) => {
      while (evaluations.length < count) {
        const some = candidates.slice(evaluations.length, evaluations.length + TOGETHER);
        evaluations.push(...await evaluate(some, () => tell(++done, count)));
        await keep(() => checkpoints.save(evaluations.length, {}, evaluations));
      }
    });
    return scoresOf(textsOf(lab.profile, candidates), evaluations);
  });
}

/** One-shot accuracies of some architectures, on the same images as all candidates; results in their order. */
export function scoreNetworks(
  lab: Laboratory,
  model: ModelSpec,
  architectures: readonly Architecture[],
): Promise<Found<ScoresResult>> {
  const texts = textsOf(lab.profile, architectures);
  const title = `Scores of ${texts.length} networks`;
  return findRun(lab, title, networkScoresRun(lab.profile, model, texts), async (lab, tell) => {
    const onEach = countParts(lab, texts.length, tell);
    return scoresOf(texts, await evaluatePaths(lab, model, architectures, onEach));
  });
}

/** Training images that statistics are measured on. */
const REMEASURING: Remeasuring = { images: 2000 };

/** Scores architectures with batch norm's statistics measured for each, a rival of batch statistics; in their order. */
export function scoreRemeasured(
  lab: Laboratory,
  model: ModelSpec,
  texts: readonly string[],
): Promise<Found<ScoresResult>> {
  const title = `Scores of ${texts.length} networks, statistics measured for each`;
  const run = networkScoresRun(lab.profile, model, texts, REMEASURING);
  return findRun(lab, title, run, async (lab, tell) => {
    const { pool, parts } = await lab.resources();
    const { statistics: _, ...task } = await modelTask(lab, model, await scoringImages(lab));
    const measured = firstOf(parts.training, REMEASURING.images);
    lab.noteImages(measured);
    const tasks = texts.map((text) => ({
      ...task,
      measured,
      paths: parseArchitecture(lab.profile.space, text),
    }));
    const onResult = countParts(lab, texts.length, tell);
    return scoresOf(texts, await pool.map<RemeasureTask, Evaluation>("remeasure", tasks, { onResult }));
  });
}

function scoresOf(texts: readonly string[], evaluations: readonly Evaluation[]): ScoresResult {
  return { candidates: texts.map((architecture, index) => ({ architecture, ...evaluations[index]! })) };
}

/** Trains models and scores candidates with each: those of the profile, or others in their string form. */
export function scoreModels(
  lab: Laboratory,
  models: readonly ModelSpec[],
  architectures?: readonly string[],
): Promise<Found<ScoredModel[]>> {
  const { profile } = lab;
  const networks = architectures?.map((text) => parseArchitecture(profile.space, text));
  const runs = models.flatMap((model) => [
    oneShotRun(profile, model),
    architectures === undefined ? scoresRun(profile, model) : networkScoresRun(profile, model, architectures),
  ]);
  const title = models.length === 1 ? "One-shot model" : `${models.length} one-shot models`;
  return lab.watch(lab, { title, runs }, async (lab, tell) => {
    const found: Found<ScoredModel>[] = [];
    for (const [index, model] of models.entries()) {
      const what = `model ${index + 1} of ${models.length}`;
      const part = (from: number, to: number, said: string) =>
        partOf(lab, (done, total, note, value) => {
          const share = from + (to - from) * done / total;
          tell(index + share, models.length, note ? `${said}, ${note}` : said, value);
        });
      // Of the time for a model most is training.
      const oneShot = await trainOneShot(part(0, 0.8, what), model);
      const scoring = part(0.8, 1, `${what}, scoring`);
      const scores = networks === undefined
        ? await scoreCandidates(scoring, model)
        : await scoreNetworks(scoring, model, networks);
      found.push({
        result: { model, ...oneShot.result, ...scores.result, scoreSeconds: scores.seconds },
        loaded: oneShot.loaded && scores.loaded,
        seconds: oneShot.seconds + scores.seconds,
      });
      tell(index + 1, models.length);
    }
    return withCard("models", together(found));
  });
}
