/**
 * The ledger: what is known of each claim, from recorded runs only, and as a Markdown table. The overview, the README and
 * the site all read it.
 * @module
 */
import { type Laboratory, NotRecorded, openReadOnly } from "../experiments/mod.ts";
import { type Profile, profiles } from "../profiles/mod.ts";
import { assess, type LedgerEntry, ledgerEntry, type TestedClaim } from "./claim.ts";
import { correlationClaim } from "./correlation.ts";
import { divergenceClaim } from "./divergence.ts";
import { dropoutRateClaim, rampedRateClaim } from "./dropout_rate.ts";
import { largeModelsClaim } from "./large_models.ts";
import { removalClaim } from "./removal.ts";
import { searchClaim } from "./search.ts";
import { trickClaims } from "./tricks.ts";

/** All claims, in the order of their pages. */
export const allClaims: readonly TestedClaim[] = [
  dropoutRateClaim,
  rampedRateClaim,
  correlationClaim,
  searchClaim,
  largeModelsClaim,
  divergenceClaim,
  removalClaim,
  ...trickClaims,
];

/**
 * The entries of a profile, in the order of the claims.
 *
 * @example Where nothing is recorded nothing is claimed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openReadOnly } from "../experiments/mod.ts";
 * import { profiles } from "../profiles/mod.ts";
 * import { openStore } from "../runs/mod.ts";
 * import { ledger } from "./mod.ts";
 *
 * const empty = openReadOnly(profiles.quick, openStore("no/such/folder"));
 * const entries = await ledger(profiles.quick, empty);
 * assertEquals(entries.map(({ id }) => id).join(" "), "C1 C1b C2 C3 C4 C5 C5b T1 T2 T3 T4");
 * assertEquals(new Set(entries.map(({ verdict }) => verdict)), new Set(["not run"]));
 * ```
 */
export async function ledger(
  profile: Profile,
  lab: Laboratory = openReadOnly(profile),
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const claim of allClaims) {
    try {
      entries.push(assess(claim, await claim.collect(lab)));
    } catch (error) {
      if (!(error instanceof NotRecorded)) throw error;
      entries.push(ledgerEntry(claim, profile));
    }
  }
  return entries;
}

/** The profiles whose records the README and the pages show, each on another data set. The pages lead with the first. */
export const publishedProfiles: readonly Profile[] = [profiles.standard, profiles.cifar];

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
 * Ledgers of several data sets, with the same claims in the same order, as a Markdown table with a column for each, and
 * below it the links to the notebooks. A cell has the verdict and the estimate.
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
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(head), rule, ...rows.map(line), "", ...links].join("\n");
}

function finding({ verdict, estimate }: LedgerEntry): string {
  return estimate === null ? verdict : `${verdict} ${estimate.toFixed(2)}`;
}
