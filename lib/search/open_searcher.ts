/**
 * The bookkeeping that all kinds of searchers share, so that each kind says only how it proposes and learns.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { anything, check, optional, positiveInteger, safeInteger, type Shape } from "../options.ts";
import type { Architecture } from "../space/architecture.ts";
import { type Space, validateSpace } from "../space/space.ts";
import { describeLimit } from "./limit.ts";
import type { Proposal, Scored, Searcher, SearcherOptions, SearcherState } from "./searcher.ts";

/** What is accepted of the options of all searchers; the limit is checked where it is taken in. */
export const searcherShape: Shape<SearcherOptions> = {
  seed: safeInteger,
  batchSize: optional(positiveInteger),
  limit: optional(anything),
  tries: optional(positiveInteger),
};

/** What makes a kind of searcher. */
export interface Strategy<Memory> {
  /**
   * The architecture of a proposal. Depends on nothing but the number, those before it in its batch, the settings and
   * the batches learnt, and changes nothing.
   */
  propose(number: number, sameBatch: readonly Architecture[]): Architecture;
  /** Takes in a whole batch, in the order of its proposals. */
  learn(batch: readonly Scored[]): void;
  /** A copy of what was learnt, as a JSON value. */
  memory(): Memory;
}

/** What {@linkcode openSearcher} needs to know of a kind of searcher. */
export interface SearcherKind<Memory> {
  readonly name: string;
  readonly space: Space;
  /** Checked already. */
  readonly options: SearcherOptions;
  /** Further settings that results depend on, JSON values with every default filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * The strategy, new or with the memory of an earlier one, of which it keeps a copy.
   *
   * @throws {Error} if the memory cannot be of this kind
   */
  strategy(memory: Memory | undefined, tries: number): Strategy<Memory>;
}

/**
 * A searcher of a kind: the strategy and the bookkeeping around it.
 *
 * @param state of an earlier searcher of the same kind and settings, to continue it
 * @throws {RangeError} if the space has a fault, or the state is of another search
 */
export function openSearcher<Memory>(kind: SearcherKind<Memory>, state?: SearcherState): Searcher {
  const { name, space, options: { seed, batchSize = 8, limit, tries = 10_000 } } = kind;
  validateSpace(space);
  const described = { space, seed, batchSize, limit: describeLimit(limit), ...kind.settings };
  // A copy: as it will come back from a file, and not to be changed by the owner of the space.
  const settings: SearcherState["settings"] = JSON.parse(JSON.stringify(described));
  if (state !== undefined) requireSameSearch(state, name, settings, batchSize);

  const strategy = kind.strategy(state?.memory as Memory | undefined, tries);
  let learnt = state?.learnt ?? 0;
  const noScores = (): (number | null)[] => Array(batchSize).fill(null);
  let scores = state === undefined ? noScores() : [...state.scores];
  // As much of the batch as was asked for; found anew after a restoration, so not part of the state.
  let batch: Architecture[] = [];

  function proposal(place: number): Proposal {
    while (batch.length <= place) batch.push(strategy.propose(learnt + batch.length, batch));
    return { number: learnt + place, architecture: batch[place]! };
  }
  const openPlaces = (): number[] => scores.flatMap((score, place) => score === null ? [place] : []);

  return {
    get observed() {
      return learnt + scores.filter((score) => score !== null).length;
    },
    propose(atMost = batchSize) {
      check("Cannot search", positiveInteger, atMost, "atMost");
      return openPlaces().slice(0, atMost).map(proposal);
    },
    observe(number, score) {
      requireScore(number, score);
      const place = number - learnt;
      if (scores[place] !== null) {
        const open = openPlaces().map((place) => learnt + place);
        throw new RangeError(
          `Cannot observe a score of proposal ${number}: it is not open, expected one of ${open.join(", ")}`,
        );
      }
      const known = scores.with(place, score);
      if (!known.includes(null)) {
        strategy.learn(known.map((score, place) => ({ ...proposal(place), score: score! })));
        learnt += batchSize;
        scores = noScores();
        batch = [];
      } else {
        scores = known;
      }
    },
    state: () => ({
      searcher: name,
      settings: structuredClone(settings),
      learnt,
      scores: [...scores],
      memory: strategy.memory(),
    }),
  };
}

/**
 * Checks a score.
 *
 * @throws {RangeError} if it is not finite
 */
export function requireScore(number: number, score: number): void {
  if (!Number.isFinite(score)) {
    throw new RangeError(
      `Cannot observe a score of proposal ${number}: found ${score}, expected a finite number`,
    );
  }
}

/**
 * Checks that a state's memory can be of this searcher.
 *
 * @throws {RangeError} if it does not hold
 */
export function requireMemory(holds: boolean, wanted: string): asserts holds {
  if (!holds) throw new RangeError(`Cannot continue a search: found a damaged memory, expected ${wanted}`);
}

function requireSameSearch(
  state: SearcherState,
  name: string,
  settings: SearcherState["settings"],
  batchSize: number,
): void {
  if (state.searcher !== name) {
    throw new RangeError(`Cannot continue a search: found a state of ${state.searcher}, expected ${name}`);
  }
  for (const key of new Set([...Object.keys(settings), ...Object.keys(state.settings)])) {
    const [found, wanted] = [state.settings[key], settings[key]];
    if (!isDeepStrictEqual(found, wanted)) {
      throw new RangeError(
        `Cannot continue a search: found a state with ${key} ${JSON.stringify(found)}, ` +
          `expected ${JSON.stringify(wanted)}`,
      );
    }
  }
  const { learnt, scores } = state;
  requireMemory(
    Number.isSafeInteger(learnt) && learnt >= 0 && learnt % batchSize === 0 && Array.isArray(scores) &&
      scores.length === batchSize && scores.every((score) => score === null || Number.isFinite(score)) &&
      scores.includes(null),
    `whole batches of ${batchSize} and one that is open`,
  );
}
