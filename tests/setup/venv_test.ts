import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { zigPackage } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/project.ts";
import { findPython } from "../../lib/setup/python.ts";
import { hashFiles, stampText } from "../../lib/setup/stamp.ts";
import {
  hasGpuWheel,
  lockedPackages,
  pipInstall,
  tensorflowRequirement,
  venvStep,
} from "../../lib/setup/venv.ts";
import { namesIn } from "../runs/folder.ts";
import { withVariables, writePackage } from "./fakes.ts";

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

Deno.test("venvStep() is done when the stamp fits and all that was installed is there", async () => {
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
  assertEquals(await done(), [false, false, false]);
  await Deno.writeTextFile(`${root}/.venv/installed.txt`, "lib/tiny\nlib/tiny-1.0.dist-info\n");
  await Deno.mkdir(`${root}/.venv/lib/tiny-1.0.dist-info`, { recursive: true });
  assertEquals(await done(), [false, false, false]);
  await Deno.mkdir(`${root}/.venv/lib/tiny`);
  assertEquals(await done(), [true, false, false]);
  await Deno.writeTextFile(`${root}/.venv/setup.json`, await stampOf(root, true));
  assertEquals(await done(), [false, true, true]);
  await Deno.writeTextFile(`${root}/.venv/setup.json`, await stampOf("/moved", false));
  assertEquals(await done(), [false, false, false]);
  await Deno.remove(root, { recursive: true });
});

/** Ways to have pip install elsewhere, and Python take its modules from elsewhere. */
async function hostile(elsewhere: string): Promise<Record<string, string>> {
  await Deno.mkdir(`${elsewhere}/modules`, { recursive: true });
  await Deno.writeTextFile(`${elsewhere}/modules/http.py`, "raise ImportError('a module of the user')\n");
  const settings = ["target", "prefix", "root"].map((name) => `${name} = ${elsewhere}/${name}`);
  await Deno.writeTextFile(`${elsewhere}/pip.conf`, ["[global]", ...settings, "user = true", ""].join("\n"));
  return {
    ...{ PIP_TARGET: `${elsewhere}/t`, PIP_PREFIX: `${elsewhere}/p`, PIP_ROOT: `${elsewhere}/r` },
    ...{ PIP_USER: "1", PIP_REQUIRE_VIRTUALENV: "1", PIP_CONFIG_FILE: `${elsewhere}/pip.conf` },
    ...{ PYTHONPATH: `${elsewhere}/modules`, PYTHONHOME: elsewhere, PYTHONWARNINGS: "error" },
    ...{ TMPDIR: `${elsewhere}/absent`, VIRTUAL_ENV: elsewhere, CONDA_PREFIX: elsewhere },
  };
}

Deno.test("venvStep() installs into .venv/ whatever the user's settings say, and sees what is gone", async () => {
  const folder = await Deno.makeTempDir();
  const root = `${folder}/my, data ü $HOME`;
  await Deno.mkdir(`${root}/.build`, { recursive: true });
  const packages = await writePackage(folder);
  const step = venvStep({ root, gpu: false }, packages);
  const log: string[] = [];
  const elsewhere = `${folder}/elsewhere`;
  const variables = { ...await hostile(elsewhere), PIP_FIND_LINKS: folder, PIP_NO_INDEX: "1" };
  const run = () => withVariables(variables, () => step.run((line) => log.push(line)));
  // A link that may be there: what it points at is another's.
  await Deno.mkdir(`${folder}/others/bin`, { recursive: true });
  await Deno.symlink(`${folder}/others`, `${root}/.venv`);
  await run();
  assert(await step.isDone(), log.join("\n"));
  const paths = (await Deno.readTextFile(`${root}/.venv/installed.txt`)).trim().split("\n");
  assertEquals(paths.map((path) => basename(path)), ["tiny", "tiny-1.0.dist-info"]);
  assertEquals(namesIn(elsewhere), ["modules", "pip.conf"]);
  assertEquals(namesIn(`${folder}/others`), ["bin"]);

  // The stamp and the package's metadata still say that it is there; and pip says so, too, but installs nothing.
  await Deno.remove(`${root}/.venv/${paths[0]}`, { recursive: true });
  assert(!await step.isDone());
  await Deno.writeTextFile(`${elsewhere}/pip.conf`, "[global]\ndry-run = true\n");
  await assertRejects(run, Error, "ended with exit code 1");
  assertMatch(log.join("\n"), /Not whole in .*site-packages: tiny==1\.0\npip did not install all/);
  assert(!await step.isDone());
  await Deno.remove(folder, { recursive: true });
});

Deno.test("make_venv.py removes what was cut off, works once for two at a time, and leaves a whole one alone", async () => {
  const root = await Deno.makeTempDir();
  const packages = await writePackage(root);
  const venv = `${root}/venv`;
  const { path } = await findPython();
  const script = join(projectRoot, "lib", "setup", "make_venv.py");
  const make = async () => {
    const { success, stdout, stderr } = await new Deno.Command(path, {
      args: [
        script,
        venv,
        `${root}/lock`,
        `${venv}/stamp`,
        "inputs",
        packages,
        ...pipInstall(venv, packages),
      ],
      env: { PIP_FIND_LINKS: root, PIP_NO_INDEX: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  await Deno.mkdir(venv);
  await Deno.writeTextFile(`${venv}/half`, "");
  const said = await Promise.all([make(), make()]);
  assertEquals(said.filter((text) => text.includes("Waiting")).length, 1);
  assertEquals(said.filter((text) => text.includes("Removing")).length, 1);
  assertEquals(said.filter((text) => text.includes("Creating")).length, 1);
  assertEquals(await Deno.readTextFile(`${venv}/stamp`), "inputs");
  assertEquals((await Deno.stat(`${venv}/bin/pip`)).isFile, true);
  assertEquals(await make(), "");
  await Deno.remove(root, { recursive: true });
});
