/**
 * What a claim is here: the paper's words in ours, and a function from recorded results to an entry of the ledger.
 * @module
 */
import { datasetInfo } from "../datasets/mod.ts";
import { claimBox, showingItself } from "../display/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import type { Estimate } from "../stats/mod.ts";

/** A claim as it was fixed before the run. */
export interface Claim {
  /** Name used in this project, e.g. "C2". */
  readonly id: string;
  /** The claim in one sentence. */
  readonly title: string;
  /** Where the paper makes it. */
  readonly figure: string;
  /** What the estimate is. */
  readonly statistic: string;
  /** The rule that gives the verdict. */
  readonly rule: string;
  /** The notebook that tests it. */
  readonly notebook: string;
}

/** What the data say of a claim. */
export interface Finding {
  /** With its 95 % interval and the number of candidates. */
  readonly estimate: Estimate;
  /** Rank correlation between two stand-alone trainings of other seeds, where the estimate is one, too. */
  readonly ceiling?: number | undefined;
  readonly verdict: Verdict;
}

/** Words for it. */
export type Verdict = "reproduced" | "not reproduced" | "inconclusive";

/** An entry of the ledger; `null` where nothing is recorded yet. */
export interface LedgerEntry extends Claim {
  readonly profile: string;
  readonly dataset: string;
  readonly estimate: number | null;
  /** 95 % interval of the estimate. */
  readonly low: number | null;
  readonly high: number | null;
  /** Number of candidates. */
  readonly n: number | null;
  readonly ceiling: number | null;
  readonly verdict: Verdict | "not run";
  /** Wall time of the runs that it stands on, in seconds; runs of several claims count for each. */
  readonly seconds: number | null;
}

/**
 * The ledger's entry; without a finding, of a claim that was not run in the profile. In a notebook it shows itself as
 * the claim's box.
 */
export function ledgerEntry(
  claim: Claim,
  { name, dataset }: Profile,
  finding?: Finding,
  seconds: number | null = null,
): LedgerEntry {
  const { estimate, low, high, n } = finding?.estimate ??
    { estimate: null, low: null, high: null, n: null };
  const verdict = finding?.verdict ?? "not run";
  const entry: LedgerEntry = {
    ...claim,
    ...{ profile: name, dataset: datasetInfo(dataset).title, estimate, low, high, n, verdict, seconds },
    ceiling: finding?.ceiling ?? null,
  };
  return showingItself(entry, () => claimBox(entry));
}

/**
 * The verdict of a claim that something is more than a threshold.
 *
 * @param least what the estimate must be, too, to count; if the whole interval lies below it, the claim is not reproduced
 */
export function verdictAbove(
  { estimate, low, high }: Estimate,
  threshold: number,
  least = threshold,
): Verdict {
  if (low > threshold && estimate >= least) return "reproduced";
  return high < least ? "not reproduced" : "inconclusive";
}
