import { assertEquals, assertRejects } from "@std/assert";
import { removePartials, unlessMissing, writable, writeAtomically } from "../lib/files.ts";
import { inFolder, namesIn } from "./runs/folder.ts";

Deno.test("writeAtomically() makes folders, replaces a file and leaves nothing else", () =>
  inFolder(async (directory) => {
    const path = `${directory}/a/b/file`;
    await writeAtomically(path, Uint8Array.of(1, 2, 3));
    await writeAtomically(path, Uint8Array.of(4));
    assertEquals(await Deno.readFile(path), Uint8Array.of(4));
    assertEquals(namesIn(`${directory}/a/b`), ["file"]);
  }));

Deno.test("writeAtomically() keeps the old content under its name until the new one is whole", () =>
  inFolder(async (directory) => {
    const path = `${directory}/file`;
    await Deno.writeFile(path, Uint8Array.of(1));
    const seen: Uint8Array[] = [];
    await writeAtomically(path, Uint8Array.of(2, 3), async () => {
      seen.push(await Deno.readFile(path), await Deno.readFile(`${path}.1.partial`));
    });
    assertEquals(seen, [Uint8Array.of(1), Uint8Array.of(2, 3)]);
  }));

Deno.test("writeAtomically() leaves the old content and no partial file when it fails", () =>
  inFolder(async (directory) => {
    const path = `${directory}/file`;
    await Deno.writeFile(path, Uint8Array.of(1));
    const fail = () => Promise.reject(new Error("no space"));
    await assertRejects(() => writeAtomically(path, Uint8Array.of(2), fail), Error, "no space");
    assertEquals([namesIn(directory), await Deno.readFile(path)], [["file"], Uint8Array.of(1)]);
  }));

Deno.test("writeAtomically() never writes into another writer's partial file", () =>
  inFolder(async (directory) => {
    const path = `${directory}/file`;
    await Deno.writeFile(`${path}.1.partial`, Uint8Array.of(9));
    await Promise.all([1, 2, 3, 4].map((value) => writeAtomically(path, new Uint8Array(1000).fill(value))));
    const content = await Deno.readFile(path);
    assertEquals(content, new Uint8Array(1000).fill(content[0]!));
    assertEquals(namesIn(directory), ["file", "file.1.partial"]);
    assertEquals(await Deno.readFile(`${path}.1.partial`), Uint8Array.of(9));
  }));

Deno.test("removePartials() removes the partial files of this file only", () =>
  inFolder(async (directory) => {
    const kept = ["file", "file.partial", "file.x.partial", "other.1.partial", "file.1.partial.txt"];
    for (const name of [...kept, "file.1.partial", "file.27.partial"]) {
      await Deno.writeFile(`${directory}/${name}`, new Uint8Array());
    }
    await removePartials(`${directory}/file`);
    assertEquals(namesIn(directory), kept.toSorted());
    await removePartials(`${directory}/no/such/folder/file`);
  }));

Deno.test("unlessMissing() is silent only where there is no file", () =>
  inFolder(async (directory) => {
    const file = `${directory}/a`;
    assertEquals(await unlessMissing(Deno.readFile(file)), undefined);
    await Deno.writeFile(file, Uint8Array.of(5));
    assertEquals(await unlessMissing(Deno.readFile(file)), Uint8Array.of(5));
    // A folder is there, and is no file: a fault that must be heard of.
    await assertRejects(() => unlessMissing(Deno.readFile(directory)), Error, directory);
  }));

Deno.test("writeAtomically() writes again when another process swept its partial file away", () =>
  inFolder(async (directory) => {
    const path = `${directory}/file`;
    let sweeps = 0;
    await writeAtomically(path, Uint8Array.of(7), async () => {
      if (sweeps++ < 2) await removePartials(path);
    });
    assertEquals([await Deno.readFile(path), namesIn(directory)], [Uint8Array.of(7), ["file"]]);
    await assertRejects(
      () => writeAtomically(path, Uint8Array.of(8), () => removePartials(path)),
      Deno.errors.NotFound,
    );
    assertEquals([await Deno.readFile(path), namesIn(directory)], [Uint8Array.of(7), ["file"]]);
  }));

Deno.test("writable() says what to do about a fault that Deno gives no code", async () => {
  const write = (message: string) => () => writable("a/file", () => Promise.reject(new Error(message)));
  await assertRejects(
    write("File too large (os error 27)"),
    Error,
    "Cannot write a/file: File too large (os error 27); allow larger files and start again",
  );
  const { message } = await assertRejects(write("Interrupted (os error 4)"), Error);
  assertEquals(message, "Interrupted (os error 4)");
});
