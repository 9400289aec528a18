import { assert, assertEquals } from "@std/assert";
import { displayable, isDisplayable, jupyterDisplay } from "../../lib/display/displayable.ts";

Deno.test("displayable() answers the kernel's question and prints as text", () => {
  const shown = displayable("<i>a</i>", "a\nb");
  const method = (shown as unknown as Record<symbol, () => unknown>)[Symbol.for("Jupyter.display")]!;
  assertEquals(method(), { "text/html": "<i>a</i>", "text/plain": "a\nb" });
  assertEquals(shown[jupyterDisplay](), { "text/html": "<i>a</i>", "text/plain": "a\nb" });
  assertEquals(Deno.inspect(shown), "a\nb");
});

Deno.test("isDisplayable() tells what shows itself from other values", () => {
  assert(isDisplayable(displayable("", "")));
  for (const value of [null, undefined, 7, "a", {}, { html: "<b>" }, []]) assert(!isDisplayable(value));
});
