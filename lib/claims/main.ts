/**
 * `deno task claims`: prints the ledger.
 * @module
 */
import { parseArgs } from "node:util";
import { profileNamed } from "../profiles.ts";
import { keepRecords, ledger } from "./ledger.ts";
import { claimsMarkdown, withClaims } from "./readme.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    profile: { type: "string", default: "quick" },
    write: { type: "boolean", default: false },
  },
});
const profile = profileNamed(values.profile);
if (values.write) {
  await keepRecords(profile);
  const readme = new URL("../../README.md", import.meta.url);
  await Deno.writeTextFile(readme, withClaims(await Deno.readTextFile(readme), await ledger(profile)));
}
const entries = await ledger(profile);
console.log(values.json ? JSON.stringify(entries, null, 2) : claimsMarkdown(entries));
