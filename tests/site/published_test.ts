/** What comes with the project, README and executed notebooks, says what its records say, and nothing older. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { joinText, listNotebooks, readNotebook } from "../../lib/site/notebook.ts";
import { withClaims } from "../../lib/site/readme.ts";
import { claimBox } from "../../lib/display/mod.ts";
import { claimsMarkdown, ledger, type LedgerEntry, publishedProfiles } from "../../lib/claims/mod.ts";
import { archivedStore, openReadOnly } from "../../lib/experiments/mod.ts";
import { projectRoot } from "../../lib/project.ts";

Deno.test("README and notebooks show the claims as they are in the records that come with them", async (t) => {
  const ledgers: LedgerEntry[][] = [];
  for (const profile of publishedProfiles) {
    ledgers.push(await ledger(profile, openReadOnly(profile, archivedStore(profile))));
  }

  await t.step("README.md", async () => {
    const readme = await Deno.readTextFile(join(projectRoot, "README.md"));
    // Not assertEquals: it would show everything but the table.
    assert(withClaims(readme, ledgers) === readme, `expected:\n\n${claimsMarkdown(ledgers)}\n`);
  });
  for (const entry of ledgers[0]!) {
    for (const name of ["00_overview", entry.notebook]) {
      await t.step(`${entry.id} in ${name}.ipynb`, async () => {
        const { cells } = await readNotebook(join(projectRoot, "notebooks", `${name}.ipynb`));
        const shown = cells.flatMap(({ outputs = [] }) => outputs)
          .map(({ data }) => joinText((data?.["text/plain"] ?? "") as string));
        const box = claimBox(entry).text;
        assert(shown.includes(box), `execute it anew, expected to find in it:\n\n${box}\n`);
      });
    }
  }
});

Deno.test("no cell of the notebooks shows a bare number, such as what push() returns", async () => {
  const stray: string[] = [];
  for (const path of await listNotebooks(join(projectRoot, "notebooks"))) {
    for (const { id, outputs = [] } of (await readNotebook(path)).cells) {
      const results = outputs.filter((output) => output.output_type === "execute_result")
        .map(({ data }) => joinText((data?.["text/plain"] ?? "") as string));
      stray.push(
        ...results.filter((text) => /^-?[\d.]+n?$/.test(text)).map((text) => `${path}, ${id}: ${text}`),
      );
    }
  }
  assertEquals(stray, []);
});
