/**
 * What every experiment tells: its progress, and a result with where it comes from.
 * @module
 */
import type { Run } from "../runs/mod.ts";

/**
 * Told how far an experiment is: `done` of `total`, a few words, and the number in them that is worth watching: the loss
 * of a training, the accuracy of the last network, the best score so far.
 */
export type OnProgress = (done: number, total: number, note?: string, value?: number) => void;

/** A result, and whether it was found in the store rather than computed. */
export interface Found<R> {
  readonly result: R;
  readonly loaded: boolean;
  /** Seconds that computing it took, now or then. */
  readonly seconds: number;
}

/** A run of the store as a result. */
export function found<R>(run: Run<R>, loaded: boolean): Found<R> {
  return { result: run.result, loaded, seconds: run.provenance.seconds };
}
