import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { openBoard } from "../../lib/setup/board.ts";
import { projectRoot } from "../../lib/project.ts";
import { setUp, setUpSteps } from "../../lib/setup/set_up.ts";

Deno.test("setUpSteps() are in an order that each step's needs come before it", () => {
  const steps = setUpSteps({ root: "/somewhere", gpu: false });
  steps.forEach((step, index) => {
    const before = steps.slice(0, index).map(({ name }) => name);
    assert(step.after?.every((name) => before.includes(name)) ?? true, step.name);
    assert(step.remedy.endsWith("."), step.remedy);
  });
});

Deno.test("setUp() of a project that is set up skips every step within a second", async () => {
  // The kernel's description names the Deno that set it up, which may be another than the one that runs this.
  await setUp(openBoard({ moving: false, print: () => {} }), { root: projectRoot });
  const lines: string[] = [];
  const started = performance.now();
  await setUp(openBoard({ moving: false, print: (line) => lines.push(line) }), { root: projectRoot });
  // Measured: 0.1 s, most of it for the SHA-256 of the images; the bound of a second is what set-up promises.
  assert(performance.now() - started < 1000);
  assertEquals(lines.filter((line) => line.endsWith("already there")).length, 5, lines.join("\n"));
  assertMatch(lines.at(-1)!, /^Set-up is complete: all was there, nothing was downloaded \(0\.\d s\)$/);
});

Deno.test("setUp() says at once when a folder cannot work, and leaves it as it was", async () => {
  const root = `${await Deno.makeTempDir()}/a:b`;
  await Deno.mkdir(root);
  const lines: string[] = [];
  const board = openBoard({ moving: false, print: (line) => lines.push(line) });
  await assertRejects(() => setUp(board, { root }), RangeError, "found a colon");
  assertEquals([lines, [...Deno.readDirSync(root)]], [[], []]);
  await Deno.remove(`${root}/..`, { recursive: true });
});

Deno.test("setUp() waits for another set-up of the same folder", async () => {
  const lock = await Deno.open(`${projectRoot}.build/setup.lock`, { create: true, write: true });
  await lock.lock(true);
  const lines: string[] = [];
  const second = setUp(openBoard({ moving: false, print: (line) => lines.push(line) }), {
    root: projectRoot,
  });
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assertEquals(lines, ["Waiting for another set-up of this folder to end"]);
  lock.close();
  await second;
  assert(lines.at(-1)!.startsWith("Set-up is complete"));
});
