/**
 * `deno task claims`: prints the ledger.
 * @module
 */
import { claimBox } from "../display/mod.ts";
import { profileNamed } from "../profiles/mod.ts";
import { runProgram } from "../program.ts";
import { ledger } from "./ledger.ts";
import { claimsMarkdown } from "./markdown.ts";

const usage = `deno task claims [options]   print what was found of each claim

  --profile P   standard (the default, from the records that come with the project), quick or paper
  --json        as a list
  --markdown    as a table`;

await runProgram({
  usage,
  options: {
    profile: { type: "string", default: "standard" },
    json: { type: "boolean" },
    markdown: { type: "boolean" },
  },
  async run({ profile, json, markdown }) {
    const entries = await ledger(profileNamed(profile));
    if (json) console.log(JSON.stringify(entries, null, 2));
    else if (markdown) console.log(claimsMarkdown(entries));
    else console.log(entries.map((entry) => claimBox(entry).text).join("\n\n"));
  },
});
