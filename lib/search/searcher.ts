/**
 * What all searchers have in common. A searcher never sees a network: it proposes architectures and is told their
 * scores.
 *
 * Proposals come in batches, so that several workers can score at once. The size of a batch is a setting, whatever
 * the number of workers, and a searcher learns from a batch when all its scores are there, in the order of the
 * proposals: who scored what, and when, leaves no trace in the result.
 * @module
 */
import type { Architecture } from "../space/architecture.ts";
import type { Limit } from "./limit.ts";

/** An architecture that wants a score. */
export interface Proposal {
  /** Counts all proposals of a search, from 0. */
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
   * @param atMost how many are wanted, from 1. No architecture is looked for that is not wanted, so that a small space
   * can be searched to its end. @default all
   * @throws {RangeError} if there is none within the limit, as far as a bounded number of draws can tell
   */
  propose(atMost?: number): readonly Proposal[];
  /**
   * Takes the score of an open proposal, in any order.
   *
   * @param number of the proposal
   * @param score higher is better
   * @throws {RangeError} if the proposal is not open or the score not finite; nothing is changed then
   */
  observe(number: number, score: number): void;
  /** All that the searcher knows at this moment, a JSON value. */
  state(): SearcherState;
}

/**
 * A searcher as plain data. Draws depend on the seed and the number of the proposal only, so no generator is in it.
 */
export interface SearcherState {
  /** Which kind of searcher it is of. */
  readonly searcher: string;
  /** The space and the options it was made with, but for functions. */
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
