/** Goes on from a checkpoint and saves one after the other without end: a process to be killed by a test. */
import { openCheckpoints } from "../../lib/runs/checkpoint.ts";

const checkpoints = openCheckpoints(Deno.args[0]!, "kind/0123456789abcdef");
const first = ((await checkpoints.load())?.step ?? 0) + 1;
for (let step = first;; step++) {
  await checkpoints.save(step, { weights: new Float32Array(100_000).fill(step) }, { step });
  if (step === first) console.log("saved");
}
