import { assertEquals, assertStringIncludes } from "@std/assert";
import { claimsOverview, claimsTable } from "../../../lib/display/figures/claims_table.ts";
import { parseDocument } from "../../../lib/display/document.ts";
import { bare, full } from "../claims.ts";
import { assertHarmless, hostile } from "../markup.ts";

Deno.test("claimsTable() has a row for each claim, in order", () => {
  const { html, text } = claimsTable([full, { ...bare, id: "C4" }], { caption: "All" });
  const rows = [...parseDocument(html).body.querySelectorAll("tbody tr")];
  assertEquals(rows.map((row) => row.querySelector("td")!.textContent), ["C2", "C4"]);
  for (
    const part of [
      "✓reproduced",
      "Spearman 0.71 (95 % interval 0.53 to 0.84)",
      "n = 24",
      "noise ceiling 0.88",
      "profile quick, 4 min 00 s of computing",
    ]
  ) {
    assertStringIncludes(rows[0]!.textContent!, part);
  }
  assertEquals(text.split("\n").slice(-2), [
    "C2   One-shot accuracy predicts stand-alone accuracy  ✓ reproduced  Spearman 0.71 (95 % interval 0.53 to 0.84)",
    "C4   One-shot accuracy predicts stand-alone accuracy  ? not run     not measured",
  ]);
});

Deno.test("claimsOverview() has a column for each ledger", () => {
  const here = [full, { ...bare, id: "C4" }];
  const there = here.map((entry) => ({ ...entry, dataset: "CIFAR-10", profile: "cifar", verdict: "partly" }));
  const { html, text } = claimsOverview([here, there], { caption: "All" });
  const { body } = parseDocument(html);
  const heads = [...body.querySelectorAll("thead th")].map((head) => head.textContent);
  assertEquals(heads.slice(2), ["Fashion-MNIST, quick", "CIFAR-10, cifar"]);
  const rows = [...body.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("td")].slice(2).map((cell) => cell.textContent));
  assertEquals(rows, [
    ["✓reproduced0.71 (0.53 to 0.84)", "~partly0.71 (0.53 to 0.84)"],
    ["?not run", "~partly"],
  ]);
  assertStringIncludes(text, "~ partly, 0.71 (0.53 to 0.84)");
  assertHarmless(claimsOverview([[{ ...full, dataset: hostile, profile: hostile, verdict: hostile }]]).html);
});

Deno.test("claimsTable() links the notebook beside it and nothing else", () => {
  const names = [
    "02_correlation",
    "javascript:alert(1)//",
    "../a",
    "https://x.org/a",
    hostile,
  ];
  const entries = names.map((notebook) => ({ ...full, notebook }));
  for (const { html } of [claimsTable(entries), claimsOverview([entries])]) {
    const links = [...parseDocument(html).body.querySelectorAll("a")].map((link) =>
      link.getAttribute("href")
    );
    assertEquals(links, ["02_correlation.ipynb"]);
    assertHarmless(html);
  }
});
