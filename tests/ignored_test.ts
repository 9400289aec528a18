import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runCommand } from "../lib/command.ts";

Deno.test("git ignores no file that it tracks: the formatter and the linter skip what is ignored", async () => {
  const ignored: string[] = [];
  await runCommand(["git", "ls-files", "--cached", "--ignored", "--exclude-standard"], {
    cwd: fileURLToPath(new URL("../", import.meta.url)),
    log: (line) => void (line.startsWith("$") || ignored.push(line)),
  });
  assertEquals(ignored, []);
});
