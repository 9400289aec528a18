import { assert, assertEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import { displayable } from "../../lib/display/displayable.ts";
import { htmlTable } from "../../lib/display/table.ts";
import { startTable } from "../../lib/display/table_client.js";

/** Elements as they are in a browser; types of the DOM are not there in Deno. */
// deno-lint-ignore no-explicit-any -- see above
type Any = any;

const columns = ["operation", "accuracy", "n"];
const values = [
  ["sep3", 0.85123, 12],
  ["conv10", null, 7],
  ["conv9", 0.85119, 7],
  ["identity", NaN, 100],
  ["max3", -1e300, 7n],
];

/** A table on a page: clicks on its heads, and its first column from top to bottom. */
function page(html = htmlTable(columns, values, { columns: { accuracy: { percent: true } } }).html) {
  const { document, window } = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as Any;
  const root = document.querySelector("table");
  startTable(root);
  const heads = [...root.querySelectorAll("th")] as Any[];
  return {
    root,
    click: (column: number) =>
      heads[column].querySelector("button").dispatchEvent(new window.Event("click", { bubbles: true })),
    first: () => [...root.querySelectorAll("tbody tr")].map((row: Any) => row.children[0].textContent),
    said: () => heads.map((head) => head.getAttribute("aria-sort")),
  };
}

Deno.test("startTable() sorts numbers by what they are, not as they are written, with gaps at the end", () => {
  const { click, first, said } = page();
  click(1);
  // Both of the first are 85.1 on the page.
  assertEquals(first(), ["sep3", "conv9", "max3", "conv10", "identity"]);
  assertEquals(said(), [null, "descending", null]);
  click(1);
  assertEquals(first(), ["max3", "conv9", "sep3", "conv10", "identity"]);
  assertEquals(said(), [null, "ascending", null]);
});

Deno.test("startTable() brings the first order back with the third click", () => {
  const { click, first, said } = page();
  for (let clicks = 0; clicks < 3; clicks++) click(2);
  assertEquals(first(), ["sep3", "conv10", "conv9", "identity", "max3"]);
  assertEquals(said(), [null, null, null]);
});

Deno.test("startTable() keeps rows with equal numbers as they came, and sorts by one column at a time", () => {
  const { click, first, said } = page();
  click(1);
  click(2);
  assertEquals(first(), ["identity", "sep3", "conv10", "conv9", "max3"]);
  assertEquals(said(), [null, null, "descending"]);
});

Deno.test("startTable() sorts words with numbers in them as people would", () => {
  const { click, first } = page();
  click(0);
  assertEquals(first(), ["conv9", "conv10", "identity", "max3", "sep3"]);
});

Deno.test("startTable() sorts cells that show themselves by their text", () => {
  const cells = ["b", "c", "a"].map((text) => [displayable(`<i title="z">${text}</i>`, text)]);
  const { click, first } = page(htmlTable(["x"], cells).html);
  click(0);
  assertEquals(first(), ["a", "b", "c"]);
});

Deno.test("startTable() leaves a column without a name alone", () => {
  const { root } = page(htmlTable(["x", ""], [["b", 1], ["a", 2]]).html);
  const buttons = [...root.querySelectorAll("button")] as Any[];
  assertEquals(buttons.map((button) => button.textContent), ["x"]);
});

Deno.test("htmlTable() of a single row has no script, others start theirs once", () => {
  assert(!htmlTable(["a"], [[1]]).html.includes("<script"));
  const { html } = htmlTable(["a"], [[1], [2]]);
  assert(html.includes("not([data-ready])"));
  assert(page(html).root.hasAttribute("data-ready"));
});
