import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { CellError, executeNotebook, type ExecutionEvent, formatFailure } from "../../lib/site/execute.ts";
import { readNotebook } from "../../lib/site/notebook.ts";
import { kernelName } from "../../lib/setup/mod.ts";
import { projectRoot } from "../../lib/project.ts";
import { withVariables } from "../setup/fakes.ts";
import { code, notebookOf, prose, stream, withProject } from "./notebooks.ts";

/** A display that is rewritten in place, as bars of progress are. */
const progress = `const id = crypto.randomUUID();
const show = (kind: string, text: string) =>
  Deno.jupyter.broadcast(kind, { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } });
await show("display_data", "step 1 of 2");
await show("update_display_data", "step 2 of 2");
await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "other" }, metadata: {} });`;

Deno.test("executeNotebook() runs the cells in the notebook's folder and tells how it goes", async () => {
  const stale = code("Deno.env.get('WORD') + ' ' + Deno.cwd();", [stream("stdout", "of an earlier run")]);
  const notebook = notebookOf(
    prose("# T"),
    stale,
    code(progress),
    code("console.log('out'); console.error('err');"),
  );
  await withProject({ "a.ipynb": notebook }, async (root) => {
    const events: ExecutionEvent[] = [];
    const [source, target] = [`${root}/notebooks/a.ipynb`, `${root}/copy.ipynb`];
    await executeNotebook(source, target, {
      root,
      env: { WORD: "word" },
      onEvent: (event) => events.push(event),
    });
    assertEquals(events.filter(({ event }) => event !== "output"), [
      { event: "start", cells: 4 },
      ...[0, 1, 2, 3].map((index): ExecutionEvent => ({ event: "cell", index })),
      { event: "end" },
    ]);
    const shown = events.flatMap((event) => event.event === "output" ? [`${event.index} ${event.text}`] : []);
    assertEquals(shown.slice(0, 3), ["2 step 1 of 2", "2 step 2 of 2", "2 other"]);
    assertEquals(shown.slice(3).toSorted(), ["3 err", "3 out"]);

    const { cells } = await readNotebook(target);
    const [result] = cells[1]!.outputs!;
    assertEquals(cells[1]!.outputs!.length, 1);
    assertEquals(result!.data!["text/plain"], [`"word ${await Deno.realPath(`${root}/notebooks`)}"`]);
    // The display stays once, as it was last.
    assertEquals(cells[2]!.outputs!.map(({ data }) => data!["text/plain"]), [["step 2 of 2"], ["other"]]);
    assertEquals(cells.map(({ source }) => source).length, 4);
    assertEquals((await readNotebook(source)).cells[1]!.outputs, stale.outputs);
  });
});

Deno.test("executeNotebook() stops at a cell that fails, tells of it and leaves what was done", async () => {
  const failing = "const wanted = 2;\nthrow new RangeError(`Cannot do: found 1, wanted ${wanted}`);";
  const notebook = notebookOf(
    prose("# T"),
    code("1 + 1;"),
    code(failing),
    code("3;", [stream("stdout", "stale")]),
  );
  await withProject({ "a.ipynb": notebook }, async (root) => {
    const target = `${root}/copy.ipynb`;
    const run = () => executeNotebook(`${root}/notebooks/a.ipynb`, target, { root });
    const { message } = await assertRejects(
      run,
      CellError,
      "a.ipynb, cell 3 failed: RangeError: Cannot do: found 1, wanted 2",
    );
    assertStringIncludes(message, "2 | throw new RangeError");
    assertStringIncludes(message, target);
    const { cells } = await readNotebook(target);
    assertEquals(cells[1]!.outputs![0]!.data!["text/plain"], ["2"]);
    assertEquals(cells[2]!.outputs![0]!.output_type, "error");
    assertEquals(cells[3]!.outputs, []);
  });
});

Deno.test("executeNotebook() tells when the kernel dies", async () => {
  await withProject(
    { "a.ipynb": notebookOf(code("1;"), code("Deno.kill(Deno.pid, 'SIGKILL');")) },
    async (root) => {
      const run = () => executeNotebook(`${root}/notebooks/a.ipynb`, `${root}/copy.ipynb`, { root });
      await assertRejects(
        run,
        CellError,
        "a.ipynb, cell 2 failed: DeadKernelError: the kernel ended by itself",
      );
    },
  );
});

