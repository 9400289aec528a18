import { assert, assertEquals } from "@std/assert";
import {
  claimsMarkdown,
  correlationClaim,
  divergenceClaim,
  dropoutRateClaim,
  largeModelsClaim,
  ledgerEntry,
  rampedRateClaim,
  removalClaim,
  searchClaim,
  trickClaims,
} from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

const cells = (line: string | undefined) => line!.split("|").slice(1, -1).map((cell) => cell.trim());

Deno.test("claimsMarkdown() writes a row for each claim and a column for each data set, two digits a number", () => {
  const finding = {
    estimate: { estimate: 0.7123, low: 0.5, high: 0.849, n: 44 },
    ceiling: 0.9,
    verdict: "reproduced",
  } as const;
  const here = [
    ledgerEntry(correlationClaim, profiles.cifar, finding),
    ledgerEntry(searchClaim, profiles.cifar),
  ];
  const there = [ledgerEntry(correlationClaim, profiles.quick), ledgerEntry(searchClaim, profiles.quick)];
  const [head, rule, first, second, ...links] = claimsMarkdown([here, there]).split("\n");
  assertEquals(cells(head), ["claim", "CIFAR-10", "Fashion-MNIST"]);
  assert(cells(rule).every((cell) => /^-{3,}$/.test(cell)));
  assertEquals(cells(first), ["[C2] Fig. 5: one-shot predicts stand-alone", "reproduced 0.71", "not run"]);
  assertEquals(cells(second), ["[C3] Table 1: its best beat other methods", "not run", "not run"]);
  assertEquals(new Set([head, rule, first, second].map((line) => line!.length)).size, 1);
  assertEquals(links, ["", "[C2]: notebooks/05_correlation.ipynb", "[C3]: notebooks/06_search.ipynb"]);
});

Deno.test("claimsMarkdown() has words for every claim, in rows of at most 100 letters for two data sets", () => {
  const claims = [
    ...[dropoutRateClaim, rampedRateClaim, correlationClaim, searchClaim, largeModelsClaim],
    ...[divergenceClaim, removalClaim],
  ];
  const estimate = { estimate: -0.5, low: -0.75, high: -0.25, n: 1000 };
  const entries = [...claims, ...trickClaims].map((claim) =>
    ledgerEntry(claim, profiles.standard, { estimate, verdict: "not reproduced" })
  );
  const rows = claimsMarkdown([entries, entries]).split("\n").filter((line) => line.startsWith("| ["));
  assertEquals(rows.length, entries.length);
  for (const row of rows) {
    assert(row.length <= 100 && !row.includes("undefined"), row);
  }
});
