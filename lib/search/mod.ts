/**
 * The search room: searchers that propose architectures and learn from their scores, whatever a score is. They know the
 * space, but no network, no data and no clock.
 *
 * @example Three searchers look for the best of a space, each with 300 scores
 * ```ts
 * import { assert } from "@std/assert";
 * import { type Architecture, paperSpace } from "../space/mod.ts";
 * import { evolution, randomSearch, reinforce, runSearch, type SavedSearch } from "./mod.ts";
 *
 * // Blocks that keep both a separable 3x3 and a separable 5x5 convolution are the best here.
 * const score = (architectures: readonly Architecture[]) =>
 *   Promise.resolve(architectures.map((blocks) =>
 *     blocks.flatMap(({ operations }) => operations.filter((index) => index === 1 || index === 2)).length
 *   ));
 *
 * const searchers = [randomSearch, evolution, reinforce].map((open) => open(paperSpace, { seed: 1 }));
 * const [random, ...learning] = await Promise.all(
 *   searchers.map((searcher) => runSearch(searcher, score, { budget: 300 })),
 * );
 * const best = ({ history }: SavedSearch) => history.at(-1)!.bestSoFar;
 * for (const one of learning) assert(best(one) > best(random!));
 * ```
 * @module
 */
export * from "./evolution.ts";
export type { Accepts, CostLimit, Limit } from "./limit.ts";
export * from "./random.ts";
export * from "./reinforce.ts";
export * from "./search.ts";
export type { Proposal, Scored, Searcher, SearcherOptions, SearcherState } from "./searcher.ts";
