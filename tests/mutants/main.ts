/**
 * `deno task mutants`: plants bugs in copies of the project, one at a time, and looks whether the test that is about each
 * fails.
 * @module
 */
import { join } from "node:path";
import { runCli } from "../../lib/cli.ts";
import { projectRoot } from "../../lib/project.ts";
import { copyProject, runTest, tryMutant } from "./copy.ts";
import { isNative, type Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";

const usage =
  `deno task mutants [options]   plant bugs in copies of the project, and see each caught by its test

  --only WORD   those with the word in the file, the bug or the test; all by default
  --jobs N      copies at work side by side, one for each core by default`;

await runCli({
  usage,
  options: {
    only: { type: "string", default: "" },
    jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
  },
  async run({ only, jobs }) {
    const chosen = mutants.filter(({ file, bug, test }) =>
      [file, bug, ...test].some((t) => t.includes(only))
    );
    if (chosen.length === 0) throw new RangeError(`Cannot plant a bug: found none with "${only}"`);
    const outcomes = await tryAll(chosen, countOf(jobs));
    const caught = outcomes.filter((outcome) => outcome === "caught").length;
    console.log(`${caught} of ${chosen.length} caught`);
    if (caught < chosen.length) Deno.exit(1);
  },
});

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new RangeError(`Cannot work in ${text} copies: expected an integer from 1`);
}

/** Prints what became of each mutant as it is known. */
async function tryAll(chosen: readonly Mutant[], jobs: number): Promise<Outcome[]> {
  const folder = await Deno.makeTempDir({ prefix: "mutants-" });
  try {
    const copies = Array.from({ length: jobs }, (_, job) => join(folder, String(job)));
    for (const copy of copies) await copyProject(projectRoot, copy);
    await requirePassing([...new Map(chosen.map(({ test }) => [test.join(), test])).values()], copies);
    // Those that leave another addon in a copy come last.
    const inOrder = chosen.toSorted((a, b) => Number(isNative(a)) - Number(isNative(b)));
    return await share(inOrder, copies, async (mutant, copy) => {
      const outcome = await tryMutant(copy, mutant);
      console.log(`${outcome.padEnd(9)}  ${mutant.file}: ${mutant.bug} (${mutant.test[0]})`);
      return outcome;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A test that fails without a bug says nothing of one. */
async function requirePassing(tests: readonly Mutant["test"][], copies: readonly string[]): Promise<void> {
  console.error(`${tests.length} tests have to pass as long as no bug is planted`);
  const outcomes = await share(tests, copies, (test, copy) => runTest(copy, test));
  const failing = tests.flatMap(([file, name], place) =>
    outcomes[place] === "survived" ? [] : [`${file}: ${name} ${outcomes[place]}`]
  );
  if (failing.length === 0) return;
  throw new RangeError(`Cannot plant bugs: found tests that fail without any\n${failing.join("\n")}`);
}

/** Shares items out to the copies, each takes the next one when it is free; results in the order of the items. */
async function share<T, R>(
  items: readonly T[],
  copies: readonly string[],
  work: (item: T, copy: string) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(copies.map(async (copy) => {
    while (next < items.length) {
      const place = next++;
      results[place] = await work(items[place]!, copy);
    }
  }));
  return results;
}
