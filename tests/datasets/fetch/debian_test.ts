import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { unpackPackage } from "../../../lib/datasets/fetch/debian.ts";
import { runCommand, type RunInFolder } from "../../../lib/command.ts";
import { inTemporary } from "../fixtures.ts";

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
