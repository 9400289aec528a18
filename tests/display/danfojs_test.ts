import { assertEquals } from "@std/assert";
import { repairNodeUtil } from "../../lib/engine/runtime.ts";

Deno.test("DataFrame keeps columns, their order, and values of every kind", async () => {
  repairNodeUtil();
  const { DataFrame } = await import("../../lib/display/danfojs.ts");
  const frame = new DataFrame([[1, "x", null], [NaN, "<b>", 1e300]], { columns: ["b", "a", "c"] });
  assertEquals(frame.columns, ["b", "a", "c"]);
  assertEquals(frame.values, [[1, "x", null], [NaN, "<b>", 1e300]]);
});
