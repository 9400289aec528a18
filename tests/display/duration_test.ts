import { assertEquals } from "@std/assert";
import { formatDuration } from "../../lib/display/duration.ts";

Deno.test("formatDuration() changes units without ever showing 60 of one", () => {
  const cases: [number, string][] = [
    [0, "0.0 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.5, "1 min 00 s"],
    [61, "1 min 01 s"],
    [3599.4, "59 min 59 s"],
    [3599.6, "1 h 00 min"],
    [7170, "2 h 00 min"],
    [90_000, "25 h 00 min"],
  ];
  for (const [seconds, text] of cases) assertEquals(formatDuration(seconds), text);
});

Deno.test("formatDuration() of what is not finite is unknown", () => {
  for (const seconds of [NaN, Infinity, -Infinity]) assertEquals(formatDuration(seconds), "?");
});
