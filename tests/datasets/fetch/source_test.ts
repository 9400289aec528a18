import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { runCommand, type RunInFolder } from "../../../lib/command.ts";
import { describeSource, openSource, unpackPackage } from "../../../lib/datasets/fetch/source.ts";
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

/** Stands in for apt-get and dpkg; `downloads` says whether the first and the second download succeed. */
function fakeDebian(...downloads: boolean[]): { commands: string[]; run: RunInFolder } {
  const commands: string[] = [];
  return {
    commands,
    async run(command, { cwd }) {
      commands.push(command.join(" ").replaceAll(cwd, "WORK"));
      if (command.includes("update")) {
        // apt-get fails unless this folder is there.
        await Deno.stat(join(cwd, "lists", "partial"));
      }
      if (!command.includes("download")) return;
      if (!downloads.shift()) {
        throw new Error("apt-get ended with exit code 100: E: Unable to locate package toys");
      }
      await Deno.writeTextFile(join(cwd, "toys_1.0-1_all.deb"), "");
    },
  };
}

const isGone = (path: string) => Deno.stat(path).then(() => false, () => true);

const ownLists = "-o Dir::State::Lists=WORK/lists -o Dir::Cache=WORK/cache";

Deno.test("unpackPackage() downloads and unpacks with the package lists there are", () =>
  inTemporary(async (work) => {
    const { commands, run } = fakeDebian(true);
    const root = await unpackPackage("toys", { work, run, log: () => {} });
    assertEquals(root, join(work, "unpacked"));
    assertEquals(commands, ["apt-get -q download toys", "dpkg -x toys_1.0-1_all.deb WORK/unpacked"]);
  }));

Deno.test("unpackPackage() makes lists of its own where the package is not found", () =>
  inTemporary(async (work) => {
    const { commands, run } = fakeDebian(false, true);
    await unpackPackage("toys", { work, run, log: () => {} });
    assertEquals(commands, [
      "apt-get -q download toys",
      `apt-get -q ${ownLists} update`,
      `apt-get -q ${ownLists} download toys`,
      "dpkg -x toys_1.0-1_all.deb WORK/unpacked",
    ]);
  }));

Deno.test("unpackPackage() has apt-get work in a folder of a path that is not too long for it", () =>
  inTemporary(async (folder) => {
    const work = `${folder}/${"x".repeat(200)}/${"y".repeat(100)}`;
    await Deno.mkdir(work, { recursive: true });
    const { run, commands } = fakeDebian(true);
    const places: string[] = [];
    const root = await unpackPackage("toys", {
      work,
      log: () => {},
      async run(command, options) {
        places.push(options.cwd === work ? "WORK" : options.cwd);
        // The real ones.
        if (/mkdir|rm/.test(command[0]!)) return await runCommand(command, options);
        await run(command, options);
      },
    });
    assertEquals(root, join(work, "unpacked"));
    assertEquals(commands, ["apt-get -q download toys", `dpkg -x toys_1.0-1_all.deb ${root}`]);
    const [first, short = "", ...rest] = places;
    assertEquals([first, ...rest], ["WORK", short, "WORK"]);
    assert(short.length < 100 && await isGone(short), short);
  }));

Deno.test("unpackPackage() fails where no list has the package", () =>
  inTemporary(async (work) => {
    const { run } = fakeDebian(false, false);
    await assertRejects(
      () => unpackPackage("toys", { work, run, log: () => {} }),
      Error,
      "Unable to locate package toys",
    );
  }));

Deno.test("unpackPackage() tries once where there is no apt-get", () =>
  inTemporary(async (work) => {
    let calls = 0;
    const run: RunInFolder = () => {
      calls++;
      return Promise.reject(new Deno.errors.NotFound("no apt-get"));
    };
    await assertRejects(
      () => unpackPackage("toys", { work, run, log: () => {} }),
      Deno.errors.NotFound,
      "no apt-get",
    );
    assertEquals(calls, 1);
  }));

Deno.test("unpackPackage() notices a download that left nothing", () =>
  inTemporary(async (work) => {
    await assertRejects(
      () => unpackPackage("toys", { work, run: () => Promise.resolve(), log: () => {} }),
      Error,
      "apt-get left no file toys_*.deb",
    );
  }));