Deno.test("executeNotebook() takes the project's kernel, whatever Jupyters and Pythons of the user say", async () => {
  await withProject({ "a.ipynb": notebookOf(code("1;")) }, async (root) => {
    const kernel = `${root}/theirs/kernels/${kernelName}`;
    await Deno.mkdir(kernel, { recursive: true });
    const theirs = { argv: ["false"], display_name: "Theirs", language: "typescript" };
    await Deno.writeTextFile(`${kernel}/kernel.json`, JSON.stringify(theirs));
    const variables = {
      ...{ JUPYTER_PATH: `${root}/theirs`, JUPYTER_DATA_DIR: `${root}/theirs`, HOME: "/proc/1" },
      ...{ JUPYTER_RUNTIME_DIR: "/proc/1", PYTHONHOME: root, PYTHONPATH: root, PYTHONWARNINGS: "error" },
    };
    const target = `${root}/copy.ipynb`;
    await withVariables(variables, () => executeNotebook(`${root}/notebooks/a.ipynb`, target, { root }));
    assertEquals((await readNotebook(target)).cells[0]!.outputs![0]!.data!["text/plain"], ["1"]);
  });
});

Deno.test("executeNotebook() tells why when nothing can be executed", async () => {
  const notebook = notebookOf(code("1;"));
  notebook.metadata["kernelspec"] = { display_name: "None", language: "none", name: "no-such-kernel" };
  await withProject({ "a.ipynb": notebook }, async (root) => {
    const run = () => executeNotebook(`${root}/notebooks/a.ipynb`, `${root}/copy.ipynb`, { root });
    const { message } = await assertRejects(run, Error, "Cannot execute");
    assertStringIncludes(message, "no-such-kernel");
  });
});

/** Ways to end a program and all that it started in its terminal. */
const endings = {
  "is killed": ["KILL"],
  "gets Ctrl-C twice": ["INT", "INT"],
  "loses its terminal": ["HUP"],
} as const;

for (const [how, signals] of Object.entries(endings)) {
  Deno.test(`executeNotebook() leaves no kernel behind when its program ${how}`, () =>
    leavesNoKernel(signals));
}

async function leavesNoKernel(signals: readonly string[]): Promise<void> {
  const cells = [
    code("await Deno.writeTextFile('pid', String(Deno.pid));"),
    code("await new Promise((r) => setTimeout(r, 60_000));"),
  ];
  await withProject({ "a.ipynb": notebookOf(...cells) }, async (root) => {
    const script = `import { executeNotebook } from "${import.meta.resolve("../../lib/site/execute.ts")}";
await executeNotebook("${root}/notebooks/a.ipynb", "${root}/copy.ipynb", { root: "${root}" });`;
    await Deno.writeTextFile(`${root}/script.ts`, script);
    const config = join(projectRoot, "deno.json");
    const args = ["run", "--allow-all", "--no-check", "--config", config, `${root}/script.ts`];
    // Signals of a terminal reach all of its programs: a group of processes stands for the terminal here.
    const command = new Deno.Command("setsid", {
      args: [Deno.execPath(), ...args],
      stdout: "null",
      stderr: "null",
    });
    const child = command.spawn();
    const kernel = await eventually(async () =>
      +(await Deno.readTextFile(`${root}/notebooks/pid`)) || undefined
    );
    assert(await isAlive(kernel));
    for (const signal of signals) {
      await new Deno.Command("kill", { args: [`-${signal}`, "--", `-${child.pid}`], stderr: "null" })
        .output();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await child.status;
    await eventually(async () => (await isAlive(kernel)) ? undefined : true);
  });
}

/** Asks until there is an answer, for at most 30 seconds. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Asked for 30 seconds in vain");
}

/** Whether a process runs; one that has ended but was not yet waited for does not. */
async function isAlive(pid: number): Promise<boolean> {
  const { success, stdout } = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(pid)] })
    .output();
  return success && !new TextDecoder().decode(stdout).startsWith("Z");
}

Deno.test("formatFailure() numbers the lines of the cell and gives only the places of the trace", () => {
  const traceback =
    "An error occurred:\n---\ncode\n---\n\nTypeError: no\n    at f (<anonymous>:2:9)\n    at <anonymous>:4:1\n";
  const text = formatFailure("a.ipynb", "const a = 1;\na();", {
    index: 6,
    name: "TypeError",
    message: "no",
    traceback,
  }, "/copy");
  assertMatch(
    text,
    /^a\.ipynb, cell 7 failed: TypeError: no\n\n {5}1 \| const a = 1;\n {5}2 \| a\(\);\n\n {4}at f/,
  );
  assertMatch(text, /4:1\n\nWhat was executed up to there: \/copy$/);
  assert(!text.includes("An error occurred"));
});
