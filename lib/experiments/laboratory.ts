/**
 * What experiments work with: the profile's data, the workers, and the store of runs. Nothing costly is opened before
 * something must be computed, so that a notebook whose runs are all recorded never loads TensorFlow.
 * @module
 */
import type { Parts, Prepared, Subset, UsedImages } from "../datasets/mod.ts";
import type { Runtime } from "../engine/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import type { RunSpec } from "../records/mod.ts";
import type { ProvenancePieces, Store } from "../runs/mod.ts";
import type { Pool } from "../workers/mod.ts";

/** What is open while something is computed. */
export interface Resources {
  readonly runtime: Runtime;
  readonly pool: Pool;
  readonly parts: { readonly [P in keyof Parts]: Parts[P] & Prepared };
}

/** A place to run a profile's experiments. */
export interface Laboratory {
  readonly profile: Profile;
  readonly store: Store;
  /** Workers that compute side by side. */
  readonly workers: number;
  /** Seconds of work that a kill may cost. */
  readonly checkpointSeconds: number;
  /** Shows long work while it is done. */
  readonly watch: Watch;
  /**
   * Opens what computing needs, once.
   *
   * @throws {NotRecorded} if this laboratory only reads
   */
  readonly resources: () => Promise<Resources>;
  /** Whether a stop was asked for: true once, and again for what begins right after. */
  readonly isStopped: () => boolean;
  /** Notes images that a run uses, for its provenance; {@linkcode once} gives each run its own list. */
  readonly noteImages: (data: Subset) => void;
  /** What the records say of where they were made, and of which images. */
  provenance(seed: number, images?: readonly UsedImages[]): ProvenancePieces;
  /** Ends the workers. */
  close(): Promise<void>;
}

/**
 * Gets how far an experiment is: `done` of `total`, a few words, and the number in them that is worth watching: the loss
 * of a training, the accuracy of the last network, the best score so far.
 */
export type OnProgress = (done: number, total: number, note?: string, value?: number) => void;

/** A result, and whether it was found in the store rather than computed. In a notebook it shows itself as a card. */
export interface Found<R> {
  readonly result: R;
  readonly loaded: boolean;
  /** Seconds that computing it took, now or then. */
  readonly seconds: number;
}

/** Several results as one: loaded if all of them are, and as long as all of them took. */
export function together<R>(found: readonly Found<R>[]): Found<R[]> {
  return {
    result: found.map(({ result }) => result),
    loaded: found.every(({ loaded }) => loaded),
    seconds: found.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

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
