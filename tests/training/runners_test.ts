import { planOf } from "../../lib/graph/mod.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { openPool, type Pool } from "../../lib/workers/mod.ts";
import { integer, prng } from "../../lib/random.ts";
import {
  localRunner,
  makeBuffers,
  poolRunner,
  type StepRunner,
  train,
  type TrainingBuffers,
} from "../../lib/training/mod.ts";
import { type Watched, watchWorkers } from "../workers/watch_workers.ts";
import type { StubbornTask } from "./stubborn_worker.ts";
import { runtime, taskWith } from "./tiny.ts";

const worker = new URL("../../lib/training/worker.ts", import.meta.url);
const task = taskWith({ statistics: "running", ghosts: { count: 5, size: 4, masks: "ghost" } });

/** All that a training leaves, its arrays as digests, since a difference between long arrays takes minutes to print. */
async function outcome(openRunner: (buffers: TrainingBuffers) => StepRunner | Promise<StepRunner>) {
  const { weights, statistics, curve } = await train(runtime, task, openRunner);
  return { weights: digest(weights), statistics: digest(statistics), curve };
}

function digest({ buffer, byteOffset, byteLength }: Float32Array): string {
  return createHash("sha256").update(new Uint8Array(buffer, byteOffset, byteLength)).digest("hex");
}

const undisturbed = await outcome((buffers) => localRunner(runtime, task, buffers));

/** Gives `use` a pool and its workers, and ends it afterwards. */
async function withPool(module: URL, size: number, use: (pool: Pool, workers: Watched) => Promise<void>) {
  using workers = watchWorkers();
  const pool = openPool(module, size);
  try {
    await use(pool, workers);
  } finally {
    pool.close();
  }
}

Deno.test("poolRunner() trains to the same bits as localRunner(), with one worker and with two", async () => {
  for (const size of [1, 2]) {
    await withPool(worker, size, async (pool) => {
      const pooled = (buffers: TrainingBuffers) => poolRunner(runtime, pool, task, buffers);
      assertEquals(await outcome(pooled), undisturbed);
      // A pool can be used again.
      assertEquals(await outcome(pooled), undisturbed);
    });
  }
});

Deno.test("poolRunner() trains to the same bits whichever workers are killed, and whenever", async () => {
  for (const [seed, size] of [[1, 2], [2, 1]] as const) {
    const rng = prng(seed, "deaths");
    let killed = 0;
    await withPool(worker, size, async (pool, workers) => {
      const kill = () => {
        workers[integer(rng, workers.length)]?.terminate();
        killed++;
      };
      const disturbed = async (buffers: TrainingBuffers): Promise<StepRunner> => {
        const runner = await poolRunner(runtime, pool, task, buffers);
        return {
          ...runner,
          async run(step) {
            if (step % 4 !== seed) return await runner.run(step);
            const running = Promise.resolve(runner.run(step));
            // From before the step's message is sent until after the step, and at times between two steps.
            const delay = integer(rng, 4);
            if (delay === 0) kill();
            else if (delay === 3) await running.then(kill);
            else setTimeout(kill, delay);
            await running;
          },
        };
      };
      assertEquals(await outcome(disturbed), undisturbed);
    });
    assertEquals(killed, 3, `seed ${seed}`);
  }
});

Deno.test("poolRunner() trains to the same bits when workers are killed in the middle of a step", async () => {
  const { buffers, cells, stubborn } = stubbornTraining(1);
  await withPool(new URL("stubborn_worker.ts", import.meta.url), 2, async (pool, workers) => {
    const runner = await poolRunner(runtime, pool, stubborn, buffers);
    const first = runner.run(0);
    await Atomics.waitAsync(cells, 1, 0).value;
    // The held one is one of these; that the other dies, too, does no harm.
    for (const held of [...workers]) held.terminate();
    await first;
    assertEquals([...buffers.losses], [1, 2, 3, 4]);
    await runner.run(1);

    // The one that was held goes on with step 0, though it was terminated, and nobody minds.
    Atomics.store(cells, 2, 1);
    Atomics.notify(cells, 2);
    await Atomics.waitAsync(cells, 3, 0).value;
    assertEquals([...buffers.losses], [101, 102, 103, 104]);
    await runner.close();
  });
});

Deno.test("poolRunner() rejects when the workers die over a step again and again", async () => {
  const { buffers, cells, stubborn } = stubbornTraining(100);
  await withPool(new URL("stubborn_worker.ts", import.meta.url), 1, async (pool, workers) => {
    const runner = await poolRunner(runtime, pool, stubborn, buffers);
    const step = runner.run(0);
    for (let death = 0; death < 3; death++) {
      await Atomics.waitAsync(cells, 1, death).value;
      workers[0]!.terminate();
    }
    await assertRejects(() => step as Promise<void>, Error, 'Cannot do "trainStep": 3 workers died over it');
    Atomics.store(cells, 2, 1);
    Atomics.notify(cells, 2);
    await runner.close();
  });
});

/** A training of four ghost batches for the stubborn worker, `held` of which are held up. */
function stubbornTraining(held: number) {
  const cells = new Int32Array(new SharedArrayBuffer(16));
  cells[0] = held;
  const stubborn: StubbornTask = { ...taskWith({ ghosts: { count: 4, size: 4, masks: "ghost" } }), cells };
  return { buffers: makeBuffers(runtime, planOf(stubborn.network), 4), cells, stubborn };
}
