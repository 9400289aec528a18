/**
 * Time as people say it.
 * @module
 */

/**
 * A length of time with its two largest units.
 *
 * @param seconds not negative; what is not finite is unknown, `?`
 *
 * @example From less than a second to hours
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatDuration } from "./duration.ts";
 *
 * const lengths = [0.4, 45, 200, 7499].map(formatDuration);
 * assertEquals(lengths, ["0.4 s", "45 s", "3 min 20 s", "2 h 05 min"]);
 * ```
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
