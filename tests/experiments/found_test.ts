import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { isDisplayable, jupyterDisplay } from "../../lib/display/mod.ts";
import { withCard } from "../../lib/experiments/found.ts";
import type { Found } from "../../lib/experiments/laboratory.ts";
import { bestOf } from "../../lib/experiments/retraining.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { collectProvenance } from "../../lib/runs/mod.ts";
import { formatArchitecture, parseArchitecture } from "../../lib/space/mod.ts";

const provenance = collectProvenance({
  ...{ seed: 7, workers: 2, startedAt: "2026-01-02T03:04:05.000Z", seconds: 61 },
});
const result = {
  curve: [{ step: 1, loss: 2, accuracy: 0.1 }],
  allOn: { loss: 0.3, accuracy: 0.91 },
  weights: "A".repeat(5000),
};

/** What the kernel gets to show. */
// deno-lint-ignore no-explicit-any -- the method is not in the type: to those who compute, results are plain data
const shown = (value: unknown): Record<string, string> => (value as any)[jupyterDisplay]();

Deno.test("withCard() gives plain data that show themselves as a card", () => {
  const it = withCard("one-shot", { result, loaded: true, seconds: 61 }, provenance);
  assertEquals(it, { result, loaded: true, seconds: 61 });
  assertEquals(JSON.parse(JSON.stringify(it)), { result, loaded: true, seconds: 61 });
  const text = shown(it)["text/plain"]!;
  for (
    const said of [
      "one-shot",
      "loaded; it took 1 min 01 s then",
      "allOn accuracy",
      "0.91",
      "2026-01-02 03:04",
    ]
  ) {
    assertStringIncludes(text, said);
  }
  assert(!text.includes("AAAA"), "weights are not for reading");
  assertStringIncludes(shown(it)["text/html"]!, "<svg");
  assertEquals(Deno.inspect(it), text);
});

Deno.test("withCard() takes the seconds of what was found, not those of the run", () => {
  const it = withCard("one-shot", { result, loaded: false, seconds: 5 }, provenance);
  assertStringIncludes(Deno.inspect(it), "computed now, in 5.0 s");
});

Deno.test("withCard() lists results of which there are many", () => {
  const many: Found<unknown> = withCard("sample", {
    result: [{ architecture: "c1>max3", standAlone: [0.8, 0.9], history: Array.from({ length: 9 }) }],
    loaded: false,
    seconds: 2,
  });
  const lines = Deno.inspect(many).split("\n");
  assertEquals(lines.at(-3)!.trim().split(/ {2,}/), [
    "architecture",
    "standAlone 0",
    "standAlone 1",
    "history",
  ]);
  assertEquals(lines.at(-1)!.trim().split(/ {2,}/), ["c1>max3", "0.8", "0.9", "9"]);
});

Deno.test("bestOf() gives architectures that are plain data and show themselves as drawings", () => {
  const architecture = "c2+c1>identity+sep3|c1>max3|b0+b1>conv7|b2>sep5";
  const { space } = profiles.quick;
  const [best] = bestOf(profiles.quick, [{ architecture, score: 0.5 }], 1);
  assertEquals(best, parseArchitecture(space, architecture));
  assertEquals(formatArchitecture(space, best!), architecture);
  assertStringIncludes(shown(best)["text/html"]!, "<svg");
  assertEquals(isDisplayable(best), false, "it has no html of its own");
});
