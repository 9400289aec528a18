import { assertEquals, assertRejects } from "@std/assert";
import { runProgram } from "../../lib/datasets/run_program.ts";
import { inTemporary } from "./fixtures.ts";

Deno.test("runProgram() runs in the folder, in English, and passes the lines on", () =>
  inTemporary(async (cwd) => {
    const lines: string[] = [];
    const command = ["sh", "-c", 'pwd; echo "$LC_ALL"; echo fault >&2'];
    await runProgram(command, { cwd, log: (line) => lines.push(line) });
    assertEquals(lines, [`$ ${command.join(" ")}`, await Deno.realPath(cwd), "C", "fault"]);
  }));

Deno.test("runProgram() fails with the program's exit code and last words", () =>
  inTemporary(async (cwd) => {
    const run = (script: string) => runProgram(["sh", "-c", script], { cwd, log: () => {} });
    await assertRejects(
      () => run("echo one >&2; echo two >&2; exit 3"),
      Error,
      "sh ended with exit code 3: two",
    );
    await assertRejects(() => run("exit 4"), Error, "sh ended with exit code 4: no message");
  }));

Deno.test("runProgram() fails with NotFound where there is no such program", () =>
  inTemporary(async (cwd) => {
    await assertRejects(
      () => runProgram(["no-such-program-here"], { cwd, log: () => {} }),
      Deno.errors.NotFound,
      "no-such-program-here",
    );
  }));
