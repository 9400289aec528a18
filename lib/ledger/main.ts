/**
 * `deno task claims`: prints the ledger, as a table in Markdown or, with `--json`, as a list.
 * @module
 */
import { parseArgs } from "node:util";
import { profileNamed } from "../profiles.ts";
import { ledger } from "./ledger.ts";
import { claimsMarkdown } from "./markdown.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    profile: { type: "string", default: "standard" },
  },
});
const entries = await ledger(profileNamed(values.profile));
console.log(values.json ? JSON.stringify(entries, null, 2) : claimsMarkdown(entries));
