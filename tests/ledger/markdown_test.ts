import { assert, assertEquals } from "@std/assert";
import { correlationClaim, ledgerEntry, searchClaim } from "../../lib/claims/mod.ts";
import { claimsMarkdown } from "../../lib/ledger/mod.ts";
import { profiles } from "../../lib/profiles.ts";

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
  const [head, rule, first, second, ...rest] = claimsMarkdown(entries).split("\n");
  assertEquals(cells(head), [
    "claim",
    "the paper says",
    "here",
    "noise ceiling",
    "verdict",
    "profile",
    "notebook",
  ]);
  assert(cells(rule).every((cell) => /^-{3,}$/.test(cell)));
  assertEquals(cells(first), [
    "C2, Fig. 5",
    "One-shot accuracy predicts stand-alone accuracy",
    "Spearman correlation 0.71 (95 % interval 0.50 to 0.85), n = 44",
    "0.90",
    "**reproduced**",
    "quick",
    "[05_correlation](notebooks/05_correlation.ipynb)",
  ]);
  assertEquals(cells(second), [
    "C3, Table 1",
    "The best architectures by one-shot accuracy, retrained, beat other methods",
    "not run",
    "",
    "**not run**",
    "standard",
    "[06_search](notebooks/06_search.ipynb)",
  ]);
  assertEquals(new Set([head, rule, first, second].map((line) => line!.length)).size, 1);
  assertEquals(rest, []);
});
