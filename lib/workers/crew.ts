/**
 * The workers of a pool as our own CPU kernels see them: one that is at work takes the cores of those that are not, so
 * that none is idle while there is a batch to share out. Results do not depend on it.
 * @module
 */
import { workerData } from "node:worker_threads";
import { type Runtime, withWorkspace } from "../engine/mod.ts";

/** A worker's place among those of its pool. */
export interface Place {
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

/** Tells the kernels of this thread its place, and whether it is at work. */
export function joinCrew(runtime: Runtime, { crew, workers, worker }: Place, isBusy: boolean): void {
  if (!runtime.native) return;
  const numbers = Int32Array.of(crew, workers, worker, isBusy ? 1 : 0);
  withWorkspace(runtime, (ws) => ws.run("OneShotCrew", [], [ws.integers([numbers.length], numbers)]));
}

/** For `serve`: tells the kernels when this worker of a pool begins and ends a job. */
export function tellCrew(runtime: Runtime): (isBusy: boolean) => void {
  return (isBusy) => joinCrew(runtime, workerData as Place, isBusy);
}
