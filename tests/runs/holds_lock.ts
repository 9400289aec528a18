/** Holds a lock until it is killed. */
import { exclusively } from "../../lib/runs/lock.ts";

await exclusively(Deno.args[0]!, () => {
  console.log("held");
  return new Promise(() => setInterval(() => {}, 1000));
}, () => {});
