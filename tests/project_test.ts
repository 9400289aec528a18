import { assert, assertEquals } from "@std/assert";
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { recordsFolder, runsFolder } from "../lib/project.ts";

Deno.test("runsFolder and recordsFolder are the project's, wherever the program is started", () => {
  assert(isAbsolute(runsFolder));
  assertEquals(relative(fileURLToPath(new URL("../", import.meta.url)), runsFolder), "data/runs");
  assertEquals(relative(runsFolder, recordsFolder), "../records");
});
