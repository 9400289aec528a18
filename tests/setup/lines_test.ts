import { assertEquals } from "@std/assert";
import { splitLines } from "../../lib/setup/lines.ts";

Deno.test("splitLines() gives the same lines however the text is cut", async () => {
  const text = "one\ntwo\r\n\n\nthree\rfour";
  for (let size = 1; size <= text.length; size++) {
    const chunks = Array.from(
      { length: Math.ceil(text.length / size) },
      (_, i) => text.slice(i * size, (i + 1) * size),
    );
    const lines = await Array.fromAsync(ReadableStream.from(chunks).pipeThrough(splitLines()));
    assertEquals(lines, ["one", "two", "three", "four"], `in chunks of ${size}`);
  }
});

Deno.test("splitLines() keeps an end without a line feed and makes nothing of nothing", async () => {
  const lines = (text: string) => Array.fromAsync(ReadableStream.from([text]).pipeThrough(splitLines()));
  assertEquals(await lines("end"), ["end"]);
  assertEquals(await lines("\n"), []);
  assertEquals(await lines(""), []);
});
