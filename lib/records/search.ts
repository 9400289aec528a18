/**
 * Runs of searches: `search`.
 * @module
 */
import { z } from "zod";
import { check, members, oneOf, optional, positiveNumber, safeInteger } from "../options.ts";
import type { Profile, SearchMethod } from "../profiles/mod.ts";
import { base } from "./base.ts";
import { mainModel, referenceModel } from "./model.ts";
import { weightsRun } from "./one_shot.ts";
import type { RunSpec } from "./run.ts";

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

/** What is accepted as a search. */
export const searchSchema: z.ZodType<SearchResult> = z.object({
  history: z.array(z.object({
    architecture: z.string(),
    /** Higher is better; what it is depends on the method. */
    score: z.number(),
  })),
  /** Different networks among them: those that came again were not scored again. */
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
  const { search, candidates, divergence, standAlone } = profile;
  const alone = method.score === "training";
  const { budget, evolution } = alone ? search.alone : search;
  const { ghosts } = standAlone.settings;
  const main = weightsRun(profile, mainModel(profile));
  const images = method.score === "divergence" ? divergence.search : candidates.images;
  return {
    kind: "search",
    configuration: {
      model: alone ? base(profile) : main.configuration,
      ...{ method, seed, budget },
      scores: scoreConfiguration(profile, method.score),
      ...(method.searcher === "evolution" ? { evolution } : {}),
      // The median size is that of these candidates.
      ...(method.size === undefined ? {} : { median: { count: candidates.count, seed: candidates.seed } }),
    },
    schema: searchSchema,
    seed,
    work: alone
      ? { alone: budget * search.alone.steps * ghosts.count * ghosts.size }
      : { evaluated: budget * images },
    needs: [
      ...(alone ? [] : [main]),
      ...(method.score === "divergence" ? [weightsRun(profile, referenceModel(profile))] : []),
    ],
  };
}

function scoreConfiguration(profile: Profile, score: SearchMethod["score"]) {
  const { candidates, divergence, standAlone, search: { alone } } = profile;
  switch (score) {
    case "accuracy":
      return { images: candidates.images, batchSize: candidates.batchSize };
    case "divergence": {
      const { search, batchSize, seed } = divergence;
      return { reference: referenceModel(profile), images: search, batchSize, seed };
    }
    case "training": {
      const { settings, seeds, batchSize } = standAlone;
      const training = { settings: { ...settings, steps: alone.steps }, seed: seeds[0]! };
      return { training, from: candidates.images, batchSize };
    }
  }
}
