/**
 * One worker of a pool: the calls it has not answered yet, and its end.
 * @module
 */
import { clearInterval, setInterval } from "node:timers";
import { Worker } from "node:worker_threads";
import type { Call, Reply } from "./serve.ts";

/** A call that a worker's end left undone. */
export class Death extends Error {
  override readonly name = "Death";
  /** Whether the worker was at this very call, rather than one that was before it. */
  readonly during: boolean;

  /** @param reason which worker, and how it ended */
  constructor(reason: string, during: boolean) {
    super(reason);
    this.during = during;
  }
}

/** A worker. */
export interface PoolWorker {
  /** Whether it takes no more calls. */
  readonly dead: boolean;
  /** Resolves when its module is loaded; what is sent before is lost. Rejects with {@linkcode Death}. */
  readonly listening: Promise<void>;
  /** Has a job done after those sent before. Rejects if it throws, and with {@linkcode Death} if the worker dies. */
  send<R>(job: string, payload: unknown): Promise<R>;
  /** Ends the worker; calls still open reject with the error. */
  end(error: Error): void;
}

interface Pending {
  readonly job: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** How a worker is started and watched. */
export interface WatchOptions {
  /** Seconds without a word, while it has something to do, after which somebody is told. @default 300 */
  readonly patience?: number;
  /** @default console.warn */
  readonly say?: (line: string) => void;
  /** What the worker finds as its `workerData`. */
  readonly data?: unknown;
}

/**
 * Starts a worker. It is one of `node:worker_threads` since those, other than the web's, tell of every end: an error
 * that nothing caught, `process.exit()`, `Deno.exit()`, a module that can't be loaded, `terminate()`.
 *
 * @param module the worker module, which calls `serve`
 * @param name how errors name the worker
 */
export function startWorker(module: URL, name: string, options: WatchOptions = {}): PoolWorker {
  const { patience = 300, say = console.warn, data } = options;
  const worker = new Worker(module, { name, workerData: data });
  const listening = Promise.withResolvers<void>();
  // Those who call are told; nobody need have called yet.
  listening.promise.catch(() => {});
  // In the order in which the worker comes to them.
  const pending = new Map<number, Pending>();
  let calls = 0;
  let end: Error | undefined;
  // A worker that hangs can't be told from one that is slow, and a thread that is at native code can't be ended: so
  // it is left alone, and people are told.
  let heardAt = performance.now();
  let isListening = false;
  const watch = setInterval(() => {
    const [call] = pending.values();
    const silence = (performance.now() - heardAt) / 1000;
    if ((isListening && call === undefined) || silence < patience) return;
    const work = call === undefined ? "which loads its module" : `at "${call.job}"`;
    say(
      `No word from ${name}, ${work}, for ${silence.toFixed(0)} s: it is slow or hangs. To end it stop ` +
        `the program or the kernel; the next start goes on from what is kept.`,
    );
    heardAt = performance.now();
  }, 1000 * patience / 4).unref();

  const settle = (id: number): Pending => {
    const call = pending.get(id)!;
    pending.delete(id);
    return call;
  };
  const finish = (error: (during: boolean) => Error): void => {
    if (end !== undefined) return;
    end = error(true);
    clearInterval(watch);
    listening.reject(end);
    for (const [position, id] of [...pending.keys()].entries()) settle(id).reject(error(position === 0));
  };
  let reason: string | undefined;
  worker.on("message", (reply: Reply) => {
    // Nobody promises that what a worker sent last arrives before its end.
    if (end !== undefined) return;
    heardAt = performance.now();
    if ("listening" in reply) {
      isListening = true;
      listening.resolve();
    } else if ("alive" in reply) return;
    else if ("error" in reply) settle(reply.id).reject(new Error(`Job failed in ${name}: ${reply.error}`));
    else settle(reply.id).resolve(reply.result as never);
  });
  worker.on("error", (error: Error) => {
    reason = `died: ${error.message}`;
  });
  worker.on("exit", (code: number) => {
    finish((during) => new Death(`${name} ${reason ?? `ended with exit code ${code}`}`, during));
  });

  return {
    get dead() {
      return end !== undefined;
    },
    listening: listening.promise,
    async send(job, payload) {
      if (end !== undefined) throw end;
      const id = calls++;
      if (pending.size === 0) heardAt = performance.now();
      worker.postMessage({ id, job, payload } satisfies Call);
      return await new Promise((resolve, reject) => {
        pending.set(id, { job, resolve, reject });
      });
    },
    end(error) {
      finish(() => error);
      worker.terminate();
    },
  };
}
