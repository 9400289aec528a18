import { assertEquals } from "@std/assert";
import { byteRows } from "../../../lib/datasets/formats/byte_rows.ts";

Deno.test("byteRows() gives rows back in their order, over as many blocks as they need", () => {
  for (const length of [1, 3, 50_000, 100_000]) {
    const rows = byteRows(length);
    for (let row = 0; row < 7; row++) rows.next().fill(row);
    for (const index of [0, 1, 2, 3, 4, 5, 6]) {
      const row = rows.at(index);
      assertEquals([row.length, row[0], row.at(-1)], [length, index, index]);
    }
  }
});
