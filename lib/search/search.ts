/**
 * The loop of every search: propose, score, observe.
 * @module
 */
import { anyFunction, anything, cannot, check, members, optional, positiveInteger } from "../options.ts";
import type { Architecture } from "../space/architecture.ts";
import { requireScore, type Searcher, type SearcherState } from "./searcher.ts";

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

/** Options of {@linkcode runSearch}. */
export interface SearchOptions {
  /** Proposals to score in all, the given history included; from 1. */
  readonly budget: number;
  /** The history of the search that the searcher was restored from. @default none */
  readonly history?: readonly HistoryEntry[];
  /** Gets the search after each batch, a JSON value; is awaited before the next batch. */
  readonly save?: (saved: SavedSearch) => void | Promise<void>;
}

const schema = members<SearchOptions>({
  budget: positiveInteger,
  history: optional(anything),
  save: optional(anyFunction),
});

/**
 * Scores a searcher's proposals batch by batch until the budget is used. A search that was killed after a save, or gets
 * a larger budget, continues to the result that it would have had in one go: restore the searcher from `saved.searcher`
 * and pass `saved.history`. A budget that ends within a batch leaves the rest of it open.
 *
 * @param score gives the scores of a batch's architectures, in their order. Architectures may come again, so it should
 * remember costly scores.
 * @throws {RangeError} if an option has a fault, the history is of another search, the number of scores is wrong or one
 * is not finite; what was saved before is not affected
 *
 * @example Continued with a larger budget
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { paperSpace } from "../space/mod.ts";
 * import { evolution } from "./evolution.ts";
 * import { runSearch } from "./search.ts";
 *
 * const options = { seed: 1, population: 10, tournament: 3 };
 * const score = (architectures: readonly (readonly { operations: readonly number[] }[])[]) =>
 *   Promise.resolve(architectures.map((blocks) => blocks.filter((block) => block.operations.includes(1)).length));
 *
 * const saved = await runSearch(evolution(paperSpace, options), score, { budget: 40 });
 * const restored = evolution(paperSpace, options, saved.searcher);
 * const continued = await runSearch(restored, score, { budget: 100, history: saved.history });
 * assertEquals(continued, await runSearch(evolution(paperSpace, options), score, { budget: 100 }));
 * ```
 */
export async function runSearch(
  searcher: Searcher,
  score: (architectures: readonly Architecture[]) => Promise<readonly number[]>,
  options: SearchOptions,
): Promise<SavedSearch> {
  check("Cannot search", schema, options);
  const { budget, history: earlier = [], save } = options;
  if (earlier.length !== searcher.observed) {
    const found = `a history of ${earlier.length} scores and a searcher that observed ${searcher.observed}`;
    throw cannot("continue a search", found, "as many");
  }
  const history = [...earlier];
  const saved = (): SavedSearch => ({ searcher: searcher.state(), history: [...history] });
  while (history.length < budget) {
    const batch = searcher.propose(budget - history.length);
    const scores = await score(batch.map(({ architecture }) => architecture));
    if (scores.length !== batch.length) {
      throw cannot("observe scores", `${scores.length} of them`, `${batch.length}, one a proposal`);
    }
    // All are checked before the first is observed, so that the searcher and the history stay in step.
    batch.forEach(({ number }, index) => requireScore(number, scores[index]!));
    batch.forEach(({ number, architecture }, index) => {
      const score = scores[index]!;
      searcher.observe(number, score);
      const before = history.at(-1)?.bestSoFar ?? -Infinity;
      history.push({ architecture, score, bestSoFar: Math.max(before, score) });
    });
    await save?.(saved());
  }
  return saved();
}
