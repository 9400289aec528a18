import { assertThrows } from "@std/assert";
import { requireNumbers } from "../../lib/stats/numbers.ts";

Deno.test("requireNumbers() accepts enough finite numbers", () => {
  requireNumbers("test", [], 0);
  requireNumbers("test", [-0, 5e-324, 1.7e308], 3);
});

Deno.test("requireNumbers() says for what, what it found and what it wanted", () => {
  const cases: [number[], number, string][] = [
    [[], 1, "Cannot test: found 0 numbers, expected at least 1"],
    [[1, 2], 3, "Cannot test: found 2 numbers, expected at least 3"],
    [[1, NaN, Infinity], 3, "Cannot test: found NaN at index 1, expected a finite number"],
    [[-Infinity], 1, "Cannot test: found -Infinity at index 0, expected a finite number"],
  ];
  for (const [values, least, message] of cases) {
    assertThrows(() => requireNumbers("test", values, least), RangeError, message);
  }
});
