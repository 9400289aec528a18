import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { projectRoot } from "../../lib/project.ts";
import { mutants } from "./mutants.ts";

const read = (name: string) => Deno.readTextFile(join(projectRoot, name));

Deno.test("each planted bug is one change in a file that is there", async () => {
  for (const { bug, file, search, replace } of mutants) {
    assertEquals((await read(file)).split(search).length, 2, `${file}, ${bug}: ${search}`);
    assert(search !== replace, `${file}, ${bug}`);
  }
});

Deno.test("each planted bug names a test that is there, and none that sets up: the copies share what set-up made", async () => {
  for (const { bug, test: [file, name] } of mutants) {
    const code = await read(file);
    assert(code.includes(name), `${bug}: no "${name}" in ${file}`);
    assert(!code.includes("setUp("), `${bug}: ${file} sets up`);
  }
});

Deno.test("no bug is planted twice", () => {
  const places = mutants.map(({ file, search, replace }) => JSON.stringify([file, search, replace]));
  assertEquals(new Set(places).size, places.length);
  assertEquals(new Set(mutants.map(({ file, bug }) => `${file}: ${bug}`)).size, mutants.length);
});
