import { assert, assertEquals, assertRejects } from "@std/assert";
import { exists } from "../../lib/files.ts";
import { projectRoot, venvPython } from "../../lib/project.ts";
import { prepareFolder, readFolder, tensorflowFolder } from "../../lib/setup/project.ts";

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
  assertEquals(await readFolder(folder), ["a", "b", "c"]);
  assertEquals(await readFolder(`${folder}/absent`), []);
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

Deno.test("prepareFolder() refuses paths that others read as two, and no others", async () => {
  const folder = await Deno.makeTempDir();
  const names = ["my, data ü", "a$HOME", "it's", 'a"b', "50%", "a#b?c", "[x]{y}*", "\\n", "x".repeat(250)];
  for (const name of names) {
    const root = `${folder}/${name}/oneshot`;
    assertEquals(await prepareFolder(root), `${root}/.build`);
  }
  await Deno.remove(folder, { recursive: true });
  const refuse = (root: string, message: string) =>
    assertRejects(() => prepareFolder(root), RangeError, message);
  await refuse(
    "/home/me/12:30/oneshot",
    '"/home/me/12:30/oneshot": found a colon in this path, and Python takes it',
  );
  await refuse("/home/a\nb", "found a line break");
  for (const name of ["$LIB", "x$ORIGIN.y", "${PLATFORM}"]) {
    await refuse(`/home/me/${name}/oneshot`, "the system's loader");
  }
});

Deno.test("prepareFolder() makes .build/, or says why nothing can be set up here", async () => {
  const root = await Deno.makeTempDir();
  assertEquals(await prepareFolder(root), `${root}/.build`);
  assertEquals([...Deno.readDirSync(`${root}/.build`)], []);
  await assertRejects(
    () => prepareFolder(root, "darwin"),
    RangeError,
    "Cannot set up on darwin: wanted Linux",
  );
  await assertRejects(() => prepareFolder(`${root}:`), RangeError, "found a colon");
  // Not even root can write there.
  await assertRejects(() => prepareFolder("/proc/1"), RangeError, "nothing can be written there");
  await Deno.remove(root, { recursive: true });
});
