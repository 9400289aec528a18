/** What was found once stays found: a change of code that leaves the mathematics alone leaves every figure as it is. */
import { assertEquals } from "@std/assert";
import { ledger } from "../../lib/claims/mod.ts";
import { archivedStore, openReadOnly } from "../../lib/experiments/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

// The text's numbers are those of the ledger before records, claims and networks were put in order.
const before: Record<string, unknown>[] = JSON.parse(
  await Deno.readTextFile(new URL("standard_ledger.json", import.meta.url)),
);

Deno.test("the records of the profile standard say what they have always said, digit for digit", async () => {
  const { standard } = profiles;
  const entries = await ledger(standard, openReadOnly(standard, archivedStore(standard)));
  const names = Object.keys(before[0]!);
  const now = entries.map((entry) =>
    Object.fromEntries(Object.entries(entry).filter(([name]) => names.includes(name)))
  );
  assertEquals(JSON.parse(JSON.stringify(now)), before);
});
