import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readDataFile } from "../../../lib/datasets/fetch/data_file.ts";
import { dataFile, inTemporary } from "../fixtures.ts";

const content = Uint8Array.from({ length: 5000 }, (_, at) => at * at % 251);
const packed = gzipSync(content);

/** What reading a file of these bytes says, `content` being wanted. */
async function faultOf(bytes: Uint8Array, compression: "gzip" | "none"): Promise<string> {
  let message = "";
  await inTemporary(async (folder) => {
    const path = join(folder, "file");
    await Deno.writeFile(path, bytes);
    const error = await assertRejects(
      () => readDataFile(path, dataFile("file", content, compression)),
      Error,
      path,
    );
    message = error.message.replace(path, "FILE");
  });
  return message;
}

Deno.test("readDataFile() gives the content, however it is packed", () =>
  inTemporary(async (folder) => {
    const path = join(folder, "file");
    const variants = [
      ["none", content],
      ["gzip", packed],
      ["gzip", gzipSync(content, { level: 1 })],
    ] as const;
    for (const [compression, bytes] of variants) {
      await Deno.writeFile(path, bytes);
      const read = await readDataFile(path, dataFile("file", content, compression));
      assertEquals([...read], [...content]);
    }
  }));

Deno.test("readDataFile() refuses a missing file", () =>
  inTemporary(async (folder) => {
    const path = join(folder, "absent");
    const error = await assertRejects(
      () => readDataFile(path, dataFile("absent", content)),
      Error,
      `Cannot read ${path}: found no such file, wanted 5000 bytes of content`,
    );
    assertEquals(error.cause instanceof Deno.errors.NotFound, true);
  }));

Deno.test("readDataFile() refuses a truncated gzip wherever it was cut", async () => {
  for (const length of [0, 1, 10, 100, packed.length >> 1, packed.length - 1]) {
    const message = await faultOf(packed.subarray(0, length), "gzip");
    assertEquals(/^Cannot (unpack|use) FILE: found/.test(message), true, message);
  }
  assertEquals(
    (await faultOf(packed.subarray(0, 100), "gzip")).startsWith(
      "Cannot unpack FILE: found 100 bytes that are no whole gzip of 5000 (",
    ),
    true,
  );
});

Deno.test("readDataFile() refuses a gzip with any damaged byte of data or sum", async () => {
  // The first ten bytes are the header, whose time and system don't matter to the content.
  for (let at = 10; at < packed.length; at += 97) {
    const damaged = Uint8Array.from(packed);
    damaged[at]! ^= 0x10;
    await faultOf(damaged, "gzip");
  }
});

Deno.test("readDataFile() refuses a damaged byte, a missing one, one too many, and other content", async () => {
  const damaged = Uint8Array.from(content);
  damaged[2500]! ^= 1;
  assertEquals(
    (await faultOf(damaged, "none")).startsWith("Cannot use FILE: found content with SHA-256"),
    true,
  );
  assertEquals(
    (await faultOf(gzipSync(damaged), "gzip")).startsWith("Cannot use FILE: found content with SHA-256"),
    true,
  );
  assertEquals(
    await faultOf(content.subarray(1), "none"),
    "Cannot use FILE: found 4999 bytes of content, wanted 5000",
  );
  assertEquals(
    await faultOf(Uint8Array.of(...content, 0), "none"),
    "Cannot use FILE: found 5001 bytes of content, wanted 5000",
  );
});

Deno.test("readDataFile() stops unpacking what is far too large", async () => {
  const message = await faultOf(gzipSync(new Uint8Array(10_000_000)), "gzip");
  assertEquals(message.includes("no whole gzip of 5000"), true, message);
});
