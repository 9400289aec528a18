import { assertEquals } from "@std/assert";
import { beside } from "../../lib/display/beside.ts";
import { displayable } from "../../lib/display/displayable.ts";
import { assertWellFormed } from "./markup.ts";

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
