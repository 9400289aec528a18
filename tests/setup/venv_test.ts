import { assert, assertEquals, assertMatch } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { zigPackage } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/setup/project.ts";
import { findPython } from "../../lib/setup/python.ts";
import { hashFiles, stampText } from "../../lib/setup/stamp.ts";
import { hasGpuWheel, lockedPackages, tensorflowRequirement, venvStep } from "../../lib/setup/venv.ts";

Deno.test("tensorflowRequirement() names the wheel for the machine", () => {
  assertMatch(tensorflowRequirement(false, "x86_64"), /^tensorflow-cpu==2\.21\.0$/);
  assertMatch(tensorflowRequirement(false, "aarch64"), /^tensorflow==2\.21\.0$/);
  assertMatch(tensorflowRequirement(true, "x86_64"), /^tensorflow\[and-cuda\]==2\.21\.0$/);
});

/** The lines of a file of packages that are neither empty nor comments. */
async function packageLines(path: string): Promise<string[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** The packages that a locked file pins; each must have a hash. */
async function lockedIn(path: string): Promise<Set<string>> {
  const locked = new Map<string, number>();
  let last = "";
  for (const line of await packageLines(path)) {
    if (line.startsWith(" ")) {
      assertMatch(line, /^ {4}--hash=sha256:[0-9a-f]{64}( \\)?$/);
      locked.set(last, locked.get(last)! + 1);
    } else {
      [last] = /^[a-z0-9.-]+==[\w.]+/.exec(line) ?? [""];
      assert(last !== "", line);
      if (!locked.has(last)) locked.set(last, 0);
    }
  }
  assertEquals([...locked].filter(([, hashes]) => hashes === 0), []);
  return new Set(locked.keys());
}

/** Fails unless a locked file has all that the files beside it want. */
async function assertLocked(path: string, ...inputs: string[]): Promise<Set<string>> {
  const locked = await lockedIn(path);
  const wanted = await Promise.all(inputs.map((name) => packageLines(join(dirname(path), name))));
  for (const line of wanted.flat().filter((line) => !line.startsWith("-r"))) {
    const name = line.replace(/;.*/, "").replace(/\[.*\]/, "").trim();
    assert(locked.has(name), `${name} is not in ${path}`);
  }
  return locked;
}

Deno.test("lockedPackages() pins every package exactly, with hashes, and has all that is wanted", async () => {
  for (const gpu of [false, true]) {
    const path = lockedPackages(gpu);
    const locked = await assertLocked(path, "common.in", basename(path).replace(/txt$/, "in"));
    assert(locked.size > 100);
    assert(locked.has(tensorflowRequirement(gpu).replace(/\[.*\]/, "")));
  }
});

Deno.test("what else pip installs is pinned exactly, with hashes, but for PyTorch", async () => {
  assertEquals((await assertLocked(zigPackage, "compiler.in")).size, 1);
  await assertLocked(join(projectRoot, "bench", "requirements.txt"), "requirements.in");
});

/** What the stamp of a whole environment holds. */
async function stampOf(root: string, gpu: boolean): Promise<string> {
  return stampText({
    folder: `${root}/.venv`,
    tensorflow: tensorflowRequirement(gpu),
    packages: await hashFiles([lockedPackages(gpu)]),
  });
}

Deno.test("venvStep() is done when the stamp fits and the Python is there", async () => {
  const root = await Deno.makeTempDir();
  const [cpu, gpu] = [venvStep({ root, gpu: false }), venvStep({ root, gpu: true })];
  const done = async () => [await cpu.isDone(), await gpu.isDone(), await hasGpuWheel(root)];
  assertEquals(await done(), [false, false, false]);
  await Deno.mkdir(`${root}/.venv/bin`, { recursive: true });
  await Deno.writeTextFile(`${root}/.venv/setup.json`, await stampOf(root, false));
  assertEquals(await done(), [false, false, false]);
  // The link of an environment whose Python was removed from the machine points at nothing.
  await Deno.symlink(`${root}/python`, `${root}/.venv/bin/python`);
  assertEquals(await done(), [false, false, false]);
  await Deno.writeTextFile(`${root}/python`, "");
  assertEquals(await done(), [true, false, false]);
  await Deno.writeTextFile(`${root}/.venv/setup.json`, await stampOf(root, true));
  assertEquals(await done(), [false, true, true]);
  await Deno.writeTextFile(`${root}/.venv/setup.json`, await stampOf("/moved", false));
  assertEquals(await done(), [false, false, false]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("make_venv.py removes what was cut off, works once for two at a time, and leaves a whole one alone", async () => {
  const root = await Deno.makeTempDir();
  const { path } = await findPython();
  const script = new URL("../../lib/setup/make_venv.py", import.meta.url).pathname;
  await Deno.writeTextFile(`${root}/none.txt`, "");
  const make = async () => {
    const args = [
      script,
      `${root}/venv`,
      `${root}/lock`,
      `${root}/venv/stamp`,
      "inputs",
      "-r",
      `${root}/none.txt`,
    ];
    const { success, stdout, stderr } = await new Deno.Command(path, { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  await Deno.mkdir(`${root}/venv`);
  await Deno.writeTextFile(`${root}/venv/half`, "");
  const said = await Promise.all([make(), make()]);
  assertEquals(said.filter((text) => text.includes("Waiting")).length, 1);
  assertEquals(said.filter((text) => text.includes("Removing")).length, 1);
  assertEquals(said.filter((text) => text.includes("Creating")).length, 1);
  assertEquals(await Deno.readTextFile(`${root}/venv/stamp`), "inputs");
  assertEquals((await Deno.stat(`${root}/venv/bin/pip`)).isFile, true);
  assertEquals(await make(), "");
  await Deno.remove(root, { recursive: true });
});
