import { assert, assertEquals, assertRejects } from "@std/assert";
import { findProgram, runCommand } from "../lib/command.ts";

Deno.test("runCommand() logs the command, then both outputs line by line", async () => {
  const lines: string[] = [];
  await runCommand(["sh", "-c", "echo $WORD; pwd; echo err >&2"], {
    log: (line) => lines.push(line),
    cwd: "/",
    env: { WORD: "out" },
  });
  assertEquals(lines[0], "$ sh -c echo $WORD; pwd; echo err >&2");
  // The two pipes are read side by side: only the order within one is sure.
  assertEquals(lines.slice(1).toSorted(), ["/", "err", "out"]);
});

Deno.test("runCommand() throws with the exit code or the signal", async () => {
  const log = () => {};
  await assertRejects(() => runCommand(["sh", "-c", "exit 3"], { log }), Error, "sh ended with exit code 3");
  await assertRejects(
    () => runCommand(["sh", "-c", "kill -9 $$"], { log }),
    Error,
    "sh ended with signal SIGKILL",
  );
  await assertRejects(() => runCommand(["no-such-program"], { log }), Error);
});

Deno.test("findProgram() looks along PATH for files that may be run", async () => {
  const folder = await Deno.makeTempDir();
  const path = Deno.env.get("PATH") ?? "";
  await Deno.writeTextFile(`${folder}/runs`, "#!/bin/sh\n", { mode: 0o755 });
  await Deno.writeTextFile(`${folder}/text`, "", { mode: 0o644 });
  await Deno.mkdir(`${folder}/folder`);
  Deno.env.set("PATH", `/no/such/folder:${folder}`);
  try {
    assertEquals(await findProgram("runs"), `${folder}/runs`);
    assertEquals(await findProgram("text"), undefined);
    assertEquals(await findProgram("folder"), undefined);
    assertEquals(await findProgram("absent"), undefined);
    assertEquals(await findProgram(`${folder}/runs`), `${folder}/runs`);
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(folder, { recursive: true });
  }
  assert(await findProgram("sh") !== undefined);
});
