/**
 * Scores random candidates with one-shot weights, and does so for several models.
 * @module
 */
import { check } from "../options.ts";
import type { Profile } from "../profiles/mod.ts";
import { type Prng, prng } from "../random.ts";
import {
  type ModelSpec,
  type ScoredModel,
  scoresConfiguration,
  type ScoresResult,
  scoresSchema,
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
import { scoreSchema } from "./check_options.ts";
import { type Found, found, type OnProgress, withCard } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";
import { once } from "./once.ts";
import { evaluatePaths, scoringImages, trainOneShot, withModel } from "./one_shot.ts";
import { scoreNetworks } from "./score_networks.ts";

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

/** Options of {@linkcode scoreCandidates}. */
export interface ScoreOptions {
  /** How many candidates. @default those of the profile */
  readonly count?: number;
  readonly onProgress?: OnProgress | undefined;
}

/** One-shot accuracies of the profile's candidates, on the same validation batches for all. */
export async function scoreCandidates(
  lab: Laboratory,
  model: ModelSpec,
  options: ScoreOptions = {},
): Promise<Found<ScoresResult>> {
  check("Cannot score candidates", scoreSchema, options);
  const { count = lab.profile.candidates.count, onProgress } = options;
  const { profile } = lab;
  const asked = {
    kind: "scores",
    configuration: scoresConfiguration(profile, model, count),
    schema: scoresSchema,
    seed: profile.candidates.seed,
  };
  const { run, loaded } = await once(lab, asked, async (lab, checkpoints) => {
    const candidates = drawCandidates(profile, count);
    const evaluations = [...((await checkpoints.load())?.meta ?? []) as unknown as Evaluation[]];
    let done = evaluations.length;
    const keep = keepWork({ seconds: lab.checkpointSeconds, isStopped: lab.isStopped });
    await withModel(lab, model, await scoringImages(lab), async (open) => {
      while (evaluations.length < count) {
        const some = candidates.slice(evaluations.length, evaluations.length + TOGETHER);
        evaluations.push(...await evaluatePaths(open, some, () => onProgress?.(++done, count)));
        await keep(() => checkpoints.save(evaluations.length, {}, evaluations));
      }
    });
    return {
      candidates: candidates.map((architecture, index) => ({
        architecture: formatArchitecture(profile.space, architecture),
        ...evaluations[index]!,
      })),
    };
  });
  return found(run, loaded);
}

/**
 * Trains models and scores candidates with each; progress counts models, in parts.
 *
 * @param architectures the candidates, as strings. @default the profile's
 */
export async function scoreModels(
  lab: Laboratory,
  models: readonly ModelSpec[],
  onProgress?: OnProgress,
  architectures?: readonly string[],
): Promise<Found<ScoredModel[]>> {
  const { space } = lab.profile;
  const networks = architectures?.map((text) => parseArchitecture(space, text));
  const scored: ScoredModel[] = [];
  let loaded = true;
  let seconds = 0;
  for (const [index, model] of models.entries()) {
    // Of the time for a model most is training.
    const tell = (share: number, note?: string, value?: number) =>
      onProgress?.(index + share, models.length, note, value);
    tell(0);
    const what = `model ${index + 1} of ${models.length}`;
    const oneShot = await trainOneShot(
      lab,
      model,
      (done, total, note, value) => tell(0.8 * done / total, `${what}, ${note}`, value),
    );
    const onScore: OnProgress = (done, total) => tell(0.8 + 0.2 * done / total, `${what}, scoring`);
    const scores = networks === undefined
      ? await scoreCandidates(lab, model, { onProgress: onScore })
      : await scoreNetworks(lab, model, networks, onScore);
    scored.push({ model, ...oneShot.result, ...scores.result, scoreSeconds: scores.seconds });
    loaded &&= oneShot.loaded && scores.loaded;
    seconds += oneShot.seconds + scores.seconds;
  }
  onProgress?.(models.length, models.length);
  return withCard("models", { result: scored, loaded, seconds });
}
