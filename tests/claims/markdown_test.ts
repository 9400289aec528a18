import { assert, assertEquals } from "@std/assert";
import { claimsMarkdown, correlationEntry } from "../../lib/claims/mod.ts";
import { profiles } from "../../lib/profiles.ts";

Deno.test("claimsMarkdown() writes a row for each claim, two digits a number", () => {
  const entry = {
    ...correlationEntry(profiles.quick, undefined),
    estimate: 0.7123,
    low: 0.5,
    high: 0.849,
    n: 44,
    ceiling: 0.9,
    verdict: "reproduced",
  } as const;
  const [head, rule, row, ...rest] = claimsMarkdown([entry]).split("\n");
  const cells = (line: string | undefined) => line!.split("|").slice(1, -1).map((cell) => cell.trim());
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
  assertEquals(cells(row), [
    "C2, Fig. 5",
    "One-shot accuracy predicts stand-alone accuracy",
    "Spearman correlation 0.71 (95 % interval 0.50 to 0.85, n = 44)",
    "0.90",
    "**reproduced**",
    "quick",
    "[03_correlation](notebooks/03_correlation.ipynb)",
  ]);
  assertEquals(new Set([head, rule, row].map((line) => line!.length)).size, 1);
  assertEquals(rest, []);
});
