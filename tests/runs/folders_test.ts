import { assert, assertEquals } from "@std/assert";
import { isAbsolute, relative } from "node:path";
import { recordsFolder, runsFolder } from "../../lib/runs/mod.ts";

Deno.test("runsFolder and recordsFolder are the project's, wherever the program is started", () => {
  assert(isAbsolute(runsFolder));
  assertEquals(relative(new URL("../../", import.meta.url).pathname, runsFolder), "data/runs");
  assertEquals(relative(runsFolder, recordsFolder), "../records");
});
