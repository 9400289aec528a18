/**
 * The ledger as text.
 * @module
 */
import type { LedgerEntry } from "../claims/mod.ts";

/** A claim in so few words that a row of the README fits a page, and what its estimate is. */
const brief: Readonly<Record<string, { readonly claim: string; readonly measure: string }>> = {
  C1: { claim: "the path dropout rate must be tuned", measure: "gain over extreme rates" },
  C1b: { claim: "the same for rates that rise", measure: "gain over extreme rates" },
  C2: { claim: "one-shot accuracy predicts stand-alone accuracy", measure: "rank correlation" },
  C3: { claim: "the best by one-shot accuracy beat other methods", measure: "points ahead" },
  C4: { claim: "the supernet favours large models", measure: "rank correlation with size" },
  C5: { claim: "agreement with the all-on model predicts accuracy", measure: "rank correlation" },
  C5b: { claim: "it relies on the most useful operations", measure: "rank correlation" },
  T1: { claim: "path dropout is needed", measure: "gain in correlation" },
  T2: { claim: "batch statistics are needed", measure: "gain in correlation" },
  T3: { claim: "each ghost batch needs its own dropped paths", measure: "gain in correlation" },
  T4: { claim: "L2 must spare dropped paths", measure: "gain in correlation" },
};

const two = (value: number | null): string => value!.toFixed(2);

/** The ledger as a Markdown table, and below it the links to the notebooks. */
export function claimsMarkdown(entries: readonly LedgerEntry[]): string {
  const rows = entries.map((entry) => {
    const { claim, measure } = brief[entry.id]!;
    const { estimate, low, high } = entry;
    const figure = entry.figure.replace(/ (?:section )?\(.*/, "");
    const finding = estimate === null
      ? "not run"
      : `${measure} ${two(estimate)} (${two(low)} to ${two(high)})`;
    return [`[${entry.id}], ${figure}: ${claim}`, finding, `**${entry.verdict}**`];
  });
  const datasets = [...new Set(entries.map(({ dataset }) => dataset))].join(", ");
  const head = ["claim", `found on ${datasets}, 95 % interval`, "verdict"];
  // Padded, as `deno fmt` would have it.
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const links = entries.map(({ id, notebook }) => `[${id}]: notebooks/${notebook}.ipynb`);
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line), "", ...links].join(
    "\n",
  );
}
