/**
 * Trains with a checkpoint after every step; the test kills it half-way. The last argument of the command line is the
 * checkpoint's path.
 * @module
 */
import { openCheckpoints } from "../../lib/runs/mod.ts";
import { localRunner, train } from "../../lib/training/mod.ts";
import { runtime, taskWith } from "./tiny.ts";

const task = taskWith({ steps: 400 });
await train(runtime, task, (buffers) => localRunner(runtime, task, buffers), {
  checkpoints: openCheckpoints(Deno.args[0]!, "a training"),
  checkpointSeconds: 0,
  onProgress: (done) => console.log(done),
});
