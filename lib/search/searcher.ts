/**
 * What all searchers have in common. A searcher never sees a network: it proposes architectures and observes their
 * scores.
 *
 * Proposals come in batches, so that several workers can score at once. The size of a batch is a setting, whatever
 * the number of workers, and a searcher learns from a batch when all its scores are there, in the order of the
 * proposals. So the result does not depend on who scored what, or when.
 *
 * Each kind has a {@linkcode Strategy}: how it proposes and learns. {@linkcode openSearcher} does the bookkeeping.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { anything, cannot, check, optional, positiveInteger, safeInteger, type Shape } from "../options.ts";
import type { Architecture } from "../space/architecture.ts";
import { type Space, validateSpace } from "../space/space.ts";
import { type Accepts, acceptsWithin, describeLimit, type Limit } from "./limit.ts";

/** An architecture to be scored. */
export interface Proposal {
  /** Counts the proposals of a search, from 0. */
  readonly number: number;
  readonly architecture: Architecture;
}

/** A proposal and its score. */
export interface Scored extends Proposal {
  /** A finite number, higher is better. */
  readonly score: number;
}

/** Proposes and observes. All state is in {@linkcode SearcherState}. */
export interface Searcher {
  /** How many scores were observed. */
  readonly observed: number;
  /**
   * Proposals of the current batch that have no score yet, at least one; the same until one is observed. The next
   * batch begins when all have one.
   *
   * @param atMost how many, from 1; no others are drawn, so that a small space can be searched to its end. @default all
   * @throws {RangeError} if a bounded number of draws finds none within the limit
   */
  propose(atMost?: number): readonly Proposal[];
  /**
   * Takes the score of an open proposal, in any order; higher is better.
   *
   * @throws {RangeError} if the proposal is not open or the score not finite; nothing is changed then
   */
  observe(number: number, score: number): void;
  /** All that the searcher knows at this moment, a JSON value. */
  state(): SearcherState;
}

/** A searcher as plain data. Draws depend only on the seed and the proposal's number, so it has no generator. */
export interface SearcherState {
  /** The kind of searcher. */
  readonly searcher: string;
  /** The space and the options it was made with, apart from functions. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Proposals of the batches that it has learnt from. */
  readonly learnt: number;
  /** Scores of the current batch; `null` where there is none yet. */
  readonly scores: readonly (number | null)[];
  /** What the kind of searcher remembers. */
  readonly memory: unknown;
}

/** Options of all searchers. */
export interface SearcherOptions {
  /** Decides all draws; a safe integer. */
  readonly seed: number;
  /** Proposals in a batch, from 1; part of the settings, as all but random search depend on it. @default 8 */
  readonly batchSize?: number;
  /** What may be proposed. @default everything in the space */
  readonly limit?: Limit;
  /** The most draws for one proposal, from 1. @default 10000 */
  readonly tries?: number;
}

/** What is accepted of the options; {@linkcode acceptsWithin} checks the limit. */
export const searcherShape: Shape<SearcherOptions> = {
  seed: safeInteger,
  batchSize: optional(positiveInteger),
  limit: optional(anything),
  tries: optional(positiveInteger),
};

/** What makes a kind of searcher. */
export interface Strategy<Memory> {
  /** The next proposal: depends only on its number, those before it in its batch, the settings and the batches learnt. */
  propose(number: number): Architecture;
  /** Takes in a whole batch, in the order of its proposals. */
  learn(batch: readonly Scored[]): void;
  /** A copy of what was learnt, as a JSON value. */
  memory(): Memory;
}

/**
 * Draws until an architecture is within the limit and meets a further condition; `wanted` names both in the `RangeError` if
 * no draw does.
 */
export type DrawWithin = (draw: () => Architecture, accepts?: Accepts, wanted?: string) => Architecture;

/** What {@linkcode openSearcher} needs to know of a kind of searcher. */
export interface SearcherKind<Memory> {
  readonly name: string;
  readonly space: Space;
  /** Checked already, but for the limit. */
  readonly options: SearcherOptions;
  /** Further settings that results depend on, JSON values with every default filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The strategy, new or with a copy of an earlier one's memory; throws if that cannot be of this kind. */
  strategy(memory: Memory | undefined, drawWithin: DrawWithin): Strategy<Memory>;
}

