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

Deno.test("claimBox() says what was not measured and leaves out what is not known", () => {
  assertEquals(claimBox(bare).text.split("\n"), [
    `Paper    C2: ${bare.title}`,
    "Here     not measured",
    "Verdict  ? not measured",
  ]);
});

Deno.test("claimBox() shows hostile text as text", () => {
  const entry = Object.fromEntries(Object.keys(full).map((key) => [key, hostile])) as unknown as typeof full;
  const { html } = claimBox(entry);
  assertHarmless(html);
  assertStringIncludes(parseDocument(html).body.querySelector("td")!.textContent!, hostile);
});

Deno.test("formatFinding() and formatEstimate() write numbers and texts", () => {
  assertEquals(formatFinding({ ...full, low: null }), "Spearman 0.71");
  assertEquals(
    formatFinding({ ...full, estimate: "95.5 %", statistic: null }),
    "95.5 % (95 % interval 0.53 to 0.84)",
  );
  assertEquals([0.005, 1, -0.5, NaN, "a", null].map(formatEstimate), [
    "0.005",
    "1.00",
    "-0.50",
    "NaN",
    "a",
    "–",
  ]);
});
