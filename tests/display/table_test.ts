import { assertEquals } from "@std/assert";
import { htmlTable } from "../../lib/display/html_table.ts";
import { table } from "../../lib/display/table.ts";
import { assertHarmless, hostile } from "./markup.ts";

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
