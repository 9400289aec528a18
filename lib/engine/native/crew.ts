/**
 * The workers of a pool as our own CPU kernels see them: a busy one shares its batch out to the cores of idle ones.
 * Results do not depend on it.
 * @module
 */
import { workerData } from "node:worker_threads";
import type { CrewSeat } from "../../workers/mod.ts";
import type { Runtime } from "../runtime.ts";
import { withWorkspace } from "../workspace.ts";

/** Tells the kernels of this thread which worker it is, and whether it is busy. */
export function joinCrew(runtime: Runtime, { crew, workers, worker }: CrewSeat, isBusy: boolean): void {
  if (!runtime.native) return;
  const numbers = Int32Array.of(crew, workers, worker, isBusy ? 1 : 0);
  withWorkspace(runtime, (ws) => ws.run("OneShotCrew", [], [ws.integers([numbers.length], numbers)]));
}

/** For `serve`: tells the kernels when this worker of a pool begins and ends a job. */
export function tellCrew(runtime: Runtime): (isBusy: boolean) => void {
  return (isBusy) => joinCrew(runtime, workerData as CrewSeat, isBusy);
}
