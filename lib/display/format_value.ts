/**
 * Numbers and other values as people read them.
 * @module
 */
import { flag, number, optional, type Shape, text } from "../options.ts";

/** How a number is written. */
export interface ValueFormat {
  /** Digits after the point. @default as many as make 4 significant digits, none for an integer */
  readonly digits?: number;
  /** Whether a share is written in percent, e.g. 0.713 as `71.3`. @default false */
  readonly percent?: boolean;
  /** What is counted, e.g. `"s"`. @default "%" if `percent`, else nothing */
  readonly unit?: string;
}

/** What is accepted of a format. */
export const formatShape: Shape<ValueFormat> = {
  digits: optional(
    number((value) => Number.isSafeInteger(value) && value >= 0 && value <= 100, "an integer 0 to 100"),
  ),
  percent: optional(flag),
  unit: optional(text),
};

/** What stands for a value that is not there. */
export const missing = "–";

/** The unit of a format, or the empty string. */
export function unitOf({ percent = false, unit = percent ? "%" : "" }: ValueFormat): string {
  return unit;
}

/** What is measured with its unit, e.g. `accuracy (%)`. */
export function labelWithUnit(label: string, format: ValueFormat): string {
  const unit = unitOf(format);
  return unit === "" ? label : `${label} (${unit})`;
}

/**
 * A value without its unit. Numbers that have no sensible decimal form are written as words or with an exponent.
 *
 * @example Numbers of all sizes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatNumber } from "./format_value.ts";
 *
 * assertEquals(formatNumber(0.71349, { percent: true }), "71.3");
 * assertEquals(formatNumber(0.71349, { digits: 2 }), "0.71");
 * assertEquals(formatNumber(1659571200), "1,659,571,200");
 * assertEquals(formatNumber(NaN), "NaN");
 * assertEquals(formatNumber(1.5e300), "1.500e+300");
 * ```
 */
export function formatNumber(value: number | bigint, format: ValueFormat = {}): string {
  const { percent = false, digits = percent ? 1 : undefined } = format;
  if (typeof value === "bigint") return value.toLocaleString("en-US");
  const shown = percent ? value * 100 : value;
  if (!Number.isFinite(shown)) return String(shown);
  const size = Math.abs(shown);
  if (size >= 1e15 || (digits === undefined && size > 0 && size < 1e-4)) return shown.toExponential(3);
  const options = digits !== undefined
    ? { minimumFractionDigits: digits, maximumFractionDigits: digits }
    : Number.isInteger(shown)
    ? { maximumFractionDigits: 0 }
    : { maximumSignificantDigits: Math.max(4, Math.floor(Math.log10(size)) + 1) };
  // Else -0.001 to two digits would be "-0.00".
  return shown.toLocaleString("en-US", { ...options, signDisplay: "negative" });
}

/** Any value as text, numbers with their unit; `null` and `undefined` as a dash. */
export function formatValue(value: unknown, format: ValueFormat = {}): string {
  switch (typeof value) {
    case "number":
    case "bigint": {
      const unit = unitOf(format);
      return `${formatNumber(value, format)}${unit && ` ${unit}`}`;
    }
    case "boolean":
      return value ? "yes" : "no";
    case "string":
      return value;
    case "undefined":
      return missing;
    case "object":
      if (value === null) return missing;
      return value instanceof Date ? value.toISOString() : JSON.stringify(value);
    default:
      return String(value);
  }
}
