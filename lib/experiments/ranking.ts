/**
 * Whether scores tell candidates apart. An accuracy on n images has steps of 1/n: where classes are rare or images easy
 * or few, many candidates share a score, and the order of the best is chance.
 * @module
 */
import { datasetInfo, type Parts } from "../datasets/mod.ts";
import type { Profile, SearchMethod } from "../profiles/mod.ts";
import type { SearchResult } from "../records/mod.ts";
import { architectureId, parseArchitecture } from "../space/mod.ts";

/** How the different networks of a search are ranked. */
export interface Ranking {
  /** Different networks that were scored. */
  readonly networks: number;
  /** Different scores among them. */
  readonly scores: number;
  /** Networks that share the best score. */
  readonly best: number;
  /** What one image more or less changes in a score; undefined for scores that are no accuracies. */
  readonly step: number | undefined;
  /** What to know before the best are taken for the best; undefined if there is nothing. */
  readonly warning: string | undefined;
}

type History = SearchResult["history"];

/** Images that the accuracies of a method are measured on; undefined if its scores are no accuracies. */
function imagesOf({ candidates, split, standAlone }: Profile, { score }: SearchMethod): number | undefined {
  const images = {
    accuracy: wholeBatches(candidates.images, candidates.batchSize),
    training: wholeBatches(split.validation - candidates.images, standAlone.batchSize),
    divergence: undefined,
  };
  return images[score];
}

const wholeBatches = (images: number, batchSize: number): number => images - images % batchSize;

/** The score of each different network, the best first. */
function scoresOf({ space }: Pick<Profile, "space">, history: History): number[] {
  const scores = new Map(
    history.map(({ architecture, score }) =>
      [architectureId(space, parseArchitecture(space, architecture)), score] as const
    ),
  );
  return [...scores.values()].sort((a, b) => b - a);
}

/** How well the scores of a search rank its networks. */
export function rankNetworks(profile: Profile, method: SearchMethod, history: History): Ranking {
  const scores = scoresOf(profile, history);
  const images = imagesOf(profile, method);
  const best = scores.filter((score) => score === scores[0]).length;
  return {
    networks: scores.length,
    scores: new Set(scores).size,
    best,
    step: images === undefined ? undefined : 1 / images,
    warning: warningOf(scores, best, images),
  };
}

/** Where the best is ahead of the median by so few images, other images would have chosen another. */
const FEW_IMAGES = 3;

function warningOf(scores: readonly number[], best: number, images: number | undefined): string | undefined {
  if (scores.length < 2) return undefined;
  const warnings: string[] = [];
  if (best > 1) {
    warnings.push(
      `${best} of ${scores.length} networks share the best score: chance decides which of them is first`,
    );
  }
  const ahead = images === undefined
    ? Infinity
    : Math.round((scores[0]! - scores[Math.floor(scores.length / 2)]!) * images);
  if (ahead <= FEW_IMAGES) {
    warnings.push(
      `the best is ahead of the median by ${ahead} of ${images} images: other images would choose another`,
    );
  }
  return warnings.length === 0 ? undefined : warnings.join("; ");
}

/** Different networks after which equal scores are no accident. */
const ENOUGH = 24;
/** A class with fewer images than this has hardly a say in an accuracy. */
const RARE = 10;

/**
 * Stops a search whose scores are all equal: what it would call the best would be the first.
 *
 * @throws {RangeError} if {@linkcode ENOUGH} networks, or all that the budget allows, score the same
 */
export function requireDifferentScores(
  profile: Profile,
  method: SearchMethod,
  history: History,
  budget: number,
  parts: Parts,
): void {
  if (history.some(({ score }) => score !== history[0]!.score)) return;
  const scores = scoresOf(profile, history);
  if (scores.length < Math.max(2, Math.min(ENOUGH, budget))) return;
  const images = imagesOf(profile, method);
  const on = images === undefined ? "" : ` on ${images} validation images`;
  const { scoring, standAlone } = parts;
  const { indices, images: { labels } } = method.score === "training" ? standAlone : scoring;
  const counts = datasetInfo(profile.dataset).classes.map((name, label) => ({
    name,
    count: indices.reduce((sum, index) => sum + Number(labels[index] === label), 0),
  }));
  const rare = counts.filter(({ count }) => count < RARE).map(({ name, count }) => `${count} of "${name}"`);
  const guessed = Math.max(...counts.map(({ count }) => count)) / indices.length;
  const isGuess = images !== undefined && scores[0]! <= guessed;
  throw new RangeError(
    `Cannot search: all of ${scores.length} different networks score ${scores[0]}${on}` +
      `${images === undefined || rare.length === 0 ? "" : `, with ${rare.join(", ")} among them`}; ` +
      "expected scores that tell networks apart. " +
      (isGuess ? "Naming one class for all images gives as much, so train for more steps first. " : "") +
      'Set more images aside for validation, or search by `score: "divergence"`',
  );
}
