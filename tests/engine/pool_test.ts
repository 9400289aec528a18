import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { openPool, type Pool } from "../../lib/engine/pool.ts";

const module = new URL("pool_worker.ts", import.meta.url);

/** Gives `use` a pool and ends it afterwards. */
async function withPool(size: number, use: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = openPool(module, size);
  try {
    await use(pool);
  } finally {
    pool.close();
  }
}

/** Fails after five seconds, so that a call that hangs shows as that. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError("The call hangs")), 5000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

Deno.test("openPool() refuses sizes that are no positive integers", () => {
  for (const size of [0, -1, 1.5, NaN]) assertThrows(() => openPool(module, size), RangeError, `${size}`);
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

Deno.test("map() passes on what jobs send word of", () =>
  withPool(2, async (pool) => {
    const notes: unknown[][] = [[], []];
    const payloads = [["a", "b", "c"], ["d"]];
    const results = await soon(
      pool.map("tell", payloads, { onNote: (note, index) => notes[index]!.push(note) }),
    );
    assertEquals(results, [3, 1]);
    assertEquals(notes, payloads);
  }));

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
    await assertRejects(() => soon(pool.call(0, "unheard of", 0)), Error, "Job failed in worker 0");
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

Deno.test("call() rejects when its worker dies, at once and afterwards; others live on", () =>
  withPool(2, async (pool) => {
    await assertRejects(() => soon(pool.call(1, "die", "worn out")), Error, "Worker 1 died");
    await assertRejects(() => soon(pool.call(1, "double", 1)), Error, "Worker 1 died");
    await assertRejects(() => soon(pool.broadcast("double", 1)), Error, "worn out");
    assertEquals(await soon(pool.call(0, "double", 1)), 2);
  }));

Deno.test("call() rejects when its worker closes itself", () =>
  withPool(1, async (pool) => {
    await assertRejects(() => soon(pool.call(0, "close", undefined)), Error, "Worker 0");
  }));

Deno.test("call() rejects if the worker's module can't be loaded", async () => {
  const pool = openPool(new URL("no_such_module.ts", import.meta.url), 1);
  await assertRejects(() => soon(pool.call(0, "double", 1)), Error, "Worker 0 died");
  pool.close();
});

Deno.test("call() rejects if the payload can't be sent", () =>
  withPool(1, async (pool) => {
    await assertRejects(() => soon(pool.call(0, "double", () => 1)), Error);
    assertEquals(await soon(pool.call(0, "double", 3)), 6);
  }));

Deno.test("close() rejects the calls that are under way", async () => {
  const pool = openPool(module, 1);
  const call = pool.call(0, "slowDouble", [1, 60_000]);
  pool.close();
  await assertRejects(() => soon(call), Error, "Worker 0 was ended");
});

Deno.test("call() rejects after close()", async () => {
  const pool = openPool(module, 1);
  pool.close();
  await assertRejects(() => soon(pool.call(0, "double", 1)), Error, "Worker 0 was ended");
});
