import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { hashFiles, isStamped, stampText, writeStamp } from "../../lib/setup/stamp.ts";

Deno.test("isStamped() is true for the very inputs of writeStamp() alone", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/deep/stamp.json`;
  const inputs = { flags: "-O2", sources: "ab12" };
  assert(!await isStamped(path, inputs));
  await writeStamp(path, inputs);
  assert(await isStamped(path, inputs));
  assert(!await isStamped(path, { ...inputs, flags: "-O3" }));
  assert(!await isStamped(path, { flags: "-O2" }));
  assertEquals(JSON.parse(await Deno.readTextFile(path)), inputs);
  // No unfinished file is left beside it.
  assertEquals((await Array.fromAsync(Deno.readDir(`${folder}/deep`))).length, 1);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("isStamped() takes a stamp that was cut off for none", async () => {
  const path = await Deno.makeTempFile();
  const inputs = { a: "1" };
  await Deno.writeTextFile(path, stampText(inputs).slice(0, -3));
  assert(!await isStamped(path, inputs));
  await Deno.remove(path);
});

Deno.test("hashFiles() is the SHA-256 over name, length and bytes of each file", async () => {
  const folder = await Deno.makeTempDir();
  const [a, b] = [`${folder}/a`, `${folder}/b`];
  await Deno.writeTextFile(a, "xy");
  await Deno.writeTextFile(b, "z");
  const expected = createHash("sha256").update(`${a}\x002\0xy${b}\x001\0z`).digest("hex");
  assertEquals(await hashFiles([a, b]), expected);
  assertNotEquals(await hashFiles([b, a]), expected);
  // The same bytes cut elsewhere are other files.
  await Deno.writeTextFile(a, "x");
  await Deno.writeTextFile(b, "yz");
  assertNotEquals(await hashFiles([a, b]), expected);
  await Deno.remove(folder, { recursive: true });
});
