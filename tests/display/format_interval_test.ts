import { assertEquals } from "@std/assert";
import { formatInterval } from "../../lib/display/format_interval.ts";

Deno.test("formatInterval() writes estimate and interval to as many digits as it is told", () => {
  const estimate = { estimate: 1 / 3, low: -1, high: 2 / 3 };
  assertEquals(formatInterval(estimate), "0.33 (95 % interval -1.00 to 0.67)");
  assertEquals(formatInterval(estimate, 0), "0 (95 % interval -1 to 1)");
});
