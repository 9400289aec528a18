/**
 * Numbers, lengths of time and other values as people read them.
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

/** The unit of a format, or the empty string. */
function unitOf({ percent = false, unit = percent ? "%" : "" }: ValueFormat): string {
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
 * import { formatNumber } from "./format.ts";
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
  if (value === null || value === undefined) return "–";
  if (typeof value === "number" || typeof value === "bigint") {
    const unit = unitOf(format);
    return `${formatNumber(value, format)}${unit && ` ${unit}`}`;
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Two numbers with one unit, e.g. `31.0 to 74.0 %`. */
export function formatRange(low: number, high: number, format: ValueFormat): string {
  return `${formatNumber(low, format)} to ${formatValue(high, format)}`;
}

/**
 * An estimate with its 95 % interval, e.g. `0.31 (95 % interval -0.05 to 0.63)`.
 *
 * @param digits after the point. @default 2
 */
export function formatInterval(
  { estimate, low, high }: { readonly estimate: number; readonly low: number; readonly high: number },
  digits = 2,
): string {
  const [at, from, to] = [estimate, low, high].map((value) => value.toFixed(digits));
  return `${at} (95 % interval ${from} to ${to})`;
}

/**
 * A length of time with its two largest units, e.g. `45 s`, `3 min 20 s` or `2 h 05 min`.
 *
 * @param seconds not negative; what is not finite is unknown, `?`
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}
