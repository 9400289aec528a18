import { assertEquals } from "@std/assert";
import { findProgram } from "../../lib/command.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { copyProject, tryMutant } from "./copy.ts";

const files = {
  "deno.json": `{ "tasks": { "unit": "deno test --allow-read" } }`,
  "sum.ts": "export const sum = (a: number, b: number) => a + b;\n",
  // Two assertions, by hand, as node:assert names its errors.
  "sum_test.ts": `import { sum } from "./sum.ts";
class AssertionError extends Error {
  override name = "AssertionError";
}
Deno.test("sum() adds", () => {
  if (sum(1, 2) !== 3) throw new AssertionError("3 expected");
});
Deno.test("sum() takes zeros", () => {
  if (sum(0, 0) !== 0) throw new AssertionError("0 expected");
});
`,
} as const;

/** What becomes of a change of `sum.ts` that the test with a name should see. */
async function outcomeOf(search: string, replace: string, name: string) {
  let outcome: string | undefined;
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}`, text);
    outcome = await tryMutant(folder, {
      bug: "",
      file: "sum.ts",
      search,
      replace,
      test: ["sum_test.ts", name],
    });
    assertEquals(await Deno.readTextFile(`${folder}/sum.ts`), files["sum.ts"]);
  });
  return outcome;
}

Deno.test("tryMutant() tells what is caught from what only fails, and takes the bug out again", async () => {
  assertEquals(await outcomeOf("a + b", "a - b", "sum() adds"), "caught");
  // Another test is not the one that is about it.
  assertEquals(await outcomeOf("a + b", "a - b", "sum() takes zeros"), "survived");
  assertEquals(await outcomeOf("a + b", "a.plus(b)", "sum() adds"), "crashed");
  assertEquals(await outcomeOf("a + b", "a +", "sum() adds"), "broke");
  assertEquals(await outcomeOf("a + b", "a - b", "sum() multiplies"), "broke");
  assertEquals(await outcomeOf("a * b", "a - b", "sum() adds"), "not found");
  assertEquals(await outcomeOf("n", "m", "sum() adds"), "not found");
});

Deno.test({
  name: "copyProject() copies what git knows and would add, as it is now, and the packages",
  // Nothing else that is tested needs git.
  ignore: await findProgram("git") === undefined,
  async fn() {
    await inFolder(async (folder) => {
      const git = (...args: string[]) => new Deno.Command("git", { args, cwd: `${folder}/from` }).output();
      await Deno.mkdir(`${folder}/from/node_modules/package`, { recursive: true });
      await Deno.writeTextFile(`${folder}/from/node_modules/package/addon`, "");
      await git("init");
      for (
        const [name, text] of Object.entries({ ".gitignore": "node_modules\nrest\n", known: "old", rest: "" })
      ) await Deno.writeTextFile(`${folder}/from/${name}`, text);
      await git("add", ".");
      await Deno.writeTextFile(`${folder}/from/known`, "changed");
      await Deno.writeTextFile(`${folder}/from/new`, "");
      await copyProject(`${folder}/from`, `${folder}/to`);
      assertEquals(namesIn(`${folder}/to`), [".gitignore", "known", "new", "node_modules"]);
      assertEquals(await Deno.readTextFile(`${folder}/to/known`), "changed");
      // What is built in the copy must not reach the original.
      await Deno.writeTextFile(`${folder}/to/node_modules/package/addon`, "other");
      assertEquals(await Deno.readTextFile(`${folder}/from/node_modules/package/addon`), "");
    });
  },
});
