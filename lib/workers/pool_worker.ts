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

  /** @param during whether the worker was at this very call, rather than one before it */
  constructor(reason: string, readonly during: boolean) {
    super(reason);
  }
}

/** A worker. */
export interface PoolWorker {
  /** Whether it takes no more calls. */
  readonly dead: boolean;
  /** Resolves when its module is loaded; what is sent before is lost. Rejects with {@linkcode Death}. */
  readonly listening: Promise<void>;
  /** Does a job after those sent before. Rejects if it throws, and with {@linkcode Death} if the worker dies. */
  send<R>(job: string, payload: unknown): Promise<R>;
  /** Ends the worker; calls still open reject with the error. */
  end(error: Error): void;
}

/** How a worker is started and watched. */
export interface WatchOptions {
  /** Seconds without a word, while it has something to do, after which a line is printed. @default 300 */
  readonly patience?: number;
  /** @default console.warn */
  readonly say?: (line: string) => void;
  /** What the worker finds as its `workerData`. */
  readonly data?: unknown;
}

/**
 * Starts a worker of `node:worker_threads`, which unlike the web's reports every end: an uncaught error,
 * `process.exit()`, `Deno.exit()`, a module that can't be loaded, `terminate()`.
 *
 * @param module the worker module, which calls `serve`
 * @param name how errors name the worker
 */
export function startWorker(
  module: URL,
  name: string,
  { patience = 300, say = console.warn, data }: WatchOptions = {},
): PoolWorker {
  const worker = new Worker(module, { name, workerData: data });
  const listening = Promise.withResolvers<void>();
  // Calls reject with it; there need be none yet.
  listening.promise.catch(() => {});
  // The worker answers in the order of the calls.
  const pending: (PromiseWithResolvers<unknown> & { readonly job: string })[] = [];
  let end: Error | undefined;
  // A worker that hangs can't be told from a slow one, and a thread in native code can't be ended: so we only warn.
  let heardAt = performance.now();
  let isListening = false;
  const watch = setInterval(() => {
    const [call] = pending;
    const silence = (performance.now() - heardAt) / 1000;
    if ((isListening && call === undefined) || silence < patience) return;
    const work = call === undefined ? "which loads its module" : `at "${call.job}"`;
    say(
      `No word from ${name}, ${work}, for ${silence.toFixed(0)} s: it is slow or hangs. To end it stop ` +
        `the program or the kernel; the next start goes on from what is kept.`,
    );
    heardAt = performance.now();
  }, 1000 * patience / 4).unref();

  const finish = (error: (during: boolean) => Error): void => {
    if (end !== undefined) return;
    end = error(true);
    clearInterval(watch);
    listening.reject(end);
    pending.forEach((call, position) => call.reject(error(position === 0)));
  };
  let reason: string | undefined;
  worker.on("message", (reply: Reply) => {
    // Its last message may arrive after its end.
    if (end !== undefined) return;
    heardAt = performance.now();
    if ("listening" in reply) {
      isListening = true;
      listening.resolve();
    } else if ("error" in reply) {
      pending.shift()!.reject(new Error(`Job failed in ${name}: ${reply.error}`));
    } else if ("result" in reply) {
      pending.shift()!.resolve(reply.result);
    }
  });
  worker.on("error", (error: Error) => reason = `died: ${error.message}`);
  worker.on("exit", (code: number) => {
    finish((during) => new Death(`${name} ${reason ?? `ended with exit code ${code}`}`, during));
  });

  return {
    get dead() {
      return end !== undefined;
    },
    listening: listening.promise,
    async send<R>(job: string, payload: unknown) {
      if (end !== undefined) throw end;
      if (pending.length === 0) heardAt = performance.now();
      worker.postMessage({ job, payload } satisfies Call);
      const answer = Promise.withResolvers<unknown>();
      pending.push({ job, ...answer });
      return await answer.promise as R;
    },
    end(error) {
      finish(() => error);
      worker.terminate();
    },
  };
}
