/**
 * The loop of every search: propose, score, observe.
 * @module
 */
import { anyFunction, anything, check, members, optional, positiveInteger } from "../options.ts";
import type { Architecture } from "../space/architecture.ts";
import { requireScore } from "./open_searcher.ts";
import type { Searcher, SearcherState } from "./searcher.ts";

/** One line of a search's history. */
export interface HistoryEntry {
  readonly architecture: Architecture;
  /** Higher is better. */
  readonly score: number;
  /** The greatest score up to this one. */
  readonly bestSoFar: number;
}

/** A search as plain data, to be kept and continued. */
export interface SavedSearch {
  readonly searcher: SearcherState;
  /** In the order of proposals. */
  readonly history: readonly HistoryEntry[];
}

/** What {@linkcode runSearch} found. */
export interface SearchResult extends SavedSearch {
  /** The first of the best; `undefined` if the search was stopped before anything was scored. */
  readonly best: HistoryEntry | undefined;
  /** Whether the whole budget was used; false if the search was stopped. */
  readonly isComplete: boolean;
}

/** Options of {@linkcode runSearch}. */
export interface SearchOptions {
  /** Proposals to score in all, the given history included; from 1. */
  readonly budget: number;
  /** The history of the search that the searcher was restored from. @default none */
  readonly history?: readonly HistoryEntry[];
  /** Is told of each new best, in the order of proposals; not of those in the given history. */
  readonly onBest?: (best: HistoryEntry, number: number) => void;
  /** Gets the search after each batch, a JSON value; is awaited before the next batch. */
  readonly save?: (saved: SavedSearch) => void | Promise<void>;
  /** Stops the search after the current batch; what was done is kept. */
  readonly signal?: AbortSignal;
}

const schema = members<SearchOptions>({
  budget: positiveInteger,
  history: optional(anything),
  onBest: optional(anyFunction),
  save: optional(anyFunction),
  signal: optional(anything),
});

/**
 * Scores a searcher's proposals batch by batch until the budget is used. A search that was stopped, killed after a
 * save, or given a larger budget continues to the result that it would have had in one go; restore the searcher from
 * `saved.searcher` and hand over `saved.history`. A budget that ends within a batch leaves the rest of it open.
 *
 * @param score gives the scores of a batch's architectures, in their order; it may share them out to workers. It is
 * asked again for an architecture that comes again, so dear scores are to be remembered there.
 * @throws {RangeError} if an option is unknown, the budget is no positive integer, the history is of another search, the number of scores is
 * wrong or one is not finite; what was saved before is not affected
 *
 * @example Stopped and continued
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace } from "../space/mod.ts";
 * import { evolution } from "./evolution.ts";
 * import { runSearch, type SavedSearch } from "./search.ts";
 *
 * const options = { seed: 1, population: 10, tournament: 3 };
 * const score = (architectures: readonly (readonly { operations: readonly number[] }[])[]) =>
 *   Promise.resolve(architectures.map((blocks) => blocks.filter((block) => block.operations.includes(1)).length));
 *
 * let saved: SavedSearch | undefined;
 * const stop = new AbortController();
 * const save = (search: SavedSearch) => {
 *   saved = search;
 *   if (search.history.length >= 40) stop.abort();
 * };
 * await runSearch(evolution(paperSpace, options), score, { budget: 100, save, signal: stop.signal });
 *
 * const restored = evolution(paperSpace, options, saved!.searcher);
 * const continued = await runSearch(restored, score, { budget: 100, history: saved!.history });
 * assertEquals(continued, await runSearch(evolution(paperSpace, options), score, { budget: 100 }));
 * ```
 */
export async function runSearch(
  searcher: Searcher,
  score: (architectures: readonly Architecture[]) => Promise<readonly number[]>,
  options: SearchOptions,
): Promise<SearchResult> {
  check("Cannot search", schema, options);
  const { budget, history: earlier = [], onBest, save, signal } = options;
  if (earlier.length !== searcher.observed) {
    throw new RangeError(
      `Cannot continue a search: found a history of ${earlier.length} scores and a searcher that observed ` +
        `${searcher.observed}, expected as many`,
    );
  }
  const history = [...earlier];
  const saved = (): SavedSearch => ({ searcher: searcher.state(), history: [...history] });
  while (history.length < budget && !signal?.aborted) {
    const batch = searcher.propose(budget - history.length);
    const scores = await score(batch.map(({ architecture }) => architecture));
    if (scores.length !== batch.length) {
      throw new RangeError(
        `Cannot observe scores: found ${scores.length} of them, expected ${batch.length}, one a proposal`,
      );
    }
    // All before the first is taken in, so that the searcher and the history stay of one mind.
    batch.forEach(({ number }, place) => requireScore(number, scores[place]!));
    batch.forEach(({ number, architecture }, place) => {
      const found = scores[place]!;
      searcher.observe(number, found);
      const before = history.at(-1)?.bestSoFar ?? -Infinity;
      const entry = { architecture, score: found, bestSoFar: Math.max(before, found) };
      history.push(entry);
      if (found > before) onBest?.(entry, number);
    });
    await save?.(saved());
  }
  const best = history.find((entry) => entry.score === history.at(-1)!.bestSoFar);
  return { ...saved(), best, isComplete: history.length >= budget };
}
