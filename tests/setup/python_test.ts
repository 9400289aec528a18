import { assertEquals, assertRejects } from "@std/assert";
import { findPython, isUsable } from "../../lib/setup/python.ts";
import { withVariables } from "./fakes.ts";

Deno.test("isUsable() takes Python 3.10 to 3.13", () => {
  const versions = [
    "3.9.18",
    "3.10.0",
    "3.11.7",
    "3.13.2",
    "3.14.0",
    "3.1.0",
    "2.7.18",
    "4.10.1",
    "nonsense",
  ];
  assertEquals(versions.filter(isUsable), ["3.10.0", "3.11.7", "3.13.2"]);
});

Deno.test("findPython() takes the first that will do and names all it refused", async () => {
  const folder = await Deno.makeTempDir();
  const fake = async (name: string, script: string) => {
    await Deno.writeTextFile(`${folder}/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return `${folder}/${name}`;
  };
  const old = await fake("old", "echo 3.9.1");
  const broken = await fake("broken", "echo 3.12.0; exit 1");
  const good = await fake("good", "echo 3.12.4");
  const absent = `${folder}/absent`;
  assertEquals(await findPython([absent, old, broken, good]), { path: good, version: "3.12.4" });
  await assertRejects(
    () => findPython([absent, old, broken]),
    Error,
    `found ${old} (3.9.1), ${broken} (does not run), wanted 3.10 to 3.13`,
  );
  await assertRejects(() => findPython([absent]), Error, "found none, wanted 3.10 to 3.13");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("findPython() is not led astray by variables that are for another Python", async () => {
  const found = await findPython();
  const variables = { PYTHONHOME: "/no/such/folder", PYTHONWARNINGS: "error", PYTHONPATH: "/no/such/folder" };
  assertEquals(await withVariables(variables, () => findPython()), found);
});
