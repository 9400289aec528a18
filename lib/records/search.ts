/**
 * Runs of searches: `search`.
 * @module
 */
import { z } from "zod";
import { check, members, oneOf, optional, positiveNumber, safeInteger } from "../options.ts";
import type { Profile, SearchMethod } from "../profiles/mod.ts";
import { mainModel, referenceModel } from "./model.ts";
import { weightsRun } from "./one_shot.ts";
import { base, imagesOf, type RunSpec } from "./run.ts";

/** All that a search scored, in its order. */
export interface SearchResult {
  readonly history: readonly {
    readonly architecture: string;
    /** Higher is better; what it is depends on the method. */
    readonly score: number;
  }[];
  /** Different networks among them: those that came again were not scored again. */
  readonly different: number;
}

const searchSchema = z.object({
  history: z.array(z.object({ architecture: z.string(), score: z.number() })),
  different: z.number().int(),
});

/** What is accepted as a method. */
export const methodSchema: z.ZodType<SearchMethod> = members<SearchMethod>({
  searcher: oneOf("random", "evolution", "reinforce"),
  score: oneOf("accuracy", "divergence", "training"),
  size: optional(positiveNumber),
});

/**
 * A search: one method, one seed.
 *
 * @throws {RangeError} if a name in the method is unknown or a value not accepted
 */
export function searchRun(profile: Profile, method: SearchMethod, seed: number): RunSpec<SearchResult> {
  check("Cannot search", methodSchema, method, "method");
  check("Cannot search", safeInteger, seed, "seed");
  const { search, candidates: { count, seed: drawn } } = profile;
  const { budget, evolution } = method.score === "training" ? search.alone : search;
  const { model, scores, work, needs } = scoring(profile, method.score, budget);
  return {
    kind: "search",
    configuration: {
      ...{ model, method, seed, budget, scores },
      ...(method.searcher === "evolution" ? { evolution } : {}),
      // The median size is that of these candidates.
      ...(method.size === undefined ? {} : { median: { count, seed: drawn } }),
    },
    schema: searchSchema,
    seed,
    work,
    needs,
  };
}

/** What is searched with, what its scores depend on, and what so many of them take. */
function scoring(profile: Profile, score: SearchMethod["score"], budget: number) {
  const { candidates, divergence, standAlone, search: { alone } } = profile;
  if (score === "training") {
    const { settings, seeds, batchSize } = standAlone;
    const training = { settings: { ...settings, steps: alone.steps }, seed: seeds[0]! };
    return {
      model: base(profile),
      scores: { training, from: candidates.images, batchSize },
      work: { alone: budget * imagesOf(training.settings) },
      needs: [],
    };
  }
  const main = weightsRun(profile, mainModel(profile));
  const model = main.configuration;
  if (score === "accuracy") {
    const { images, batchSize } = candidates;
    return { model, scores: { images, batchSize }, work: { evaluated: budget * images }, needs: [main] };
  }
  const { search: images, batchSize, seed } = divergence;
  const reference = referenceModel(profile);
  return {
    model,
    scores: { reference, images, batchSize, seed },
    work: { evaluated: budget * images },
    needs: [main, weightsRun(profile, reference)],
  };
}
