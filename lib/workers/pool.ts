/**
 * Workers that each load TensorFlow with one thread and take jobs: plain data in, plain data out, large arrays
 * shared. What a job does is the worker module's business (`serve`). A worker that dies is replaced and
 * its job done again, so jobs must have the same outcome however often they are begun. Workers that have nothing to do
 * for a while are ended, for notebooks stay open for days, and started again when there is.
 * @module
 */
import { clearTimeout, setTimeout } from "node:timers";
import { type CrewSeat, newCrew } from "./crew.ts";
import { Death, type PoolWorker, startWorker } from "./pool_worker.ts";

/** A number of workers of one module. */
export interface Pool {
  readonly size: number;
  /** Runs a job on one worker (from 0), or the one in its place. Rejects if the job throws. */
  call<R>(worker: number, job: string, payload: unknown): Promise<R>;
  /**
   * Runs one job on every worker. If a worker dies over it, then all run it again, after the others are done.
   *
   * @param beforeAgain called before each time but the first
   */
  broadcast<R>(job: string, payload: unknown, beforeAgain?: () => Promise<void>): Promise<R[]>;
  /**
   * Runs a job for each payload, the next on the first worker that is free; results in the order of payloads. When
   * a job throws, no more are begun, and the map rejects once those under way are done.
   */
  map<P, R>(job: string, payloads: readonly P[], options?: MapOptions<P, R>): Promise<R[]>;
  /**
   * Makes all workers ready for jobs to come, and each new one before its first job. A worker can be ready for one payload
   * of a job at a time: a second one waits until the first is closed.
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

/**
 * The job that makes a worker ready, given a payload, and the one that undoes it, given nothing; that one must bear
 * that the other threw.
 */
export interface OpenJobs {
  readonly open: string;
  readonly close: string;
}

/** What all workers are ready for. */
export interface Opened {
  /** Runs the closing job on every worker. */
  close(): Promise<void>;
}

interface State {
  readonly job: string;
  readonly payload: unknown;
  /** The workers that were given it. */
  readonly given: Map<PoolWorker, Promise<void>>;
}

/** How many workers may die over a job. */
const DEATHS = 3;

/** In seconds; timers take no more than some 24 of them. */
const DAY = 24 * 3600;

/** How a pool treats its workers. */
export interface PoolOptions {
  /** Seconds without a job, and with nothing to be ready for, after which workers are ended, at most a day. @default 60 */
  readonly idleSeconds?: number;
}

/**
 * Starts workers.
 *
 * @param module the worker module, which calls `serve`
 * @param size number of workers
 * @throws {RangeError} if the size is not a positive integer, or `idleSeconds` is out of range
 */
export function openPool(
  module: URL,
  size: number,
  { idleSeconds = 60 }: PoolOptions = {},
): Pool {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot start ${size} workers: expected a positive integer`);
  }
  if (!(idleSeconds > 0 && idleSeconds <= DAY)) {
    throw new RangeError(
      `Cannot end workers after ${idleSeconds} idle seconds: expected more than 0 and at most ${DAY}`,
    );
  }
  const crew = newCrew();
  const start = (index: number): PoolWorker =>
    startWorker(module, `worker ${index}`, {
      data: { crew, workers: size, worker: index } satisfies CrewSeat,
    });
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
  const give = (worker: PoolWorker, state: State): Promise<void> => {
    const given = state.given.get(worker) ?? worker.send<void>(state.job, state.payload);
    state.given.set(worker, given);
    return given;
  };
  /** The worker of a place, ready for calls. A dead one is replaced only now: one that can't live costs no more. */
  const ready = async (index: number): Promise<PoolWorker> => {
    if (closed) throw closedError();
    if (workers[index]!.dead) workers[index] = start(index);
    const worker = workers[index]!;
    await worker.listening;
    for (const state of states) await give(worker, state);
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
    broadcast: (job, payload, beforeAgain) =>
      atWork(() =>
        untilDone(job, async (time) => {
          if (time > 1) await beforeAgain?.();
          return await everywhere((index) => send(index, job, payload));
        })
      ),
    async map<P, R>(job: string, payloads: readonly P[], options: MapOptions<P, R> = {}) {
      const { onStart, onResult } = options;
      const results: R[] = new Array(payloads.length);
      let next = 0;
      const one = async (worker: number, index: number): Promise<void> => {
        const payload = payloads[index]!;
        const result = await untilDone(job, () => {
          onStart?.(index);
          return send<R>(worker, job, payload);
        });
        results[index] = result;
        await onResult?.(result, payload, index);
      };
      await atWork(() =>
        everywhere(async (worker) => {
          try {
            while (next < payloads.length) await one(worker, next++);
          } catch (error) {
            next = payloads.length;
            throw error;
          }
        })
      );
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
          // A worker that dies needs closing no more.
          try {
            await atWork(() =>
              allDone(alive.map((worker) => worker.send(close, undefined).catch(ignoreDeath)))
            );
          } finally {
            turn.resolve();
          }
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

function ignoreDeath(error: unknown): void {
  if (!(error instanceof Death)) throw error;
}

/** Waits for all, so that nothing goes on behind the back of whoever is told that one rejected. */
async function allDone<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

/**
 * Tries again whenever a worker dies. Counts only deaths during this job, so that it does not suffer from one that
 * stands before it.
 *
 * @param attempt is told how often it was called
 */
async function untilDone<T>(job: string, attempt: (time: number) => Promise<T>): Promise<T> {
  for (let time = 1, deaths = 0;; time++) {
    try {
      return await attempt(time);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      if (error.during && ++deaths === DEATHS) {
        throw new Error(`Cannot do "${job}": ${deaths} workers died over it, at last: ${error.message}`);
      }
    }
  }
}
