/**
 * `deno task claims`: prints the ledger.
 * @module
 */
import { claimBox } from "../display/mod.ts";
import { profileNamed } from "../profiles/mod.ts";
import { runCli } from "../cli.ts";
import type { LedgerEntry } from "./claim.ts";
import { claimsMarkdown, ledger, publishedProfiles } from "./ledger.ts";

const usage = `deno task claims [options]   print what was found of each claim

  --profile P   what was found in this profile; by default in each that comes with the project
  --json        as a list
  --markdown    as a table`;

await runCli({
  usage,
  options: {
    profile: { type: "string" },
    json: { type: "boolean" },
    markdown: { type: "boolean" },
  },
  async run({ profile, json, markdown }) {
    const shown = profile === undefined ? publishedProfiles : [profileNamed(profile)];
    const ledgers: LedgerEntry[][] = [];
    for (const one of shown) ledgers.push(await ledger(one));
    if (json) console.log(JSON.stringify(ledgers.flat(), null, 2));
    else if (markdown) console.log(claimsMarkdown(ledgers));
    else console.log(ledgers.flat().map((entry) => claimBox(entry).text).join("\n\n"));
  },
});
