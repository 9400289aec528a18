/**
 * The claims table of the README, written from the ledger between two marks.
 * @module
 */
import type { LedgerEntry } from "./claim.ts";

const BEGIN = "<!-- claims: written by `deno task claims --write` -->";
const END = "<!-- end of claims -->";

/** The ledger as a Markdown table. */
export function claimsMarkdown(entries: readonly LedgerEntry[]): string {
  const number = (value: number | null): string => value === null ? "" : value.toFixed(2);
  const rows = entries.map((entry) => {
    const finding = entry.estimate === null
      ? "not run"
      : `${entry.statistic} ${number(entry.estimate)} (95 % interval ${number(entry.low)} to ${
        number(entry.high)
      }, ` +
        `n = ${entry.n})`;
    const link = `[${entry.notebook}](notebooks/${entry.notebook}.ipynb)`;
    return [
      `${entry.id}, ${entry.figure}`,
      entry.title,
      finding,
      number(entry.ceiling),
      `**${entry.verdict}**`,
      entry.profile,
      link,
    ];
  });
  const table = [
    ["claim", "the paper says", "here", "noise ceiling", "verdict", "profile", "notebook"],
    Array.from({ length: 7 }, () => "---"),
    ...rows,
  ];
  return table.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * Puts the table into a README in place of the one there.
 *
 * @throws {Error} if the marks are missing
 */
export function withClaims(readme: string, entries: readonly LedgerEntry[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot write the claims: the README lacks ${BEGIN} … ${END}`);
  }
  return `${readme.slice(0, begin)}${BEGIN}\n\n${claimsMarkdown(entries)}\n\n${readme.slice(end)}`;
}
