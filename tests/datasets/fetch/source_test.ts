import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { runCommand, type RunInFolder } from "../../../lib/command.ts";
import { describeSource, download, openSource, unpackPackage } from "../../../lib/datasets/fetch/source.ts";
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
