/**
 * The ledger as text.
 * @module
 */
import type { LedgerEntry } from "./claim.ts";

/** Each claim in so few words that a row for two data sets has at most 100 letters. */
const brief: Readonly<Record<string, string>> = {
  C1: "Fig. 4: path dropout must be tuned",
  C1b: "the same for rates that rise",
  C2: "Fig. 5: one-shot predicts stand-alone",
  C3: "Table 1: its best beat other methods",
  C4: "Table 1: it favours large models",
  C5: "Fig. 6: agreement with all-on predicts it",
  C5b: "Fig. 6: it relies on useful operations",
  T1: "path dropout is needed",
  T2: "batch statistics are needed",
  T3: "ghost batches need their own dropped paths",
  T4: "L2 must spare dropped paths",
};

/**
 * Ledgers as a Markdown table with a column for each, and below it the links to the notebooks. A cell has the verdict and
 * the estimate.
 *
 * @param ledgers of several data sets, with the same claims in the same order
 */
export function claimsMarkdown(ledgers: readonly (readonly LedgerEntry[])[]): string {
  const claims = ledgers[0]!;
  const rows = claims.map(({ id }, row) => [
    `[${id}] ${brief[id]}`,
    ...ledgers.map((entries) => finding(entries[row]!)),
  ]);
  const head = ["claim", ...ledgers.map(([first]) => first!.dataset)];
  // Padded, as `deno fmt` would have it.
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const links = claims.map(({ id, notebook }) => `[${id}]: notebooks/${notebook}.ipynb`);
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line), "", ...links].join(
    "\n",
  );
}

function finding({ verdict, estimate }: LedgerEntry): string {
  return estimate === null ? verdict : `${verdict} ${estimate.toFixed(2)}`;
}
