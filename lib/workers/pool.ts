/**
 * Workers that take jobs: plain data in, plain data out, large arrays shared. What a job does is up to the worker's
 * module (`serve`). A worker that dies is replaced and its job done again, so jobs must have the same outcome however
 * often they are begun. Idle workers are ended, since notebooks stay open for days, and started again for the next job.
 * @module
 */
import { clearTimeout, setTimeout } from "node:timers";
import { Death, type PoolWorker, startWorker } from "./pool_worker.ts";
import type { Call } from "./serve.ts";

/** A number of workers of one module. */
export interface Pool {
  readonly size: number;
  /** Runs a job on one worker (from 0) or its replacement. Rejects if the job throws. */
  call<R>(worker: number, job: string, payload: unknown): Promise<R>;
  /**
   * Runs one job on every worker. If a worker dies over it, then all run it again, once the others are done and
   * `beforeAgain` is.
   */
  broadcast<R>(job: string, payload: unknown, beforeAgain?: () => Promise<void>): Promise<R[]>;
  /**
   * Runs a job for each payload, the next on the first worker that is free; results in the order of payloads. When
   * a job throws, no more are begun, and the map rejects once those under way are done.
   */
  map<P, R>(job: string, payloads: readonly P[], options?: MapOptions<P, R>): Promise<R[]>;
  /**
   * Makes all workers ready for jobs to come, and each new one before its first job. A worker is ready for one payload
   * of an opening job at a time: a second one waits until the first is closed.
   */
  open(jobs: OpenJobs, payload: unknown): Promise<Opened>;
  /** Ends the workers; calls still running reject. */
  close(): void;
}

/** Options of {@linkcode Pool.map}. */
export interface MapOptions<P, R> {
  /** Called as each payload is handed to a worker, and again if that worker died. */
  readonly onStart?: (index: number) => void;
  /** Called once for each payload, as its result arrives. */
  readonly onResult?: (result: R, payload: P, index: number) => void | Promise<void>;
}

/** The job that makes a worker ready, given a payload, and the one that undoes it, also if the first one threw. */
export interface OpenJobs {
  readonly open: string;
  readonly close: string;
}

/** What all workers are ready for; `close` runs the closing job on every worker. */
export interface Opened {
  close(): Promise<void>;
}

/** What a worker finds as its `workerData`: which it is, from 0, of how many in its pool. */
export interface CrewSeat {
  /** Number of the pool, unique in the process. */
  readonly crew: number;
  readonly workers: number;
  readonly worker: number;
}

/** How a pool treats its workers. */
export interface PoolOptions {
  /** Seconds without a job, and with nothing to be ready for, after which workers are ended, at most a day. @default 60 */
  readonly idleSeconds?: number;
}

interface State extends Call {
  /** The workers that were given it. */
  readonly given: Map<PoolWorker, Promise<void>>;
}

/** How many workers may die over a job. */
const DEATHS = 3;

/** In seconds; timers take no more than some 24 of them. */
const DAY = 24 * 3600;

/**
 * Starts `size` workers.
 *
 * @param module the worker module, which calls `serve`
 * @throws {RangeError} if the size is not a positive integer, or `idleSeconds` is out of range
 */
