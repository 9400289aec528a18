import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { displayable } from "../../lib/display/displayable.ts";
import { parseDocument } from "../../lib/display/document.ts";
import { htmlTable, table } from "../../lib/display/table.ts";
import { assertHarmless, assertWellFormed, hostile } from "./markup.ts";

const cellsOf = (html: string, selector = "td") =>
  [...parseDocument(html).body.querySelectorAll(selector)].map((cell) => cell.textContent);

Deno.test("htmlTable() formats numbers by column, with the unit in the head", () => {
  const rows = [["sep3", 0.8512, 12.345, 123456], ["max3", 0.9, 7, 5]];
  const { html } = htmlTable(["operation", "accuracy", "seconds", "parameters"], rows, {
    columns: { accuracy: { percent: true }, seconds: { digits: 2, unit: "s", label: "time" } },
  });
  assertEquals(cellsOf(html, "th"), ["operation", "accuracy (%)", "time (s)", "parameters"]);
  assertEquals(cellsOf(html), ["sep3", "85.1", "12.35", "123,456", "max3", "90.0", "7.00", "5"]);
  assertWellFormed(html);
});

Deno.test("table() takes digits and percent in short, and refuses what is neither", () => {
  const columns = { loss: 2, accuracy: "%" } as const;
  const shown = table([{ loss: 1.2345, accuracy: 0.5 }], { columns });
  assertEquals(shown.text.split("\n"), ["loss  accuracy (%)", "----  ------------", "1.23          50.0"]);
  const refused = (format: unknown, words: string) =>
    assertThrows(() => table([{ loss: 1 }], { columns: { loss: format as "%" } }), RangeError, words);
  refused(-1, "columns.loss.digits = -1: expected an integer 0 to 100");
  refused("percent", 'columns.loss = "percent": expected an object with digits, percent, unit, label');
});

Deno.test("htmlTable() puts a column at the right if it has numbers and else only gaps", () => {
  const { html, text } = htmlTable(["a", "b", "c", "d"], [[1, null, "x", null], [22n, null, 3, 4.5]]);
  assertEquals(cellsOf(html, "th.number"), ["a", "d"]);
  assertEquals(cellsOf(html, "td.number"), ["1", "–", "22", "4.5"]);
  assertEquals(text.split("\n"), [
    " a  b  c    d",
    "--  -  -  ---",
    " 1  –  x    –",
    "22  –  3  4.5",
  ]);
});

Deno.test("htmlTable() shows NaN and huge numbers as text", () => {
  const { html, text } = htmlTable(["x"], [[NaN], [Infinity], [1e300], [-1.5]], {
    columns: { x: { digits: 1 } },
  });
  assertEquals(cellsOf(html, "td.number"), ["NaN", "Infinity", "1.000e+300", "-1.5"]);
  const lines = text.split("\n");
  assertEquals(new Set(lines.map(({ length }) => length)), new Set([10]));
});

Deno.test("htmlTable() shows hostile names, values and captions as text", () => {
  const options = { caption: hostile, columns: { [hostile]: { unit: hostile } } };
  const { html, text } = htmlTable([hostile], [[hostile], [{ a: hostile }]], options);
  assertHarmless(html);
  assertEquals(cellsOf(html)[0], hostile);
  assertEquals(cellsOf(html, "caption"), [hostile]);
  assertStringIncludes(text, hostile);
});

Deno.test("htmlTable() keeps rows of text in line whatever is in them", () => {
  const { text } = htmlTable(["a", "b"], [["x\ny\x1b[2J", 1], ["😀", 22]]);
  assertEquals(text.split("\n").length, 4);
  assert(!text.includes("\x1b"));
  assertEquals(text.split("\n").map((line) => [...line].length), [13, 13, 13, 13].map((width) => width - 2));
});

Deno.test("htmlTable() lets a cell show itself, and long architectures break", () => {
  const { html, text } = htmlTable(["a"], [[displayable("<b>bold</b>", "*bold*")], ["c1>sep3|c1>max3"]]);
  assertStringIncludes(html, "<td><b>bold</b></td>");
  assertStringIncludes(html, "c1&gt;sep3|<wbr>c1&gt;max3");
  assertStringIncludes(text, "*bold*");
});

Deno.test("htmlTable() brings rules for its own class only", () => {
  const [, rules = ""] = /<style>(.*?)<\/style>/.exec(htmlTable(["a"], [[1]]).html)!;
  const selectors = rules.split("}").filter((rule) => rule !== "").map((rule) =>
    rule.slice(0, rule.indexOf("{"))
  );
  assert(selectors.length > 3);
  for (const selector of selectors) assert(selector.startsWith("table.oneshot-table"), selector);
});

Deno.test("htmlTable() of no rows has its head, and a row of another length is refused", () => {
  assertEquals(htmlTable(["a", "b"], []).text, "a  b\n-  -");
  assertThrows(() => htmlTable(["a", "b"], [[1, 2], [1]]), RangeError, "found 1 values in row 1, expected 2");
});

Deno.test("table() shows rows as they are", () => {
  const rows = [{ name: "sep3", accuracy: 0.85, n: null }, { name: hostile, accuracy: NaN, n: 7 }];
  const options = { caption: "Operations", columns: { accuracy: { percent: true } } };
  const shown = table(rows, options);
  const expected = htmlTable(["name", "accuracy", "n"], [["sep3", 0.85, null], [hostile, NaN, 7]], options);
  assertEquals([shown.text, shown.html], [expected.text, expected.html]);
  assertHarmless(shown.html);
});

Deno.test("table() takes columns from all rows and fills gaps", () => {
  const { text } = table([{ a: 1 }, { b: true, a: 2 }, { c: "x", b: undefined }]);
  assertEquals(text.split("\n"), ["a  b    c", "-  ---  -", "1  –    –", "2  yes  –", "–  –    x"]);
});

Deno.test("table() shows a DataFrame of the caller", () => {
  const frame = { columns: ["a", "b"], values: [[1, 2], [3, 4]] };
  assertEquals((table(frame)).text, "a  b\n-  -\n1  2\n3  4");
  assertEquals((table({ columns: ["a"], values: [1, 2] })).text, "a\n-\n1\n2");
});

Deno.test("table() of no rows is empty", () => {
  assertEquals((table([], { caption: "None" })).text.split("\n")[0], "None");
});
