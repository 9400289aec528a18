/** A worker for the tests of the pool; it needs a while before it listens, as one that loads a library does. */
import { serve } from "../../lib/engine/pool.ts";

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
await pause(50);

let calls = 0;
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
  async tell(words: readonly string[], note) {
    for (const word of words) {
      note(word);
      await pause(1);
    }
    return words.length;
  },
  add(values: Int32Array) {
    for (let i = 0; i < 1000; i++) Atomics.add(values, 0, 1);
  },
  /** Dies of an error that no job catches, while the call is under way. */
  async die(message: string) {
    setTimeout(() => {
      throw new Error(message);
    }, 1);
    await pause(60_000);
  },
  async close() {
    self.close();
    await pause(60_000);
  },
});
