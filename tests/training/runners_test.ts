import { assertEquals } from "@std/assert";
import { openPool } from "../../lib/engine/mod.ts";
import {
  localRunner,
  poolRunner,
  train,
  type TrainingBuffers,
  type TrainOptions,
} from "../../lib/training/mod.ts";
import { runtime, taskWith } from "./tiny.ts";

const worker = new URL("../../lib/training/worker.ts", import.meta.url);
const task = taskWith({ statistics: "running", ghosts: { count: 5, size: 4, masks: "ghost" } });

Deno.test("poolRunner() trains to the same bits as localRunner(), with one worker and with two", async () => {
  const outcome = async (
    openRunner: (buffers: TrainingBuffers) => ReturnType<typeof poolRunner> | ReturnType<typeof localRunner>,
    options: TrainOptions = {},
  ) => {
    const { weights, statistics, curve } = await train(runtime, task, openRunner, options);
    return { weights, statistics, curve };
  };
  const local = await outcome((buffers) => localRunner(runtime, task, buffers));
  for (const size of [1, 2]) {
    const pool = openPool(worker, size);
    try {
      const pooled = (buffers: TrainingBuffers) => poolRunner(pool, task, buffers);
      assertEquals(await outcome(pooled), local);
      // A pool can be used again.
      assertEquals(await outcome(pooled), local);
    } finally {
      pool.close();
    }
  }
});
