import process from "node:process";
import type { Worker } from "node:worker_threads";

/** The workers that were started since the watch began and live, first to last; disposing of it ends the watch. */
export type Watched = Worker[] & Disposable;

/** Gives a test the workers that others start, so that it can kill them. */
export function watchWorkers(): Watched {
  const workers: Worker[] = [];
  const add = (worker: Worker): void => {
    workers.push(worker);
    worker.on("exit", () => workers.splice(workers.indexOf(worker), 1));
  };
  process.on("worker", add);
  return Object.assign(workers, {
    [Symbol.dispose]: () => void process.off("worker", add),
  });
}
