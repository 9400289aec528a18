import { assertEquals } from "@std/assert";
import { loadDanfojs, table } from "../../lib/display/mod.ts";

Deno.test("table() shows what danfojs groups, joins and describes", async () => {
  const { DataFrame, merge } = await loadDanfojs();
  const rows = [{ kind: "a", score: 1 }, { kind: "b", score: 5 }, { kind: "a", score: 2 }];
  const grouped = new DataFrame(rows).groupby(["kind"]).agg({ score: ["mean", "count"] });
  assertEquals(table(grouped).text.split("\n"), [
    "kind  score_mean  score_count",
    "----  ----------  -----------",
    "a            1.5            2",
    "b              5            1",
  ]);
  const words = new DataFrame([{ kind: "a", word: "one" }, { kind: "b", word: "other" }]);
  const joined = merge({ left: new DataFrame(rows), right: words, on: ["kind"], how: "inner" });
  assertEquals(joined.columns, ["kind", "score", "word"]);
  assertEquals(joined.values.length, 3);
  const described = table(new DataFrame(rows.map(({ score }) => ({ score }))).describe()).text;
  assertEquals(described.split("\n").map((line) => line.split(/ {2,}/)[0]).slice(2), [
    ...["count", "mean", "std", "min", "median", "max", "variance"],
  ]);
});

Deno.test("a DataFrame keeps columns, their order, and values of every kind", async () => {
  const { DataFrame } = await loadDanfojs();
  const frame = new DataFrame([[1, "x", null], [NaN, "<b>", 1e300]], { columns: ["b", "a", "c"] });
  assertEquals(frame.columns, ["b", "a", "c"]);
  assertEquals(frame.values, [[1, "x", null], [NaN, "<b>", 1e300]]);
});
