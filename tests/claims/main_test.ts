import { assertEquals, assertStringIncludes } from "@std/assert";
import { publishedProfiles } from "../../lib/claims/mod.ts";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
const ids = ["C1", "C1b", "C2", "C3", "C4", "C5", "C5b", "T1", "T2", "T3", "T4"];

/** Runs the command of `deno task claims`, with no other permissions than it has. */
async function claims(...args: string[]) {
  const [deno, ...words] = tasks.claims.command.split(" ");
  assertEquals(deno, "deno");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...words, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { code, out, err };
}

Deno.test("deno task claims --json prints the ledger as a list", async () => {
  const { code, out, err } = await claims("--json", "--profile", "paper");
  assertEquals(code, 0, err);
  const entries = JSON.parse(out);
  assertEquals(entries.map(({ id }: { id: string }) => id), ids);
  for (const { profile, dataset } of entries) assertEquals([profile, dataset], ["paper", "CIFAR-10"]);
});

Deno.test("deno task claims prints what can be read in a terminal, of each profile that is published", async () => {
  const { code, out, err } = await claims();
  assertEquals(code, 0, err);
  const boxes = out.trim().split("\n\n");
  const found = boxes.map((box) => [/profile (\w+)/.exec(box)?.[1], /^Paper +(\w\d\w?), /.exec(box)?.[1]]);
  assertEquals(found, publishedProfiles.flatMap(({ name }) => ids.map((id) => [name, id])));
});

Deno.test("deno task claims --markdown prints a table", async () => {
  const { code, out, err } = await claims("--markdown", "--profile", "paper");
  assertEquals(code, 0, err);
  const rows = out.split("\n").filter((line) => line.startsWith("| ["));
  assertEquals(rows.map((row) => /^\| \[(\w\d\w?)\]/.exec(row)?.[1]), ids);
  for (const row of rows) assertStringIncludes(row, "not run");
});

Deno.test("deno task claims refuses a profile that is not there", async () => {
  const { code, err } = await claims("--profile", "slow");
  assertEquals(code, 1);
  assertEquals(err, '\nCannot use profile "slow": expected one of quick, standard, cifar, fashion, paper\n');
});
