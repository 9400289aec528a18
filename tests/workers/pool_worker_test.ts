import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Death, startWorker } from "../../lib/workers/pool_worker.ts";

const module = new URL("test_worker.ts", import.meta.url);
const lives = () => new Int32Array(new SharedArrayBuffer(4)).fill(1);

Deno.test("send() tells at its worker's death which call it was at", async () => {
  const worker = startWorker(module, "worker 5");
  await worker.listening;
  assertEquals(await worker.send("double", 2), 4);
  const calls = [worker.send("dieOnce", ["uncaught", lives()]), worker.send("double", 2)];
  const [at, after] = await Promise.all(calls.map((call) => assertRejects(() => call, Death)));
  assertEquals(at!.message, "worker 5 died: worn out");
  assertEquals([at!.during, after!.during], [true, false]);
  assertEquals(worker.dead, true);
  await assertRejects(() => worker.send("double", 2), Death);
});

Deno.test("listening rejects if the worker's module throws", async () => {
  const worker = startWorker(new URL("broken_worker.ts", import.meta.url), "worker 0");
  await assertRejects(() => worker.listening, Death, "broken on purpose");
});

Deno.test("listening rejects if the worker's module never serves", async () => {
  const worker = startWorker(new URL("data:text/javascript,1;"), "worker 0");
  await assertRejects(() => worker.listening, Death, "worker 0 ended with exit code 0");
});

Deno.test("a silent worker that has something to do is reported, and left alone", async () => {
  const lines: string[] = [];
  const worker = startWorker(module, "worker 7", { patience: 0.5, say: (line) => lines.push(line) });
  await worker.listening;
  await new Promise((done) => setTimeout(done, 800));
  assertEquals(await worker.send("slowDouble", [4, 200]), 8);
  // Longer than its patience, but not in silence.
  assertEquals(await worker.send("slowly", 6), 6);
  assertEquals(lines, [], "it had nothing to do, was quick, or told that it was alive");
  assertEquals(await worker.send("slowDouble", [4, 1500]), 8);
  assert(lines.length >= 1 && lines.length <= 3, lines.join("\n"));
  assertMatch(lines[0]!, /^No word from worker 7, at "slowDouble", for 1 s: it is slow or hangs\./);
  worker.end(new Error("enough"));
});

Deno.test("a worker that does not start to listen is reported", async () => {
  const lines: string[] = [];
  const slow = new URL("data:text/javascript,await new Promise(() => setTimeout(() => {}, 60000));");
  const worker = startWorker(slow, "worker 8", { patience: 0.2, say: (line) => lines.push(line) });
  await new Promise((done) => setTimeout(done, 600));
  assertMatch(lines[0]!, /^No word from worker 8, which loads its module, for 0 s/);
  worker.end(new Error("enough"));
});

Deno.test("end() rejects the calls that are open with its own error", async () => {
  const worker = startWorker(module, "worker 0");
  await worker.listening;
  const call = worker.send("slowDouble", [1, 60_000]);
  worker.end(new RangeError("enough"));
  await assertRejects(() => call, RangeError, "enough");
  await assertRejects(() => worker.send("double", 2), RangeError, "enough");
  assertEquals(worker.dead, true);
});
