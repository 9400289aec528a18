/**
 * Web Workers that each load TensorFlow with one thread and take jobs: plain data in, plain data out, large arrays
 * shared. What a job does is the worker module's business ({@linkcode serve}).
 * @module
 */

/** A message to a worker. */
interface Call {
  readonly id: number;
  readonly job: string;
  readonly payload: unknown;
}

/** A message from a worker. */
type Reply =
  | { readonly id: number; readonly note: unknown }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

/** A job of a worker module: returns the result; `note` sends word while it runs. */
export type Job = (payload: never, note: (note: unknown) => void) => unknown;

/** Answers calls in a worker module with the given jobs, one at a time. */
export function serve(jobs: Readonly<Record<string, Job>>): void {
  const scope = self as unknown as {
    onmessage: (event: MessageEvent<Call>) => void;
    postMessage: (reply: Reply) => void;
  };
  scope.onmessage = async ({ data: { id, job, payload } }) => {
    try {
      const result = await jobs[job]!(payload as never, (note) => scope.postMessage({ id, note }));
      scope.postMessage({ id, result });
    } catch (error) {
      scope.postMessage({ id, error: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  };
}

/** A number of workers of one module. */
export interface Pool {
  readonly size: number;
  /** Runs a job on one worker (from 0). Rejects if the job throws or the worker dies. */
  call<R>(worker: number, job: string, payload: unknown, onNote?: (note: unknown) => void): Promise<R>;
  /** Runs one job on every worker. */
  broadcast<R>(job: string, payload: unknown): Promise<R[]>;
  /** Runs a job for each payload, the next on the first worker that is free; results in the order of payloads. */
  map<P, R>(job: string, payloads: readonly P[], options?: MapOptions<P, R>): Promise<R[]>;
  /** Ends the workers; calls still running reject. */
  close(): void;
}

/** Options of {@linkcode Pool.map}. */
export interface MapOptions<P, R> {
  /** Called as each payload is handed to a worker. */
  readonly onStart?: (index: number) => void;
  /** Called as each result arrives. */
  readonly onResult?: (result: R, payload: P, index: number) => void | Promise<void>;
  /** Called when a job sends word. */
  readonly onNote?: (note: unknown, index: number) => void;
}

interface Pending {
  readonly worker: number;
  readonly onNote: ((note: unknown) => void) | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts workers.
 *
 * @param module the worker module, which calls {@linkcode serve}
 * @param size number of workers; as many as there are cores unless told
 * @throws {RangeError} if the size is not a positive integer
 */
export function openPool(module: URL, size: number = navigator.hardwareConcurrency): Pool {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot start ${size} workers: expected a positive integer`);
  }
  const pending = new Map<number, Pending>();
  let calls = 0;

  const settle = (id: number): Pending => {
    const call = pending.get(id)!;
    pending.delete(id);
    return call;
  };
  const fail = (worker: number, reason: string): void => {
    for (const [id, call] of [...pending]) {
      if (call.worker === worker) settle(id).reject(new Error(`Worker ${worker} ${reason}`));
    }
  };
  const workers = Array.from({ length: size }, (_, index) => {
    const worker = new Worker(module, { type: "module", name: `oneshot-${index}` });
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if ("note" in data) pending.get(data.id)!.onNote?.(data.note);
      else if ("error" in data) {
        settle(data.id).reject(new Error(`Job failed in worker ${index}: ${data.error}`));
      } else settle(data.id).resolve(data.result);
    };
    worker.onerror = (event) => {
      // Without this the error would also end the main thread.
      event.preventDefault();
      fail(index, `died: ${event.message}`);
    };
    return worker;
  });

  const pool: Pool = {
    size,
    call<R>(worker: number, job: string, payload: unknown, onNote?: (note: unknown) => void) {
      return new Promise<R>((resolve, reject) => {
        const id = calls++;
        pending.set(id, { worker, onNote, resolve: resolve as (result: unknown) => void, reject });
        workers[worker]!.postMessage({ id, job, payload } satisfies Call);
      });
    },
    broadcast: <R>(job: string, payload: unknown) =>
      Promise.all(workers.map((_, worker) => pool.call<R>(worker, job, payload))),
    async map<P, R>(job: string, payloads: readonly P[], options: MapOptions<P, R> = {}) {
      const { onStart, onResult, onNote } = options;
      const results: R[] = new Array(payloads.length);
      let next = 0;
      const drain = async (_: Worker, worker: number): Promise<void> => {
        while (next < payloads.length) {
          const index = next++;
          const payload = payloads[index]!;
          onStart?.(index);
          results[index] = await pool.call<R>(worker, job, payload, (note) => onNote?.(note, index));
          await onResult?.(results[index]!, payload, index);
        }
      };
      await Promise.all(workers.map(drain));
      return results;
    },
    close() {
      workers.forEach((worker, index) => {
        worker.terminate();
        fail(index, "was ended");
      });
    },
  };
  return pool;
}
