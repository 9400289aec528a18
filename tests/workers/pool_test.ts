import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { openPool, type Pool, type PoolOptions } from "../../lib/workers/mod.ts";
import { integer, prng } from "../../lib/random.ts";
import type { Way } from "./test_worker.ts";
import { type Watched, watchWorkers } from "./watch_workers.ts";

const module = new URL("test_worker.ts", import.meta.url);
const jobs = { open: "open", close: "close" };
const wornOut = "worker 0 died: worn out";

/** How many workers a job may kill, in memory that all share. */
function lives(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4)).fill(count);
}

/** Waits until a cell is no longer zero. */
async function changed(cells: Int32Array, at: number): Promise<void> {
  await soon(Promise.resolve(Atomics.waitAsync(cells, at, 0).value));
}

/** Gives `use` a pool and its workers, and ends it afterwards. */
async function withPool(
  size: number,
  use: (pool: Pool, workers: Watched) => Promise<void>,
  options: PoolOptions = {},
): Promise<void> {
  using workers = watchWorkers();
  const pool = openPool(module, size, options);
  try {
    await use(pool, workers);
  } finally {
    pool.close();
  }
}

/** Fails after half a minute, so that a call that hangs shows as that, and a busy machine does not. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError("The call hangs")), 30_000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

Deno.test("openPool() refuses sizes that are no positive integers, and idle times out of range", () => {
  for (const size of [0, -1, 1.5, NaN]) assertThrows(() => openPool(module, size), RangeError, `${size}`);
  for (const idleSeconds of [0, -1, NaN, Infinity]) {
    assertThrows(() => openPool(module, 1, { idleSeconds }), RangeError, `after ${idleSeconds} idle seconds`);
  }
});

Deno.test("call() reaches a worker that is not yet listening", () =>
  withPool(2, async (pool) => {
    assertEquals(pool.size, 2);
    const answers = [pool.call(0, "double", 4), pool.call(1, "double", 5), pool.call(0, "double", 6)];
    assertEquals(await soon(Promise.all(answers)), [8, 10, 12]);
  }));

Deno.test("broadcast() runs the job once on every worker", () =>
  withPool(3, async (pool) => {
    assertEquals(await soon(pool.broadcast("countCalls", undefined)), [1, 1, 1]);
    assertEquals(await soon(pool.broadcast("countCalls", undefined)), [2, 2, 2]);
  }));

Deno.test("map() gives results in the order of payloads, whoever is first", () =>
  withPool(2, async (pool) => {
    const payloads = [[1, 80], [2, 0], [3, 20], [4, 0], [5, 0]] as const;
    const started: number[] = [];
    const arrived: [number, number][] = [];
    const results = await soon(pool.map("slowDouble", payloads, {
      onStart: (index) => started.push(index),
      onResult: (result: number, [value], index) => {
        assertEquals([result, value], [2 * payloads[index]![0], payloads[index]![0]]);
        arrived.push([index, result]);
      },
    }));
    assertEquals(results, [2, 4, 6, 8, 10]);
    assertEquals(started, [0, 1, 2, 3, 4]);
    assertEquals(arrived.toSorted(([a], [b]) => a - b).map(([, result]) => result), results);
    // The first takes longest: the other worker did others meanwhile.
    assert(arrived[0]![0] !== 0);
  }));

Deno.test("map() of nothing gives nothing", () =>
  withPool(2, async (pool) => assertEquals(await soon(pool.map("double", [])), [])));

Deno.test("map() rejects if onResult does", () =>
  withPool(2, async (pool) => {
    const onResult = () => Promise.reject(new RangeError("on purpose"));
    await assertRejects(() => soon(pool.map("double", [1, 2, 3], { onResult })), RangeError, "on purpose");
  }));

Deno.test("call() rejects with the message of a job that throws, and the worker lives on", () =>
  withPool(1, async (pool) => {
    for (const job of ["fail", "failLater"]) {
      const call = () => soon(pool.call(0, job, "no such luck"));
      const error = await assertRejects(call, Error, "no such luck");
      assertStringIncludes(error.message, "Job failed in worker 0");
    }
    await assertRejects(() => soon(pool.call(0, "failOddly", 0)), Error, "a string");
    await assertRejects(() => soon(pool.call(0, "unheard of", 0)), Error, 'found "unheard of"');
    assertEquals(await soon(pool.call(0, "double", 1)), 2);
  }));

Deno.test("call() waits for the calls before it on the same worker", () =>
  withPool(1, async (pool) => {
    const finished: number[] = [];
    const call = (value: number, milliseconds: number) =>
      pool.call(0, "slowDouble", [value, milliseconds]).then(() => finished.push(value));
    await soon(Promise.all([call(1, 30), call(2, 0), call(3, 10)]));
    assertEquals(finished, [1, 2, 3]);
  }));

Deno.test("call() shares memory with the workers", () =>
  withPool(2, async (pool) => {
    const values = new Int32Array(new SharedArrayBuffer(4));
    await soon(pool.broadcast("add", values));
    assertEquals(values[0], 2000);
  }));

Deno.test("call() is done again when its worker dies, whichever way; others live on", () =>
  withPool(2, async (pool) => {
    for (const how of ["uncaught", "rejection", "Deno.exit", "process.exit"] satisfies Way[]) {
      assertEquals(await soon(pool.call(1, "dieOnce", [how, lives(1)])), []);
      // A new worker has counted nothing.
      assertEquals(await soon(pool.call(1, "countCalls", undefined)), 1, how);
    }
    await soon(pool.call(0, "countCalls", undefined));
    assertEquals(await soon(pool.call(0, "countCalls", undefined)), 2);
  }));

Deno.test("call() is done again when its worker is terminated, be it at work or idle", () =>
  withPool(1, async (pool, workers) => {
    const cells = new Int32Array(new SharedArrayBuffer(12));
    const call = pool.call(0, "block", cells);
    await changed(cells, 0);
    workers[0]!.terminate();
    Atomics.store(cells, 1, 1);
    await soon(call);
    workers[0]!.terminate();
    assertEquals(await soon(pool.call(0, "double", 2)), 4);
    // The blocked one, which nobody listens to any more, is let go.
    Atomics.notify(cells, 1);
  }));

Deno.test("call() gives up a job over which three workers died, and the pool lives on", () =>
  withPool(2, async (pool) => {
    const left = lives(100);
    const error = await assertRejects(() => soon(pool.call(0, "dieOnce", ["uncaught", left])), Error);
    assertEquals(error.message, `Cannot do "dieOnce": 3 workers died over it, at last: ${wornOut}`);
    assertEquals(left[0], 97);
    await assertRejects(
      () => soon(pool.call(0, "dieOnce", ["Deno.exit", left])),
      Error,
      "at last: worker 0 ended with exit code 3",
    );
    assertEquals(await soon(pool.call(0, "double", 1)), 2);
  }));

Deno.test("call() does not suffer from a job before it that kills its worker again and again", () =>
  withPool(1, async (pool) => {
    const killer = pool.call(0, "dieOnce", ["uncaught", lives(100)]);
    const after = pool.call(0, "double", 1);
    await assertRejects(() => soon(killer), Error, "3 workers died");
    assertEquals(await soon(after), 2);
  }));

Deno.test("call(), broadcast(), map() and open() reject if the worker's module throws", async () => {
  const pool = openPool(new URL("broken_worker.ts", import.meta.url), 2);
  const acts: (() => Promise<unknown>)[] = [
    () => pool.call(0, "double", 1),
    () => pool.broadcast("double", 1),
    () => pool.map("double", [1, 2, 3]),
    () => pool.open({ open: "double", close: "double" }, 1),
  ];
  for (const act of acts) {
    const error = await assertRejects(() => soon(act()), Error, 'Cannot do "double": 3 workers died');
    assertStringIncludes(error.message, "worker 0 died: broken on purpose");
  }
  pool.close();
});

Deno.test("call() rejects if there is no such module", async () => {
  const pool = openPool(new URL("no_such_module.ts", import.meta.url), 1);
  await assertRejects(() => soon(pool.call(0, "double", 1)), Error, "3 workers died");
  pool.close();
});

Deno.test("map() gives the same results whichever jobs kill their workers, and whenever", () =>
  withPool(2, async (pool) => {
    const rng = prng(1, "deaths");
    for (let round = 0; round < 3; round++) {
      const started = new Array(8).fill(0);
      const arrived: number[] = [];
      const payloads = started.map((_, index) => [index, integer(rng, 5), lives(integer(rng, 3))] as const);
      const deaths = payloads.map(([, , left]) => left[0]!);
      const results = await soon(pool.map("slowDoubleOrDie", payloads, {
        onStart: (index) => started[index]++,
        onResult: (_, [value]) => void arrived.push(value),
      }));
      assertEquals(results, payloads.map(([value]) => 2 * value));
      assertEquals(started, deaths.map((count) => count + 1));
      assertEquals(arrived.toSorted((a, b) => a - b), payloads.map(([value]) => value));
    }
  }));

Deno.test("map() begins no more when a job throws, and rejects when those under way are done", () =>
  withPool(2, async (pool) => {
    const started: number[] = [];
    const arrived: number[] = [];
    const payloads = [[0, 60, false], [1, 0, true], [2, 0, false], [3, 0, false]];
    const map = () =>
      soon(pool.map("slowDoubleOrFail", payloads, {
        onStart: (index) => started.push(index),
        onResult: (result: number) => void arrived.push(result),
      }));
    await assertRejects(map, Error, "no such luck");
    assertEquals([started, arrived], [[0, 1], [0]]);
    assertEquals(await soon(pool.map("double", [1, 2, 3])), [2, 4, 6]);
  }));

Deno.test("broadcast() is done by all again when one dies, after the others are done", () =>
  withPool(3, async (pool) => {
    const left = lives(2);
    const inside = new Int32Array(new SharedArrayBuffer(4));
    let again = 0;
    const results = await soon(pool.broadcast("stayOrDie", [left, inside], () => {
      // Whoever lives has left.
      assertEquals(inside[0], 0);
      again++;
      return Promise.resolve();
    }));
    assertEquals(results, [true, true, true]);
    // Two may have died at the same time.
    assert(again === 1 || again === 2);
  }));

Deno.test("broadcast() rejects if what is to be done before it is done again does", () =>
  withPool(2, async (pool) => {
    const beforeAgain = () => Promise.reject(new RangeError("on purpose"));
    const broadcast = pool.broadcast("dieOnce", ["uncaught", lives(1)], beforeAgain);
    await assertRejects(() => soon(broadcast), RangeError, "on purpose");
  }));

Deno.test("open() holds for all workers, and for those in the place of dead ones, until it is closed", () =>
  withPool(2, async (pool, workers) => {
    const opened = new Int32Array(new SharedArrayBuffer(4));
    const first = await soon(pool.open(jobs, ["first", opened]));
    const second = await soon(pool.open({ open: "openMore", close: "close" }, ["second", opened]));
    assertEquals(opened[0], 4);
    assertEquals(await soon(pool.call(0, "dieOnce", ["uncaught", lives(2)])), ["first", "second"]);
    workers[1]!.terminate();
    assertEquals(await soon(pool.broadcast("held", undefined)), [["first", "second"], ["first", "second"]]);
    assertEquals(opened[0], 10);
    await soon(first.close());
    await soon(first.close());
    assertEquals(await soon(pool.call(1, "dieOnce", ["uncaught", lives(1)])), ["second"]);
    assertEquals(await soon(pool.broadcast("held", undefined)), [["second"], ["second"]]);
    await soon(second.close());
    assertEquals(await soon(pool.broadcast("held", undefined)), [[], []]);
    assertEquals(await soon(pool.call(0, "dieOnce", ["uncaught", lives(1)])), []);
  }));

Deno.test("open() waits until what the same job opened before is closed, also if that was refused", () =>
  withPool(2, async (pool) => {
    const opened = new Int32Array(new SharedArrayBuffer(4));
    const first = await soon(pool.open(jobs, ["first", opened]));
    const refused = pool.open(jobs, ["refuse", opened]);
    const third = pool.open(jobs, ["third", opened]);
    assertEquals(await soon(pool.broadcast("held", undefined)), [["first"], ["first"]]);
    await soon(first.close());
    await assertRejects(() => soon(refused), Error, "refused");
    await soon(third);
    assertEquals(await soon(pool.broadcast("held", undefined)), [["third"], ["third"]]);
  }));

Deno.test("open() survives the death of workers that are opening", () =>
  withPool(2, async (pool) => {
    await soon(pool.open({ open: "dieOnce", close: "close" }, ["uncaught", lives(2)]));
    assertEquals(await soon(pool.call(0, "double", 1)), 2);
  }));

Deno.test("open() rejects if its job throws, and nothing stays open", () =>
  withPool(2, async (pool) => {
    const opened = new Int32Array(new SharedArrayBuffer(4));
    await assertRejects(() => soon(pool.open(jobs, ["refuse", opened])), Error, "refused");
    assertEquals(await soon(pool.broadcast("held", undefined)), [[], []]);
    assertEquals(opened[0], 2);
  }));

Deno.test("call() rejects if the payload can't be sent", () =>
  withPool(1, async (pool) => {
    await assertRejects(() => soon(pool.call(0, "double", () => 1)), Error);
    assertEquals(await soon(pool.call(0, "double", 3)), 6);
  }));

Deno.test("close() rejects the calls that are under way, and those afterwards", async () => {
  const pool = openPool(module, 2);
  const opened = await soon(pool.open(jobs, ["one", new Int32Array(1)]));
  const calls = [
    pool.call(0, "slowDouble", [1, 60_000]),
    pool.map("slowDouble", [[1, 60_000], [2, 60_000], [3, 60_000]]),
    pool.broadcast("slowDouble", [1, 60_000]),
  ];
  pool.close();
  for (const call of calls) await assertRejects(() => soon(call), Error, "the pool was closed");
  await assertRejects(() => soon(pool.call(0, "double", 1)), Error, "the pool was closed");
  await soon(opened.close());
  pool.close();
});

Deno.test("close() rejects calls that wait for workers to be loaded", async () => {
  const pool = openPool(module, 1);
  const call = pool.call(0, "double", 1);
  pool.close();
  await assertRejects(() => soon(call), Error, "the pool was closed");
});

Deno.test("a pool ends workers that have nothing to do, and starts others for the next job", () =>
  withPool(2, async (pool, workers) => {
    const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
    assertEquals(await soon(pool.broadcast("countCalls", undefined)), [1, 1]);
    await pause(400);
    assertEquals(workers.length, 0);
    assertEquals(await soon(pool.map("double", [1, 2, 3])), [2, 4, 6]);
    assertEquals(workers.length, 2);

    // A job that takes longer than the rest allowed keeps them, though another ends before it...
    const calls = [pool.call(0, "double", 1), pool.call(1, "slowDouble", [4, 400])];
    assertEquals(await soon(Promise.all(calls)), [2, 8]);
    // ... and so does what they are ready for.
    const opened = await soon(
      pool.open({ open: "open", close: "close" }, ["a", new Int32Array(new SharedArrayBuffer(4))]),
    );
    await pause(400);
    assertEquals(workers.length, 2);
    assertEquals(await soon(pool.broadcast("held", undefined)), [["a"], ["a"]]);
    await opened.close();
    await pause(400);
    assertEquals(workers.length, 0);
  }, { idleSeconds: 0.1 }));
