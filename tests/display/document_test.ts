import { assertEquals } from "@std/assert";
import { document, parseDocument, toMarkup } from "../../lib/display/document.ts";

Deno.test("parseDocument() holds the HTML in its body", () => {
  const { body } = parseDocument("<p>one</p><svg><circle r='2'/></svg>");
  assertEquals(body.querySelector("p")?.textContent, "one");
  assertEquals(body.querySelector("circle")?.getAttribute("r"), "2");
});

Deno.test("document makes elements and keeps none", () => {
  const element = document.createElement("b");
  element.textContent = "one";
  assertEquals(element.textContent, "one");
  assertEquals(document.body.textContent, "");
});

Deno.test("toMarkup() escapes text and attributes, and closes empty elements of SVG only", () => {
  const element = document.createElement("b");
  element.textContent = "<i>&";
  element.setAttribute("title", `"<'`);
  assertEquals(toMarkup(element), '<b title="&quot;&lt;&#39;">&lt;i&gt;&amp;</b>');
  assertEquals(toMarkup(document.createElement("i")), "<i></i>");
  const svg = '<svg viewBox="0 0 1 1"><g id="a"><rect x="1"/></g> text</svg>';
  assertEquals(toMarkup(parseDocument(svg).body.querySelector("svg")!), svg);
});
