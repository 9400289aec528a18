import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { runCommand } from "../../../lib/command.ts";
import { describeSource, openSource } from "../../../lib/datasets/fetch/source.ts";
import { inTemporary, withServer } from "../fixtures.ts";

const log = () => {};
const run = () => Promise.reject(new Error("ran a program"));

Deno.test("openSource() downloads each file of an address when it is asked for", () =>
  inTemporary(async (work) => {
    const asked: string[] = [];
    const answer = (path: string) => {
      asked.push(path);
      return new Response(`content of ${path}`);
    };
    await withServer(answer, async (address) => {
      const getFile = await openSource({ kind: "files", address: `${address}data/` }, { work, log, run });
      assertEquals(asked, []);
      assertEquals(await Deno.readTextFile(await getFile("b.gz")), "content of data/b.gz");
      assertEquals(asked, ["data/b.gz"]);
    });
  }));

Deno.test("openSource() unpacks an archive that tar made", () =>
  inTemporary(async (folder) => {
    const work = join(folder, "work");
    await Deno.mkdir(work);
    await Deno.mkdir(join(folder, "batches"));
    await Deno.writeTextFile(join(folder, "batches", "one.bin"), "first");
    await Deno.writeTextFile(join(folder, "batches", "two.bin"), "second");
    await runCommand(["tar", "-czf", "made.tar.gz", "batches"], { cwd: folder, log });
    const archive = await Deno.readFile(join(folder, "made.tar.gz"));
    await withServer(() => new Response(archive), async (address) => {
      const source = { kind: "archive", address: `${address}made.tar.gz`, folder: "batches" } as const;
      const getFile = await openSource(source, { work, log, run });
      assertEquals(await Deno.readTextFile(await getFile("two.bin")), "second");
      assertEquals(await Deno.readTextFile(await getFile("one.bin")), "first");
    });
  }));

Deno.test("openSource() fails on an archive that is none", () =>
  inTemporary(async (work) => {
    await withServer(() => new Response("a page that says sorry"), async (address) => {
      const source = { kind: "archive", address, folder: "batches" } as const;
      await assertRejects(() => openSource(source, { work, log, run }), Error);
    });
  }));

Deno.test("openSource() finds a package's files in the folder it has them in", () =>
  inTemporary(async (work) => {
    const commands: string[] = [];
    const fake = async (command: readonly string[]) => {
      commands.push(command[0]!);
      if (command[0] === "apt-get") await Deno.writeTextFile(join(work, "toys_1_all.deb"), "");
    };
    const source = { kind: "debian", package: "toys", folder: "usr/share/toys" } as const;
    const getFile = await openSource(source, { work, log, run: fake });
    assertEquals(await getFile("doll"), join(work, "unpacked/usr/share/toys/doll"));
    assertEquals(commands, ["apt-get", "dpkg"]);
  }));

Deno.test("describeSource() names package or address", () => {
  assertEquals(describeSource({ kind: "debian", package: "toys", folder: "" }), "Debian package toys");
  assertEquals(describeSource({ kind: "files", address: "http://a/" }), "http://a/");
  assertEquals(
    describeSource({ kind: "archive", address: "http://a/b.tar.gz", folder: "" }),
    "http://a/b.tar.gz",
  );
});
