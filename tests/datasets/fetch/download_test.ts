import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { download } from "../../../lib/datasets/fetch/download.ts";
import { inTemporary, withServer } from "../fixtures.ts";

const log = () => {};

Deno.test("download() writes what the server sends", () =>
  inTemporary(async (folder) => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 253);
    const path = join(folder, "file");
    await withServer(() => new Response(bytes), (address) => download(`${address}file`, path, { log }));
    assertEquals(await Deno.readFile(path), bytes);
  }));

Deno.test("download() says every ten megabytes how far it is", () =>
  inTemporary(async (folder) => {
    const lines: string[] = [];
    await withServer(() => new Response(new Uint8Array(25_000_000)), async (address) => {
      await download(`${address}file`, join(folder, "file"), { log: (line) => lines.push(line) });
      assertEquals(lines, [`Downloading ${address}file`, "Downloaded 10 MB", "Downloaded 20 MB"]);
    });
  }));

Deno.test("download() fails on an error status and leaves no file", () =>
  inTemporary(async (folder) => {
    await withServer(() => new Response("no", { status: 404 }), async (address) => {
      await assertRejects(
        () => download(`${address}file`, join(folder, "file"), { log }),
        Error,
        `Cannot download ${address}file: found status 404, wanted 200`,
      );
    });
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("download() fails where nothing listens and says why", () =>
  inTemporary(async (folder) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const error = await assertRejects(
      () => download(`http://127.0.0.1:${port}/file`, join(folder, "file"), { log }),
      Error,
      `Cannot download http://127.0.0.1:${port}/file: `,
    );
    assertEquals(/refused/i.test(error.message), true, error.message);
  }));

Deno.test("download() gives up a server that falls silent", () =>
  inTemporary(async (folder) => {
    const halves = () =>
      new ReadableStream<Uint8Array>({
        // One piece, and then neither another nor an end.
        start: (controller) => controller.enqueue(new Uint8Array(1000)),
      });
    await withServer(() => new Response(halves()), async (address) => {
      await assertRejects(
        () => download(`${address}file`, join(folder, "file"), { log, patience: 0.2 }),
        Error,
        "found no data for 0.2 s",
      );
    });
  }));

Deno.test("download() stays with a server that is slow but steady", () =>
  inTemporary(async (folder) => {
    const path = join(folder, "file");
    let pieces = 0;
    const steady = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          controller.enqueue(new Uint8Array(10));
          if (++pieces === 20) controller.close();
        },
      });
    // Twenty pieces take a second in all, twice the patience.
    await withServer(
      () => new Response(steady()),
      (address) => download(`${address}file`, path, { log, patience: 0.5 }),
    );
    assertEquals((await Deno.readFile(path)).length, 200);
  }));
