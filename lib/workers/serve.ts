/**
 * The worker's side of a {@linkcode Pool}: a worker module names its jobs and answers the calls of the pool.
 * @module
 */
import { parentPort } from "node:worker_threads";

/** A message to a worker. */
export interface Call {
  readonly id: number;
  readonly job: string;
  readonly payload: unknown;
}

/** A message from a worker. */
export type Reply =
  | { readonly listening: true }
  | { readonly alive: true }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

/**
 * A job of a worker module: returns the result. A long one calls `tellAlive` now and then, so that it is not taken for one
 * that hangs. What it throws is told to the caller. If the worker dies over it, it is done again in another one.
 */
export type Job = (payload: never, tellAlive: () => void) => unknown;

/**
 * Answers calls in a worker module with the given jobs, one at a time.
 *
 * @param onBusy called with `true` before each job and with `false` after it
 * @throws {Error} if it is called in the main thread
 */
export function serve(
  jobs: Readonly<Record<string, Job>>,
  onBusy: (isBusy: boolean) => void = () => {},
): void {
  if (parentPort === null) throw new Error("Cannot serve jobs: found the main thread, expected a worker");
  const port = parentPort;
  const post = (reply: Reply): void => port.postMessage(reply);
  const answer = async ({ id, job, payload }: Call): Promise<void> => {
    try {
      if (!Object.hasOwn(jobs, job)) {
        throw new RangeError(
          `Cannot do a job: found "${job}", expected one of ${Object.keys(jobs).join(", ")}`,
        );
      }
      onBusy(true);
      let result: unknown;
      try {
        result = await jobs[job]!(payload as never, () => post({ alive: true }));
      } finally {
        onBusy(false);
      }
      post({ id, result });
    } catch (error) {
      post({ id, error: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  };
  let last = Promise.resolve();
  // With `on` in place of `addEventListener` Deno would search each element of large arrays for message ports.
  port.addEventListener("message", (event) => {
    last = last.then(() => answer((event as MessageEvent<Call>).data));
  });
  post({ listening: true });
}
