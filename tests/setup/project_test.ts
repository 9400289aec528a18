import { assert, assertEquals, assertRejects } from "@std/assert";
import { exists } from "../../lib/files.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";
import { readFolder, tensorflowFolder } from "../../lib/setup/project.ts";

Deno.test("projectRoot is the folder of deno.json", async () => {
  assert(await exists(`${projectRoot}/deno.json`));
  assertEquals(venvPython("/somewhere"), "/somewhere/.venv/bin/python");
});

Deno.test("exists() follows links and takes a dangling one for nothing", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/file`, "");
  await Deno.symlink(`${folder}/file`, `${folder}/link`);
  await Deno.symlink(`${folder}/absent`, `${folder}/dangling`);
  const found = await Promise.all(
    ["file", "link", "dangling", "absent", "file/below"].map((name) => exists(`${folder}/${name}`)),
  );
  assertEquals(found, [true, true, false, false, false]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readFolder() gives names in order, and none of a folder that is not there", async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["b", "a", "c"]) await Deno.writeTextFile(`${folder}/${name}`, "");
  const names = async (path: string) => (await Array.fromAsync(readFolder(path))).map(({ name }) => name);
  assertEquals(await names(folder), ["a", "b", "c"]);
  assertEquals(await names(`${folder}/absent`), []);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("tensorflowFolder() finds the wheel under any version of Python or names where it looked", async () => {
  const root = await Deno.makeTempDir();
  await assertRejects(() => tensorflowFolder(root), Error, `looked in ${root}/.venv/lib/python*`);
  const wheel = `${root}/.venv/lib/python3.12/site-packages/tensorflow`;
  await Deno.mkdir(`${wheel}/include`, { recursive: true });
  assertEquals(await tensorflowFolder(root), wheel);
  await Deno.remove(root, { recursive: true });
});
