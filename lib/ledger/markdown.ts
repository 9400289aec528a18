/**
 * The ledger as text.
 * @module
 */
import type { LedgerEntry } from "../claims/mod.ts";
import { formatEstimate, formatFinding } from "../display/mod.ts";

/** The ledger as a Markdown table. */
export function claimsMarkdown(entries: readonly LedgerEntry[]): string {
  const rows = entries.map((entry) => {
    const finding = entry.estimate === null ? "not run" : `${formatFinding(entry)}, n = ${entry.n}`;
    const link = `[${entry.notebook}](notebooks/${entry.notebook}.ipynb)`;
    return [
      `${entry.id}, ${entry.figure}`,
      entry.title,
      finding,
      entry.ceiling === null ? "" : formatEstimate(entry.ceiling),
      `**${entry.verdict}**`,
      entry.profile,
      link,
    ];
  });
  const head = ["claim", "the paper says", "here", "noise ceiling", "verdict", "profile", "notebook"];
  // Padded, as `deno fmt` would have it.
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
