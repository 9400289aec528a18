import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Death, startMember } from "../../lib/workers/member.ts";

const module = new URL("pool_worker.ts", import.meta.url);
const lives = () => new Int32Array(new SharedArrayBuffer(4)).fill(1);

Deno.test("send() tells at its worker's death which call it was at", async () => {
  const member = startMember(module, "worker 5");
  await member.listening;
  assertEquals(await member.send("double", 2), 4);
  const calls = [member.send("dieOnce", ["uncaught", lives()]), member.send("double", 2)];
  const [at, after] = await Promise.all(calls.map((call) => assertRejects(() => call, Death)));
  assertEquals(at!.message, "worker 5 died: worn out");
  assertEquals([at!.during, after!.during], [true, false]);
  assertEquals(member.dead, true);
  await assertRejects(() => member.send("double", 2), Death);
});

Deno.test("listening rejects if the worker's module throws", async () => {
  const member = startMember(new URL("broken_worker.ts", import.meta.url), "worker 0");
  await assertRejects(() => member.listening, Death, "broken on purpose");
});

Deno.test("listening rejects if the worker's module never serves", async () => {
  const member = startMember(new URL("data:text/javascript,1;"), "worker 0");
  await assertRejects(() => member.listening, Death, "worker 0 ended with exit code 0");
});

Deno.test("a worker without a word is told of while it has something to do, and left alone", async () => {
  const lines: string[] = [];
  const member = startMember(module, "worker 7", { patience: 0.5, say: (line) => lines.push(line) });
  await member.listening;
  await new Promise((done) => setTimeout(done, 800));
  assertEquals(await member.send("slowDouble", [4, 200]), 8);
  // Longer than its patience, but not in silence.
  assertEquals(await member.send("slowly", 6), 6);
  assertEquals(lines, [], "it had nothing to do, was quick, or told that it was alive");
  assertEquals(await member.send("slowDouble", [4, 1500]), 8);
  assert(lines.length >= 1 && lines.length <= 3, lines.join("\n"));
  assertMatch(lines[0]!, /^No word from worker 7, at "slowDouble", for 1 s: it is slow or hangs\./);
  member.end(new Error("enough"));
});

Deno.test("a worker that does not come to listen is told of", async () => {
  const lines: string[] = [];
  const slow = new URL("data:text/javascript,await new Promise(() => setTimeout(() => {}, 60000));");
  const member = startMember(slow, "worker 8", { patience: 0.2, say: (line) => lines.push(line) });
  await new Promise((done) => setTimeout(done, 600));
  assertMatch(lines[0]!, /^No word from worker 8, which loads its module, for 0 s/);
  member.end(new Error("enough"));
});

Deno.test("end() rejects the calls that are open with its own error", async () => {
  const member = startMember(module, "worker 0");
  await member.listening;
  const call = member.send("slowDouble", [1, 60_000]);
  member.end(new RangeError("enough"));
  await assertRejects(() => call, RangeError, "enough");
  await assertRejects(() => member.send("double", 2), RangeError, "enough");
  assertEquals(member.dead, true);
});
