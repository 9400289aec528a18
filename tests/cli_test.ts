import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../lib/cli.ts", import.meta.url));

/** Runs a program in a process of its own, as it may end it. */
async function run(body: string, ...args: string[]) {
  const source = `import { runCli } from ${JSON.stringify(`file://${program}`)};
    class Told extends Error {}
    await runCli({
      usage: "how it is used",
      options: { count: { type: "string", default: "1" }, loud: { type: "boolean" } },
      words: 1,
      told: [Told],
      run(values, words) { ${body} },
    });
    console.log("at its end");`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--ext=ts",
      `data:application/typescript,${encodeURIComponent(source)}`,
      ...args,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { code, out, err };
}

const show = "console.log(JSON.stringify([values, words]));";

Deno.test("runCli() gives the work its options and words", async () => {
  assertEquals(await run(show, "--count", "3", "word"), {
    code: 0,
    out: '[{"count":"3"},["word"]]\nat its end\n',
    err: "",
  });
  assertEquals((await run(show, "--no-loud")).out.split("\n")[0], '[{"loud":false,"count":"1"},[]]');
});

Deno.test("runCli() tells how the program is used, and does nothing else", async () => {
  for (const help of ["--help", "-h"]) {
    assertEquals(await run(show, "--count", help), { code: 0, out: "how it is used\nat its end\n", err: "" });
  }
});

Deno.test("runCli() refuses options and words that it does not know", async () => {
  for (
    const [args, fault] of [
      [["--cuont", "3"], "Unknown option '--cuont'"],
      [["--loud=yes"], "Option '--loud' does not take an argument"],
      [["a", "b"], "Unknown word 'b'"],
    ] as const
  ) {
    assertEquals(await run(show, ...args), { code: 1, out: "", err: `\n${fault}\n\nhow it is used\n` });
  }
});

Deno.test("runCli() tells in words what the user can mend, and traces the rest", async () => {
  for (const told of ["RangeError", "Deno.errors.InvalidData", "Told"]) {
    const { code, err } = await run(`throw new ${told}("Cannot do that")`);
    assertEquals([code, err], [1, "\nCannot do that\n"]);
  }
  const fault = await run("undefined.nothing");
  assertEquals(fault.code, 1);
  assertMatch(fault.err, /TypeError: Cannot read[^]+\n +at /);
});