/**
 * A searcher of a kind: the strategy and the bookkeeping around it. A state continues an earlier search. Throws a
 * `RangeError` if the limit or the space has a fault, or the state is of another search.
 */
export function openSearcher<Memory>(kind: SearcherKind<Memory>, state?: SearcherState): Searcher {
  const { name, space, options: { seed, batchSize = 8, limit, tries = 10_000 } } = kind;
  const isWithin = acceptsWithin(limit);
  validateSpace(space);
  const described = { space, seed, batchSize, limit: describeLimit(limit), ...kind.settings };
  // A copy, as it will come back from a file: the owner of the space can't change it.
  const settings: SearcherState["settings"] = JSON.parse(JSON.stringify(described));
  if (state !== undefined) requireSameSearch(state, name, settings, batchSize);

  const drawWithin: DrawWithin = (draw, accepts = () => true, wanted = "within the limit") => {
    for (let attempt = 0; attempt < tries; attempt++) {
      const drawn = draw();
      if (accepts(drawn) && isWithin(drawn)) return drawn;
    }
    throw cannot("propose an architecture", `none in ${tries} draws`, `one ${wanted}`);
  };
  const strategy = kind.strategy(state?.memory as Memory | undefined, drawWithin);
  let learnt = state?.learnt ?? 0;
  const noScores = (): (number | null)[] => Array(batchSize).fill(null);
  let scores = state === undefined ? noScores() : [...state.scores];
  // As much of the batch as was asked for; found anew after a restoration, so not part of the state.
  let batch: Architecture[] = [];

  function proposal(index: number): Proposal {
    while (batch.length <= index) batch.push(strategy.propose(learnt + batch.length));
    return { number: learnt + index, architecture: batch[index]! };
  }
  const openIndices = (): number[] => scores.flatMap((score, index) => score === null ? [index] : []);

  return {
    get observed() {
      return learnt + scores.filter((score) => score !== null).length;
    },
    propose(atMost = batchSize) {
      check("Cannot search", positiveInteger, atMost, "atMost");
      return openIndices().slice(0, atMost).map(proposal);
    },
    observe(number, score) {
      requireScore(number, score);
      if (scores[number - learnt] !== null) {
        const open = openIndices().map((index) => learnt + index);
        throw new RangeError(
          `Cannot observe a score of proposal ${number}: it is not open, expected one of ${open.join(", ")}`,
        );
      }
      const known = scores.with(number - learnt, score);
      const isWhole = !known.includes(null);
      if (isWhole) {
        strategy.learn(known.map((score, index) => ({ ...proposal(index), score: score! })));
        learnt += batchSize;
        batch = [];
      }
      scores = isWhole ? noScores() : known;
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

/** Throws a `RangeError` if a score is not finite. */
export function requireScore(number: number, score: number): void {
  if (!Number.isFinite(score)) {
    throw cannot(`observe a score of proposal ${number}`, score, "a finite number");
  }
}

/** Throws a `RangeError` if a state's memory can't be of this searcher. */
export function requireMemory(holds: boolean, wanted: string): asserts holds {
  if (!holds) throw cannot("continue a search", "a damaged memory", wanted);
}

function requireSameSearch(
  { searcher, settings: earlier, learnt, scores }: SearcherState,
  name: string,
  settings: SearcherState["settings"],
  batchSize: number,
): void {
  const purpose = "continue a search";
  if (searcher !== name) throw cannot(purpose, `a state of ${searcher}`, name);
  for (const key of Object.keys({ ...settings, ...earlier })) {
    const [found, wanted] = [earlier[key], settings[key]];
    if (isDeepStrictEqual(found, wanted)) continue;
    throw cannot(purpose, `a state with ${key} ${JSON.stringify(found)}`, JSON.stringify(wanted));
  }
  const isOpen = Array.isArray(scores) && scores.length === batchSize && scores.includes(null) &&
    scores.every((score) => score === null || Number.isFinite(score));
  const isWhole = Number.isSafeInteger(learnt) && learnt >= 0 && learnt % batchSize === 0;
  requireMemory(isOpen && isWhole, `whole batches of ${batchSize} and one that is open`);
}