export function openPool(module: URL, size: number, { idleSeconds = 60 }: PoolOptions = {}): Pool {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot start ${size} workers: expected a positive integer`);
  }
  if (!(idleSeconds > 0 && idleSeconds <= DAY)) {
    throw new RangeError(
      `Cannot end workers after ${idleSeconds} idle seconds: expected more than 0 and at most ${DAY}`,
    );
  }
  const crew = crypto.getRandomValues(new Int32Array(1))[0]!;
  const start = (worker: number): PoolWorker => {
    const data: CrewSeat = { crew, workers: size, worker };
    return startWorker(module, `worker ${worker}`, { data });
  };
  const workers = Array.from({ length: size }, (_, index) => start(index));
  const states = new Set<State>();
  /** For each opening job, when all that was opened with it so far is closed. */
  const turns = new Map<string, Promise<void>>();
  let closed = false;
  let busy = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const restIfIdle = (): void => {
    if (closed || busy > 0 || states.size > 0) return;
    rest = setTimeout(() => {
      for (const worker of workers) worker.end(new Error("Cannot do the job: this worker had nothing to do"));
    }, 1000 * idleSeconds).unref();
  };
  const atWork = async <T>(work: () => Promise<T>): Promise<T> => {
    clearTimeout(rest);
    busy++;
    try {
      return await work();
    } finally {
      busy--;
      restIfIdle();
    }
  };
  /** Worker `index`, ready for calls. A dead one is replaced only now: one that can't live costs no more. */
  const ready = async (index: number): Promise<PoolWorker> => {
    if (closed) throw closedError();
    if (workers[index]!.dead) workers[index] = start(index);
    const worker = workers[index]!;
    await worker.listening;
    for (const { job, payload, given } of states) {
      if (!given.has(worker)) given.set(worker, worker.send(job, payload));
      await given.get(worker);
    }
    return worker;
  };
  const send = async <R>(index: number, job: string, payload: unknown): Promise<R> =>
    (await ready(index)).send<R>(job, payload);
  const everywhere = <T>(act: (index: number) => Promise<T>): Promise<T[]> =>
    allDone(workers.map((_, index) => act(index)));

  restIfIdle();
  return {
    size,
    call: (worker, job, payload) => atWork(() => untilDone(job, () => send(worker, job, payload))),
    broadcast(job, payload, beforeAgain) {
      let begun = 0;
      return atWork(() =>
        untilDone(job, async () => {
          if (begun++ > 0) await beforeAgain?.();
          return await everywhere((index) => send(index, job, payload));
        })
      );
    },
    async map<P, R>(job: string, payloads: readonly P[], { onStart, onResult }: MapOptions<P, R> = {}) {
      const results: R[] = new Array(payloads.length);
      let next = 0;
      const takeJobs = async (worker: number): Promise<void> => {
        while (next < payloads.length) {
          const index = next++;
          const payload = payloads[index]!;
          const result = await untilDone(job, () => {
            onStart?.(index);
            return send<R>(worker, job, payload);
          });
          results[index] = result;
          await onResult?.(result, payload, index);
        }
      };
      const stop = () => next = payloads.length;
      await atWork(() => everywhere((worker) => takeJobs(worker).finally(stop)));
      return results;
    },
    async open({ open, close }, payload) {
      const before = turns.get(open);
      const turn = Promise.withResolvers<void>();
      turns.set(open, turn.promise);
      await before;
      const state: State = { job: open, payload, given: new Map() };
      states.add(state);
      const opened: Opened = {
        async close() {
          states.delete(state);
          const alive = workers.filter((worker) => state.given.delete(worker) && !worker.dead);
          const closing = (worker: PoolWorker) => worker.send(close, undefined).catch(ignoreDeath);
          await atWork(() => allDone(alive.map(closing))).finally(turn.resolve);
        },
      };
      try {
        await atWork(() => everywhere((index) => untilDone(open, () => ready(index))));
      } catch (error) {
        await opened.close().catch(() => {});
        throw error;
      }
      return opened;
    },
    close() {
      closed = true;
      clearTimeout(rest);
      for (const worker of workers) worker.end(closedError());
    },
  };
}

const closedError = (): Error => new Error("Cannot do any more jobs: the pool was closed");

/** A worker that dies needs no closing. */
function ignoreDeath(error: unknown): void {
  if (!(error instanceof Death)) throw error;
}

/** Waits for all, so that nothing goes on after it rejects. */
async function allDone<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

/** Tries again whenever a worker dies. Counts only deaths during this job, not during one before it. */
async function untilDone<T>(job: string, attempt: () => Promise<T>): Promise<T> {
  for (let deaths = 0;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      if (error.during && ++deaths === DEATHS) {
        throw new Error(`Cannot do "${job}": ${deaths} workers died over it, at last: ${error.message}`);
      }
    }
  }
}
