/**
 * How long work is shown while it is done.
 * @module
 */
import type { RunSpec } from "../records/mod.ts";
import type { Found, OnProgress } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";

/** Long work, before it is begun. */
export interface Watched {
  /** What it is, in a few words that the line begins with, e.g. `6 one-shot models`. */
  readonly title: string;
  /** The runs that it loads or computes. */
  readonly runs: readonly RunSpec[];
}

/**
 * Does work and shows it.
 *
 * @param work gets a laboratory that shows nothing more, and says how far it is
 */
export type Watch = <R>(
  lab: Laboratory,
  watched: Watched,
  work: (lab: Laboratory, tell: OnProgress) => Promise<Found<R>>,
) => Promise<Found<R>>;

/** Shows nothing. */
export const quiet: Watch = (lab, _, work) => work({ ...lab, watch: quiet }, () => {});

/** A laboratory whose work is a part of other work, and tells how far it is. */
export function partOf(lab: Laboratory, tell: OnProgress): Laboratory {
  return { ...lab, watch: (lab, _, work) => work({ ...lab, watch: quiet }, tell) };
}
