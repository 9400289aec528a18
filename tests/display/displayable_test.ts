import { assert, assertEquals } from "@std/assert";
import { beside, displayable, isDisplayable, jupyterDisplay } from "../../lib/display/displayable.ts";
import { assertWellFormed } from "./markup.ts";

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

Deno.test("beside() keeps what is shown whole and in order", () => {
  const shown = beside(
    displayable("<b>1</b>", "1"),
    displayable("<i>2</i>", "2\n2"),
    displayable("<u>3</u>", "3"),
  );
  assertEquals(shown.text, "1\n\n2\n2\n\n3");
  assertEquals(shown.html.match(/<[biu]>\d<\/[biu]>/g), ["<b>1</b>", "<i>2</i>", "<u>3</u>"]);
  assertWellFormed(shown.html);
});

Deno.test("beside() of nothing is empty", () => {
  assertEquals(beside().text, "");
  assertWellFormed(beside().html);
});
