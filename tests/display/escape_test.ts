import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { parseDocument } from "../../lib/display/document.ts";
import { embedJson, escapeHtml, hashText, plainLine } from "../../lib/display/escape.ts";
import { hostile } from "./markup.ts";

Deno.test("escapeHtml() is undone by a browser's reading, as text and as attribute", () => {
  for (const text of [hostile, "a & b", "&amp;", "", "1 < 2 > 0", "`${x}`"]) {
    const { body } = parseDocument(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`);
    assertEquals(body.querySelector("p")!.textContent, text);
    assertEquals(body.querySelector("p")!.getAttribute("title"), text);
    assertEquals(body.children.length, 1);
  }
});

Deno.test("embedJson() is a literal of the same value, and has no sign that HTML reads", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const literal = embedJson(value);
    assertEquals(JSON.parse(literal), JSON.parse(JSON.stringify(value)));
    assert(!/[<>&\u2028\u2029]/.test(literal));
  }));
  const value = { "</script>": ["<!--", "]]>", "\u2028", hostile] };
  assertEquals(new Function(`return ${embedJson(value)}`)(), value);
  assert(!embedJson(value).includes("<"));
});

Deno.test("plainLine() leaves one line that can't steer a terminal", () => {
  assertEquals(plainLine("a\nb\t c\r\n"), "a b c ");
  assertEquals(plainLine("\x1b[31mred\x07"), "\u{fffd}[31mred\u{fffd}");
  assertEquals(plainLine("naïve – 7 ✓"), "naïve – 7 ✓");
});

Deno.test("hashText() is 32-bit FNV-1a", () => {
  // Reference values of the hash's authors for the empty text, "a" and "foobar".
  assertEquals([hashText(""), hashText("a"), hashText("foobar")], ["811c9dc5", "e40c292c", "bf9cf968"]);
  assertNotEquals(hashText("ab"), hashText("ba"));
});
