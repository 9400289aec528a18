/** A worker for the tests of the pool; it needs a while before it listens, as one that loads a library does. */
import { exit } from "node:process";
import { serve } from "../../lib/workers/serve.ts";

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
await pause(20);

/** The ways in which a worker can end. */
export type Way = "uncaught" | "rejection" | "Deno.exit" | "process.exit";

async function die(how: Way): Promise<void> {
  if (how === "Deno.exit") Deno.exit(3);
  if (how === "process.exit") exit(3);
  if (how === "rejection") void Promise.reject(new Error("worn out"));
  setTimeout(() => {
    throw new Error("worn out");
  }, 1);
  await pause(60_000);
}

let calls = 0;
let held: string[] = [];
function open([value, opened]: readonly [string, Int32Array]): void {
  Atomics.add(opened, 0, 1);
  if (value === "refuse") throw new Error("refused");
  held = [...held, value];
}

serve({
  double: (value: number) => 2 * value,
  async slowDouble([value, milliseconds]: readonly [number, number]) {
    await pause(milliseconds);
    return 2 * value;
  },
  countCalls: () => ++calls,
  fail(message: string) {
    throw new RangeError(message);
  },
  async failLater(message: string) {
    await pause(1);
    throw new Error(message);
  },
  failOddly() {
    throw "a string";
  },
  async slowly(steps: number, tellAlive) {
    for (let step = 0; step < steps; step++) {
      await pause(200);
      tellAlive();
    }
    return steps;
  },
  add(values: Int32Array) {
    for (let i = 0; i < 1000; i++) Atomics.add(values, 0, 1);
  },
  /** Dies in the given way if there is a life left in `lives` to take, else answers with what it is ready for. */
  async dieOnce([how, lives]: readonly [Way, Int32Array]) {
    if (Atomics.sub(lives, 0, 1) > 0) await die(how);
    return held;
  },
  async slowDoubleOrDie([value, milliseconds, lives]: readonly [number, number, Int32Array]) {
    await pause(milliseconds);
    if (Atomics.sub(lives, 0, 1) > 0) await die("uncaught");
    return 2 * value;
  },
  async slowDoubleOrFail([value, milliseconds, fails]: readonly [number, number, boolean]) {
    await pause(milliseconds);
    if (fails) throw new Error("no such luck");
    return 2 * value;
  },
  /** Counts those who are inside for a while, but for those who die. */
  async stayOrDie([lives, inside]: readonly [Int32Array, Int32Array]) {
    if (Atomics.sub(lives, 0, 1) > 0) await die("uncaught");
    Atomics.add(inside, 0, 1);
    await pause(50);
    Atomics.sub(inside, 0, 1);
    return true;
  },
  open,
  openMore: open,
  close() {
    held = held.slice(1);
  },
  held: () => held,
  /** Says that it began, waits until it may go on, says that it ended. */
  block(cells: Int32Array) {
    Atomics.store(cells, 0, 1);
    Atomics.notify(cells, 0);
    Atomics.wait(cells, 1, 0);
    Atomics.store(cells, 2, 1);
    Atomics.notify(cells, 2);
  },
});
