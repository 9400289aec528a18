import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Worker } from "node:worker_threads";
import { type Reply, serve } from "../../lib/workers/mod.ts";

Deno.test("serve() refuses the main thread", () => {
  assertThrows(() => serve({}), Error, "found the main thread");
});

Deno.test("serve() answers calls one at a time, with signs of life, results and errors", async () => {
  const worker = new Worker(new URL("test_worker.ts", import.meta.url));
  const replies: Reply[] = [];
  await new Promise<void>((done) => {
    worker.on("message", (reply: Reply) => {
      replies.push(reply);
      if (replies.length === 6) done();
      if (!("listening" in reply)) return;
      worker.postMessage({ job: "slowly", payload: 2 });
      worker.postMessage({ job: "double", payload: 4 });
      worker.postMessage({ job: "toString", payload: undefined });
    });
  });
  await worker.terminate();
  assertEquals(replies.slice(0, 5), [
    { listening: true },
    { alive: true },
    { alive: true },
    { result: 2 },
    { result: 8 },
  ]);
  assertStringIncludes((replies[5] as { error: string }).error, 'found "toString", expected one of double');
});
