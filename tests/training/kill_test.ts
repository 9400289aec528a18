import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { openCheckpoints } from "../../lib/runs/mod.ts";
import { localRunner, train, type TrainOptions } from "../../lib/training/mod.ts";
import { inFolder } from "../runs/folder.ts";
import { runtime, taskWith } from "./tiny.ts";

const task = taskWith({ steps: 400 });
const run = (options: TrainOptions = {}) =>
  train(runtime, task, (buffers) => localRunner(runtime, task, buffers), options);

/** Starts the training in a process of its own and kills it as soon as it has done some steps. */
async function trainUntilKilled(checkpoint: string, steps: number): Promise<void> {
  const graph = fileURLToPath(new URL("until_killed.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-all", graph, checkpoint],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (text.trim().split("\n").some((line) => Number(line) >= steps)) break;
  }
  child.kill("SIGKILL");
  await child.status;
}

Deno.test("a training that is killed and started again ends with the bits of one that was not", async () => {
  await inFolder(async (folder) => {
    const checkpoint = `${folder}/killed`;
    await trainUntilKilled(checkpoint, 40);
    const saved = await openCheckpoints(checkpoint, "a training").load();
    assert(saved !== undefined && saved.step >= 38 && saved.step < 400, `found step ${saved?.step}`);
    const [whole, continued] = [
      await run(),
      await run({ checkpoints: openCheckpoints(checkpoint, "a training") }),
    ];
    assertEquals(continued.weights, whole.weights);
    assertEquals(continued.curve, whole.curve);
  });
});
