/**
 * Estimates as sentences write them.
 * @module
 */

/**
 * An estimate with its 95 % interval.
 *
 * @param digits behind the point. @default 2
 *
 * @example A correlation
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatInterval } from "./format_interval.ts";
 *
 * assertEquals(formatInterval({ estimate: 0.31, low: -0.047, high: 0.63 }), "0.31 (95 % interval -0.05 to 0.63)");
 * ```
 */
export function formatInterval(
  { estimate, low, high }: { readonly estimate: number; readonly low: number; readonly high: number },
  digits = 2,
): string {
  const [at, from, to] = [estimate, low, high].map((value) => value.toFixed(digits));
  return `${at} (95 % interval ${from} to ${to})`;
}
