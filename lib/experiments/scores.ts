/**
 * Scores random candidates with one-shot weights, and does so for several models.
 * @module
 */
import type { Profile } from "../profiles/mod.ts";
import { type Prng, prng } from "../random.ts";
import {
  type ModelSpec,
  networkScoresRun,
  oneShotRun,
  type ScoredModel,
  type ScoresResult,
  scoresRun,
} from "../records/mod.ts";
import {
  type Architecture,
  architectureId,
  formatArchitecture,
  parseArchitecture,
  sampleArchitecture,
  type Space,
} from "../space/mod.ts";
import { keepWork } from "../runs/mod.ts";
import type { Evaluation } from "../training/mod.ts";
import { countParts, findRun, withCard } from "./found.ts";
import { type Found, type Laboratory, type OnProgress, partOf } from "./laboratory.ts";
import { evaluatePaths, scoringImages, trainOneShot, withModel } from "./one_shot.ts";

/** The profile's random candidates, no two the same network; fewer of them are the first of more. */
export function drawCandidates(
  { space, candidates }: Profile,
  count: number = candidates.count,
): Architecture[] {
  return drawDifferent(space, prng(candidates.seed, "candidates"), count);
}

/** The profile's random candidates as strings. */
export function candidateTexts(profile: Profile): string[] {
  return drawCandidates(profile).map((architecture) => formatArchitecture(profile.space, architecture));
}

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

/**
 * One-shot accuracies of the profile's first random candidates, on the same validation batches for all.
 *
 * @param count how many. @default those of the profile
 */
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
    await withModel(lab, model, await scoringImages(lab), async (open) => {
      while (evaluations.length < count) {
        const some = candidates.slice(evaluations.length, evaluations.length + TOGETHER);
        evaluations.push(...await evaluatePaths(open, some, () => tell(++done, count)));
        await keep(() => checkpoints.save(evaluations.length, {}, evaluations));
      }
    });
    return scoresOf(lab.profile, candidates, evaluations);
  });
}

/** One-shot accuracies of some architectures, on the same images as all candidates; results in their order. */
export function scoreNetworks(
  lab: Laboratory,
  model: ModelSpec,
  architectures: readonly Architecture[],
): Promise<Found<ScoresResult>> {
  const texts = architectures.map((architecture) => formatArchitecture(lab.profile.space, architecture));
  const title = `Scores of ${texts.length} networks`;
  return findRun(lab, title, networkScoresRun(lab.profile, model, texts), async (lab, tell) => {
    const onEach = countParts(lab, texts.length, tell);
    const evaluations = await withModel(
      lab,
      model,
      await scoringImages(lab),
      (open) => evaluatePaths(open, architectures, onEach),
    );
    return scoresOf(lab.profile, architectures, evaluations);
  });
}

function scoresOf(
  { space }: Profile,
  architectures: readonly Architecture[],
  evaluations: readonly Evaluation[],
): ScoresResult {
  return {
    candidates: architectures.map((architecture, index) => ({
      architecture: formatArchitecture(space, architecture),
      ...evaluations[index]!,
    })),
  };
}

/**
 * Trains models and scores candidates with each.
 *
 * @param architectures the candidates, as strings. @default the profile's
 */
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
    const scored: ScoredModel[] = [];
    let loaded = true;
    let seconds = 0;
    for (const [index, model] of models.entries()) {
      const what = `model ${index + 1} of ${models.length}`;
      const part = (from: number, to: number, said: string): OnProgress => (done, total, note, value) =>
        tell(
          index + from + (to - from) * done / total,
          models.length,
          note ? `${said}, ${note}` : said,
          value,
        );
      // Of the time for a model most is training.
      const oneShot = await trainOneShot(partOf(lab, part(0, 0.8, what)), model);
      const scoring = partOf(lab, part(0.8, 1, `${what}, scoring`));
      const scores = networks === undefined
        ? await scoreCandidates(scoring, model)
        : await scoreNetworks(scoring, model, networks);
      scored.push({ model, ...oneShot.result, ...scores.result, scoreSeconds: scores.seconds });
      loaded &&= oneShot.loaded && scores.loaded;
      seconds += oneShot.seconds + scores.seconds;
      tell(index + 1, models.length);
    }
    return withCard("models", { result: scored, loaded, seconds });
  });
}
