import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { claimsTable } from "../../lib/display/claims_table.ts";
import { parseDocument } from "../../lib/display/document.ts";
import { bare, full } from "./claims.ts";
import { assertHarmless, hostile } from "./markup.ts";

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
  assertStringIncludes(rows[1]!.textContent!, "not measured");
  assertEquals(text.split("\n").length, 5);
});

Deno.test("claimsTable() has the verdicts at another scale below its own", () => {
  const others = [{ ...full, profile: "standard", verdict: "not reproduced" }];
  const { html, text } = claimsTable([full, { ...bare, id: "C4" }], { beside: others });
  const verdicts = [...parseDocument(html).body.querySelectorAll("tbody td:nth-child(3)")];
  assertEquals(verdicts[0]!.textContent, "✓reproducedstandard: not reproduced");
  assert(!verdicts[1]!.textContent!.includes("standard"));
  assertStringIncludes(text, "✓ reproduced (standard: not reproduced)");
  assertHarmless(claimsTable([full], { beside: [{ ...full, profile: hostile, verdict: hostile }] }).html);
});

Deno.test("claimsTable() links the notebook beside it and nothing else", () => {
  const names = [
    "02_correlation",
    "javascript:alert(1)//",
    "../a",
    "https://x.org/a",
    hostile,
  ];
  const { html } = claimsTable(names.map((notebook) => ({ ...full, notebook })));
  const links = [...parseDocument(html).body.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  assertEquals(links, ["02_correlation.ipynb"]);
  assertHarmless(html);
});
