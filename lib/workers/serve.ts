/**
 * The worker's side of a {@linkcode Pool}: a worker module names its jobs and answers the calls of the pool.
 * @module
 */
import { parentPort } from "node:worker_threads";

/** A message to a worker. */
export interface Call {
  readonly job: string;
  readonly payload: unknown;
}

/** A message from a worker; results and errors come in the order of the calls. */
export type Reply =
  | { readonly listening: true }
  | { readonly alive: true }
  | { readonly result: unknown }
  | { readonly error: string };

/**
 * A job of a worker module: returns the result, or throws, which the caller sees. A long one calls `tellAlive` now and
 * then, so that it is not taken for one that hangs. If the worker dies over it, another worker does it again.
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
  const run = async (job: string, payload: unknown): Promise<unknown> => {
    if (!Object.hasOwn(jobs, job)) {
      const names = Object.keys(jobs).join(", ");
      throw new RangeError(`Cannot do a job: found "${job}", expected one of ${names}`);
    }
    onBusy(true);
    try {
      return await jobs[job]!(payload as never, () => post({ alive: true }));
    } finally {
      onBusy(false);
    }
  };
  const answer = async ({ job, payload }: Call): Promise<void> => {
    try {
      post({ result: await run(job, payload) });
    } catch (error) {
      post({ error: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  };
  let last = Promise.resolve();
  // With `on` in place of `addEventListener` Deno would search each element of large arrays for message ports.
  port.addEventListener("message", (event) => {
    last = last.then(() => answer((event as MessageEvent<Call>).data));
  });
  post({ listening: true });
}
