/**
 * What a schema finds wrong, in one line.
 * @module
 */
import type { z } from "zod";

/** The faults of a value as `path: what is wrong`, with semicolons between them; at most `limit` of them. */
export function describeFaults(error: z.ZodError, limit = 3): string {
  const { issues } = error;
  const lines = issues.slice(0, limit).map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`
  );
  if (issues.length > limit) lines.push(`and ${issues.length - limit} more`);
  return lines.join("; ");
}
