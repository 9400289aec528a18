import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseDocument } from "../../../lib/display/document.ts";
import { verdictBadge } from "../../../lib/display/figures/verdict.ts";
import { assertHarmless, hostile } from "../markup.ts";

Deno.test("verdictBadge() has a sign beside every word", () => {
  const cases: [string, string][] = [
    ["reproduced", "✓ reproduced"],
    ["Confirmed", "✓ Confirmed"],
    ["partly reproduced", "~ partly reproduced"],
    ["not reproduced", "✗ not reproduced"],
    ["contradicted", "✗ contradicted"],
    ["not measured", "? not measured"],
    ["inconclusive", "? inconclusive"],
    ["not run", "? not run"],
    ["nothing to say", "· nothing to say"],
  ];
  for (const [verdict, text] of cases) {
    assertEquals(verdictBadge(verdict).text, text);
    assertStringIncludes(verdictBadge(verdict).html, `${text.slice(2)}</span>`);
  }
});

Deno.test("verdictBadge() gives verdicts other colours", () => {
  const colours = ["reproduced", "partly reproduced", "not reproduced", "not measured"].map((verdict) =>
    /border:1.5px solid ([^;]*)/.exec(verdictBadge(verdict).html)![1]
  );
  assertEquals(new Set(colours).size, 4);
});

Deno.test("verdictBadge() shows hostile text as text", () => {
  const { html } = verdictBadge(hostile);
  assertHarmless(html);
  assertStringIncludes(parseDocument(html).body.textContent!, hostile);
});
