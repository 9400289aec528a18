import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCard } from "../../../lib/display/figures/run_card.ts";
import { assertHarmless, assertWellFormed, hostile } from "../markup.ts";

const run = { title: "one-shot", loaded: false, seconds: 42, facts: { loss: 0.51234 } };

Deno.test("runCard() says whether a run was computed, and draws the course of its training", () => {
  const curve = [{ step: 1, loss: 2.3, accuracy: 0.1 }, { step: 2, loss: 1.9, accuracy: 0.3 }];
  const { html, text } = runCard({ ...run, curve });
  assertWellFormed(html);
  assertStringIncludes(text, "computed now, in 42 s");
  assertStringIncludes(text, "0.5123");
  assertStringIncludes(text, "[plot: Loss while training]");
  assert(!runCard(run).html.includes("<svg"));
});

Deno.test("runCard() lists results, the first fifty of many, with gaps where one has not what others have", () => {
  const rows = Array.from({ length: 60 }, (_, index) => index === 1 ? { index } : { index, accuracy: 0.5 });
  const { text } = runCard({ ...run, rows });
  assertStringIncludes(text, "The first 50 of 60");
  const lines = text.split("\n");
  assertEquals(lines.at(-1)!.trim().split(/ +/), ["49", "0.5"]);
  assert(lines.some((line) => /^ *1 +–$/.test(line)));
});

Deno.test("runCard() shows hostile facts as text", () => {
  const { html } = runCard({
    ...{ title: hostile, loaded: true, seconds: NaN },
    facts: { [hostile]: hostile },
    rows: [{ [hostile]: hostile }],
  });
  assertHarmless(html);
});
