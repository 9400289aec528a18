import { assertEquals } from "@std/assert";
import {
  formatDuration,
  formatInterval,
  formatNumber,
  formatRange,
  formatValue,
  labelWithUnit,
  type ValueFormat,
} from "../../lib/display/format.ts";

Deno.test("formatNumber() writes numbers of every kind", () => {
  const cases: [number | bigint, ValueFormat, string][] = [
    [0, {}, "0"],
    [-0, {}, "0"],
    [7, {}, "7"],
    [-7, {}, "-7"],
    [1234567, {}, "1,234,567"],
    [0.123456, {}, "0.1235"],
    [12345.678, {}, "12,346"],
    [0.00012, {}, "0.00012"],
    [0.000012, {}, "1.200e-5"],
    [0.000012, { digits: 2 }, "0.00"],
    [1e15, {}, "1.000e+15"],
    [1.5e300, { digits: 1 }, "1.500e+300"],
    [Number.MAX_VALUE, { percent: true }, "Infinity"],
    [NaN, { digits: 2 }, "NaN"],
    [-Infinity, {}, "-Infinity"],
    [0.5, { digits: 0 }, "1"],
    [2, { digits: 2 }, "2.00"],
    [-0.001, { digits: 2 }, "0.00"],
    [0.7129, { percent: true }, "71.3"],
    [1, { percent: true }, "100.0"],
    [0.7129, { percent: true, digits: 0 }, "71"],
    [6_000_000_000_000_000_000n, {}, "6,000,000,000,000,000,000"],
  ];
  for (const [value, format, text] of cases) {
    assertEquals(formatNumber(value, format), text, `${value} ${JSON.stringify(format)}`);
  }
});

Deno.test("formatValue() adds units to numbers and has a text for every other value", () => {
  assertEquals(formatValue(0.5, { percent: true }), "50.0 %");
  assertEquals(formatValue(12.34, { digits: 1, unit: "s" }), "12.3 s");
  const others = [null, undefined, true, false, "<b>", [1, 2], { a: 1 }, new Date(0), Symbol("s")];
  assertEquals(others.map((value) => formatValue(value)), [
    "–",
    "–",
    "yes",
    "no",
    "<b>",
    "[1,2]",
    '{"a":1}',
    "1970-01-01T00:00:00.000Z",
    "Symbol(s)",
  ]);
});

Deno.test("labelWithUnit() knows the percent sign", () => {
  assertEquals(labelWithUnit("accuracy", { percent: true }), "accuracy (%)");
  assertEquals(labelWithUnit("share", { percent: true, unit: "" }), "share");
  assertEquals(labelWithUnit("time", { unit: "s" }), "time (s)");
  assertEquals(labelWithUnit("seeds", {}), "seeds");
});

Deno.test("formatRange() writes the unit once", () => {
  assertEquals(formatRange(0.1, 0.25, { percent: true }), "10.0 to 25.0 %");
  assertEquals(formatRange(1, 2, {}), "1 to 2");
});

Deno.test("formatInterval() writes estimate and interval to as many digits as it is told", () => {
  const estimate = { estimate: 1 / 3, low: -1, high: 2 / 3 };
  assertEquals(formatInterval(estimate), "0.33 (95 % interval -1.00 to 0.67)");
  assertEquals(formatInterval(estimate, 0), "0 (95 % interval -1 to 1)");
});

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
