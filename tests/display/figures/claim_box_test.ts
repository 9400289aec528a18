import { assertEquals, assertStringIncludes } from "@std/assert";
import { claimBox, formatEstimate, formatFinding } from "../../../lib/display/figures/claim_box.ts";
import { parseDocument } from "../../../lib/display/document.ts";
import { bare, full } from "../claims.ts";
import { assertHarmless, hostile } from "../markup.ts";

Deno.test("claimBox() has three rows with all that is known", () => {
  const { html, text } = claimBox(full);
  const { body } = parseDocument(html);
  assertEquals([...body.querySelectorAll("th")].map((head) => head.textContent), [
    "Paper",
    "Here",
    "Verdict",
  ]);
  const [paper, here, verdict] = [...body.querySelectorAll("td")].map((cell) => cell.textContent!);
  for (const part of [full.title, "C2, Fig. 5"]) assertStringIncludes(paper!, part);
  for (
    const part of ["Spearman 0.71", "95 % interval 0.53 to 0.84", "n = 24", "noise ceiling 0.88", "quick"]
  ) {
    assertStringIncludes(here!, part);
  }
  for (const part of ["✓", "reproduced", "interval above 0.3"]) assertStringIncludes(verdict!, part);
  assertEquals(text.split("\n").length, 3);
});

Deno.test("claimBox() says what was not measured and leaves out what it has no number for", () => {
  assertEquals(claimBox(bare).text.split("\n"), [
    `Paper    C2, Fig. 5: ${bare.title}`,
    "Here     not measured; Fashion-MNIST, profile quick",
    "Verdict  ? not run; the rule: interval above 0.3",
  ]);
});

Deno.test("claimBox() shows hostile text as text", () => {
  const texts = Object.entries(full).filter(([, value]) => typeof value === "string");
  const entry = { ...full, ...Object.fromEntries(texts.map(([key]) => [key, hostile])) };
  const { html } = claimBox(entry);
  assertHarmless(html);
  assertStringIncludes(parseDocument(html).body.querySelector("td")!.textContent!, hostile);
});

Deno.test("formatFinding() and formatEstimate() write an interval where there is one", () => {
  assertEquals(formatFinding(full), "Spearman 0.71 (95 % interval 0.53 to 0.84)");
  assertEquals(formatFinding({ ...full, low: null }), "Spearman 0.71");
  assertEquals(formatEstimate(0.5, 0.05, 1), "0.50 (0.050 to 1.00)");
  const alone = [0.005, 1, -0.5, NaN].map((estimate) => formatEstimate(estimate));
  assertEquals(alone, ["0.005", "1.00", "-0.50", "NaN"]);
});

Deno.test("claimBox() lists what a verdict is put together from", () => {
  const parts = [
    { name: "at 0.1", estimate: 0.5, low: 0.2, high: 0.7, verdict: "reproduced" },
    { name: "at 0.9", estimate: -0.01, low: NaN, high: NaN, verdict: "untestable" },
  ];
  const listed = "; at 0.1: 0.50 (0.20 to 0.70), reproduced; at 0.9: -0.010, untestable; Fashion-MNIST";
  assertStringIncludes(claimBox({ ...full, parts }).text, listed);
});
