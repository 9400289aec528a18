/**
 * Which worker of which pool a thread is.
 * @module
 */

/** What a worker finds as its `workerData`. */
export interface CrewSeat {
  /** Number of the pool, unique in the process. */
  readonly crew: number;
  readonly workers: number;
  /** From 0. */
  readonly worker: number;
}

/** A number that no other pool has. */
export function newCrew(): number {
  return crypto.getRandomValues(new Int32Array(1))[0]!;
}
