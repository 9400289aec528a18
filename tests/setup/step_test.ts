import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openBoard } from "../../lib/setup/board.ts";
import { runSteps, type Step, StepError } from "../../lib/setup/step.ts";

const step = (name: string, rest: Partial<Step> = {}): Step => ({
  name,
  remedy: `mend ${name}.`,
  after: [],
  isDone: () => Promise.resolve(false),
  run: () => Promise.resolve(),
  ...rest,
});

async function run(steps: readonly Step[]): Promise<{ lines: string[]; logs: string; done: number }> {
  const lines: string[] = [];
  const logs = await Deno.makeTempDir();
  const board = openBoard({ moving: false, print: (line) => lines.push(line) });
  return { lines, logs, done: await runSteps(steps, { board, logs }) };
}

Deno.test("runSteps() runs independent steps side by side and dependent ones in turn", async () => {
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  // "b" ends only after "a" has begun to wait for it: in turn, the two would never end.
  await run([
    step("a", {
      run: async () => {
        await first.promise;
        order.push("a");
      },
    }),
    step("b", {
      run: () => {
        order.push("b");
        first.resolve();
        return Promise.resolve();
      },
    }),
    step("c", { after: ["a", "b"], run: () => Promise.resolve(void order.push("c")) }),
  ]);
  assertEquals(order, ["b", "a", "c"]);
});

Deno.test("runSteps() skips what is done and says so", async () => {
  const { lines, logs, done } = await run([
    step("done", { isDone: () => Promise.resolve(true), run: () => Promise.reject(new Error("ran")) }),
    step("open", { after: ["done"], run: (log) => Promise.resolve(log("working")) }),
  ]);
  assert(lines.some((line) => /^ {2}done .* 0\.\d s {2}already there$/.test(line)), lines.join("\n"));
  assert(lines.some((line) => /^ {2}open .* 0\.\d s {2}done$/.test(line)), lines.join("\n"));
  assertEquals(await Deno.readTextFile(`${logs}/open.log`), "working\n");
  assertEquals(done, 1);
});

Deno.test("runSteps() tells which step failed, why, its last output, what to do and where the log is", async () => {
  const later: string[] = [];
  const steps = [
    step("Big Thing", {
      run(log) {
        for (let line = 1; line <= 30; line++) log(`line ${line}`);
        return Promise.reject(new Error("the disk is full"));
      },
    }),
    step("after", { after: ["Big Thing"], run: () => Promise.resolve(void later.push("after")) }),
  ];
  const error = await assertRejects(
    () => run(steps),
    StepError,
    'Set-up failed at "Big Thing": the disk is full',
  );
  assertStringIncludes(error.message, "line 19\n");
  assertStringIncludes(error.message, "line 30\n");
  assert(!error.message.includes("line 18\n"));
  assertStringIncludes(error.message, "What to do: mend Big Thing.");
  const log = /whole output: (.+)$/m.exec(error.message)![1]!;
  assertEquals((await Deno.readTextFile(log)).split("\n").length, 31);
  assertEquals(later, []);
});

Deno.test("runSteps() gives the advice that fits the cause, else the step's", async () => {
  const advice = async (said: string, rest: Partial<Step> = {}) => {
    const failing = step("a", {
      run(log) {
        log(said);
        return Promise.reject(new Error("pip ended with exit code 1"));
      },
      ...rest,
    });
    const { message } = await assertRejects(() => run([failing]), StepError);
    return /What to do: (.*)/.exec(message)![1]!;
  };
  assertStringIncludes(await advice("OSError: [Errno 28] No space left on device"), "free some disk");
  assertEquals(await advice("something else"), "mend a. Then run the same command again.");
  // A step that can't even be looked at fails as one that can't be done.
  const denied = () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied (os error 13)"));
  assertStringIncludes(await advice("", { isDone: denied }), "chown");
});

Deno.test("runSteps() refuses a step that comes after an unknown or later one", async () => {
  await assertRejects(() => run([step("a", { after: ["b"] }), step("b")]), RangeError, '"a" comes after "b"');
});
