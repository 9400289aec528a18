import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { finishWriting, readFilesTogether, writeFilesAtomically } from "../../lib/runs/mod.ts";
import { filesOf, writingsIn } from "./belonging.ts";
import { inFolder, namesIn } from "./folder.ts";

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const names = Object.keys(filesOf(0));
const visible = [...names, "notes.txt"].sort();
const bytes = Uint8Array.of(1, 2, 3);

Deno.test("writeFilesAtomically() makes the folder, replaces files and leaves nothing else", () =>
  inFolder(async (directory) => {
    const folder = `${directory}/made/when/needed`;
    for (const writing of [1, 2]) {
      await writeFilesAtomically(folder, filesOf(writing));
      assertEquals(namesIn(folder), names.toSorted());
      assertEquals(writingsIn(folder), { writings: [writing], count: 3 });
    }
    assertEquals(await readFilesTogether(folder, ["classes"]), [filesOf(2).classes!]);
  }));

Deno.test("writeFilesAtomically() leaves the folder itself and all other files alone", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/notes.txt`, bytes);
    await Deno.mkdir(`${folder}/images`);
    const before = await Deno.stat(folder);
    await writeFilesAtomically(folder, filesOf(1));
    await writeFilesAtomically(folder, filesOf(2));
    assertEquals((await Deno.stat(folder)).ino, before.ino);
    assertEquals(namesIn(folder), [...visible, "images"].sort());
    assertEquals(await Deno.readFile(`${folder}/notes.txt`), bytes);
  }));

Deno.test("writeFilesAtomically() keeps what was there if the new files can't be written", () =>
  inFolder(async (folder) => {
    await writeFilesAtomically(folder, filesOf(1));
    await Deno.mkdir(`${folder}/more`);
    const message = `Cannot write ${folder}/more: found a folder of that name`;
    await assertRejects(() => writeFilesAtomically(folder, { ...filesOf(2), more: bytes }), Error, message);
    // A name that no file can have, noticed when the others are written already.
    await assertRejects(() => writeFilesAtomically(folder, { ...filesOf(2), "a/b": bytes }), Error);
    assertEquals(writingsIn(folder), { writings: [1], count: 3 });
    assertEquals(namesIn(folder), [...names, "more"].sort());
  }));

Deno.test("readFilesTogether() makes no folder and no file where none is", () =>
  inFolder(async (directory) => {
    await assertRejects(() => readFilesTogether(`${directory}/none`, names), Deno.errors.NotFound);
    assertEquals(namesIn(directory), []);
    await Deno.writeFile(`${directory}/model`, bytes);
    await assertRejects(() => readFilesTogether(directory, names), Deno.errors.NotFound);
    assertEquals(namesIn(directory), ["model"]);
  }));

/** What a kill leaves of a second writing, and which writing counts then: the second from when all of it is ready. */
const kills: readonly (readonly [left: string, counts: 1 | 2, kill: (folder: string) => Promise<void>])[] = [
  ["nothing but the lock", 1, () => Promise.resolve()],
  ["half of the new files", 1, (folder) => putAside(folder, ".oneshot.partial", names.slice(0, 1))],
  ["all new files, not ready", 1, (folder) => putAside(folder, ".oneshot.partial", names)],
  ["all new files, ready", 2, (folder) => putAside(folder, ".oneshot.ready", names)],
  ...[1, 2, 3].map((count) =>
    [`${count} old files gone`, 2, async (folder: string) => {
      await putAside(folder, ".oneshot.ready", names);
      await moveAway(folder, names.slice(0, count));
    }] as const
  ),
  ...[1, 2, 3].map((count) =>
    [`${count} new files in place`, 2, async (folder: string) => {
      await putAside(folder, ".oneshot.ready", names.slice(count));
      await moveAway(folder, names);
      for (const name of names.slice(0, count)) await Deno.writeFile(`${folder}/${name}`, filesOf(2)[name]!);
    }] as const
  ),
  ["old files not removed", 2, async (folder) => {
    await moveAway(folder, names);
    for (const name of names) await Deno.writeFile(`${folder}/${name}`, filesOf(2)[name]!);
  }],
];

async function putAside(folder: string, aside: string, some: readonly string[]): Promise<void> {
  await Deno.mkdir(`${folder}/${aside}`);
  for (const name of some) await Deno.writeFile(`${folder}/${aside}/${name}`, filesOf(2)[name]!);
}

async function moveAway(folder: string, some: readonly string[]): Promise<void> {
  await Deno.mkdir(`${folder}/.oneshot.old`);
  for (const name of some) await Deno.rename(`${folder}/${name}`, `${folder}/.oneshot.old/${name}`);
}

for (const [left, counts, kill] of kills) {
  Deno.test(`after a kill that leaves ${left}, files are of one writing, and the next one sweeps up`, () =>
    inFolder(async (folder) => {
      const begin = async () => {
        await writeFilesAtomically(folder, filesOf(1));
        await Deno.writeFile(`${folder}/notes.txt`, bytes);
        await Deno.writeFile(`${folder}/.oneshot.lock`, new Uint8Array());
        await kill(folder);
      };
      await begin();
      assertEquals(await readFilesTogether(folder, names), Object.values(filesOf(counts)));
      await begin();
      await writeFilesAtomically(folder, filesOf(3));
      assertEquals([namesIn(folder), writingsIn(folder)], [visible, { writings: [3], count: 3 }]);
    }));
}

Deno.test("many writers and readers at once: everybody reads files of one writing", () =>
  inFolder(async (folder) => {
    await writeFilesAtomically(folder, filesOf(0));
    const readers = Array.from({ length: 20 }, async () => {
      const read = await readFilesTogether(folder, names);
      assertEquals(read, Object.values(filesOf(read[0]![0]!)));
    });
    const writers = Array.from({ length: 8 }, (_, writing) => writeFilesAtomically(folder, filesOf(writing)));
    await Promise.all([...writers, ...readers]);
    assertEquals(writingsIn(folder).writings.length, 1);
    assertEquals(namesIn(folder), names.toSorted());
  }));

Deno.test("two processes that write, are stopped at any moment and killed never mix their files", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/notes.txt`, bytes);
    const path = fileURLToPath(new URL("writes_files.ts", import.meta.url));
    const children = [0, 1].map((first) =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-read", "--allow-write", path, folder, String(first)],
        stdout: "piped",
      }).spawn()
    );
    const signal = (name: Deno.Signal) => children.forEach((child) => child.kill(name));
    try {
      // Both have written once.
      await Promise.all(children.map(({ stdout }) => stdout.getReader().read()));
      for (let look = 0; look < 60; look++) {
        await delay(10 * Math.random());
        signal("SIGSTOP");
        await delay(3);
        assert(writingsIn(folder).writings.length <= 1);
        signal("SIGCONT");
      }
      const read = await readFilesTogether(folder, names);
      assertEquals(read, Object.values(filesOf(read[0]![0]!)));
    } finally {
      signal("SIGKILL");
      await Promise.all(children.map(({ status }) => status));
    }
    await finishWriting(folder);
    assertEquals([writingsIn(folder).writings.length, writingsIn(folder).count], [1, 3]);
    await writeFilesAtomically(folder, filesOf(7));
    assertEquals([namesIn(folder), writingsIn(folder)], [visible, { writings: [7], count: 3 }]);
  }));
