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
  | { readonly listening: true }
  | { readonly closed: true }
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
    close: () => void;
  };
  const answer = async ({ id, job, payload }: Call): Promise<void> => {
    try {
      const result = await jobs[job]!(payload as never, (note) => scope.postMessage({ id, note }));
      scope.postMessage({ id, result });
    } catch (error) {
      scope.postMessage({ id, error: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  };
  let last = Promise.resolve();
  scope.onmessage = ({ data }) => {
    last = last.then(() => answer(data));
  };
  // The thread that started a worker is not told when it ends itself.
  const close = scope.close.bind(self);
  scope.close = () => {
    scope.postMessage({ closed: true });
    close();
  };
  scope.postMessage({ listening: true });
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

interface Member {
  readonly worker: Worker;
  /** Resolves when the worker listens, or never will; what is sent before a module is loaded is lost. */
  readonly begun: PromiseWithResolvers<void>;
  /** Why it takes no more calls. */
  end: Error | undefined;
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
  const end = (index: number, reason: string): void => {
    const member = members[index]!;
    if (member.end !== undefined) return;
    member.end = new Error(`Worker ${index} ${reason}`);
    member.begun.resolve();
    for (const [id, call] of [...pending]) {
      if (call.worker === index) settle(id).reject(member.end);
    }
  };
  const members = Array.from({ length: size }, (_, index): Member => {
    const worker = new Worker(module, { type: "module", name: `oneshot-${index}` });
    const begun = Promise.withResolvers<void>();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (members[index]!.end !== undefined) return;
      if ("listening" in data) begun.resolve();
      else if ("closed" in data) end(index, "closed itself");
      else if ("note" in data) pending.get(data.id)!.onNote?.(data.note);
      else if ("error" in data) {
        settle(data.id).reject(new Error(`Job failed in worker ${index}: ${data.error}`));
      } else settle(data.id).resolve(data.result);
    };
    worker.onerror = (event) => {
      // Without this the error would also end the main thread.
      event.preventDefault();
      end(index, `died: ${event.message}`);
    };
    return { worker, begun, end: undefined };
  });

  const pool: Pool = {
    size,
    async call<R>(worker: number, job: string, payload: unknown, onNote?: (note: unknown) => void) {
      const member = members[worker]!;
      await member.begun.promise;
      if (member.end !== undefined) throw member.end;
      const id = calls++;
      member.worker.postMessage({ id, job, payload } satisfies Call);
      return await new Promise<R>((resolve, reject) => {
        pending.set(id, { worker, onNote, resolve: resolve as (result: unknown) => void, reject });
      });
    },
    broadcast: <R>(job: string, payload: unknown) =>
      Promise.all(members.map((_, worker) => pool.call<R>(worker, job, payload))),
    async map<P, R>(job: string, payloads: readonly P[], options: MapOptions<P, R> = {}) {
      const { onStart, onResult, onNote } = options;
      const results: R[] = new Array(payloads.length);
      let next = 0;
      const drain = async (_: Member, worker: number): Promise<void> => {
        while (next < payloads.length) {
          const index = next++;
          const payload = payloads[index]!;
          onStart?.(index);
          results[index] = await pool.call<R>(worker, job, payload, (note) => onNote?.(note, index));
          await onResult?.(results[index]!, payload, index);
        }
      };
      await Promise.all(members.map(drain));
      return results;
    },
    close() {
      members.forEach(({ worker }, index) => {
        worker.terminate();
        end(index, "was ended");
      });
    },
  };
  return pool;
}
