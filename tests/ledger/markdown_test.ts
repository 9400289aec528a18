import { assert, assertEquals } from "@std/assert";
import {
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
import { claimsMarkdown } from "../../lib/ledger/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

const cells = (line: string | undefined) => line!.split("|").slice(1, -1).map((cell) => cell.trim());

Deno.test("claimsMarkdown() writes a row for each claim, two digits a number", () => {
  const finding = {
    estimate: { estimate: 0.7123, low: 0.5, high: 0.849, n: 44 },
    ceiling: 0.9,
    verdict: "reproduced",
  } as const;
  const entries = [
    ledgerEntry(correlationClaim, profiles.quick, finding, 12),
    ledgerEntry(searchClaim, profiles.standard),
  ];
  const [head, rule, first, second, ...links] = claimsMarkdown(entries).split("\n");
  assertEquals(cells(head), ["claim", "found on Fashion-MNIST, 95 % interval", "verdict"]);
  assert(cells(rule).every((cell) => /^-{3,}$/.test(cell)));
  assertEquals(cells(first), [
    "[C2], Fig. 5: one-shot accuracy predicts stand-alone accuracy",
    "rank correlation 0.71 (0.50 to 0.85)",
    "**reproduced**",
  ]);
  assertEquals(cells(second), [
    "[C3], Table 1: the best by one-shot accuracy beat other methods",
    "not run",
    "**not run**",
  ]);
  assertEquals(new Set([head, rule, first, second].map((line) => line!.length)).size, 1);
  assertEquals(links, ["", "[C2]: notebooks/05_correlation.ipynb", "[C3]: notebooks/06_search.ipynb"]);
});

Deno.test("claimsMarkdown() has words for every claim, in rows that fit a page", () => {
  const claims = [
    ...[dropoutRateClaim, rampedRateClaim, correlationClaim, searchClaim, largeModelsClaim],
    ...[divergenceClaim, removalClaim],
  ];
  const estimate = { estimate: -0.5, low: -0.75, high: -0.25, n: 1000 };
  const entries = [...claims, ...trickClaims].map((claim) =>
    ledgerEntry(claim, profiles.standard, { estimate, verdict: "not reproduced" })
  );
  const rows = claimsMarkdown(entries).split("\n").filter((line) => line.startsWith("| ["));
  assertEquals(rows.length, entries.length);
  for (const row of rows) assert(row.length <= 150, row);
});
