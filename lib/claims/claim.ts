/**
 * What a claim is here: the paper's words in ours, and a function from recorded results to an entry of the ledger.
 * @module
 */
import { datasetInfo } from "../datasets/mod.ts";
import { claimBox, placeholder, showingItself } from "../display/mod.ts";
import type { Laboratory } from "../experiments/mod.ts";
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

/** All that a claim's verdict, and its page, are made from. */
export interface Evidence {
  readonly profile: Profile;
  /** Wall time of the runs that it stands on, in seconds. */
  readonly seconds: number;
}

/** A claim that can be tested. */
export interface TestedClaim<E extends Evidence = Evidence> extends Claim {
  /**
   * Loads the evidence, or computes it.
   *
   * @throws {NotRecorded} if a part of it is missing and the laboratory only reads, or if the profile has no such runs
   */
  collect(lab: Laboratory): Promise<E>;
  /** What the evidence says. */
  find(evidence: E): Finding;
}

/** What the data say of a claim. */
export interface Finding {
  /** With its 95 % interval and the number of candidates. */
  readonly estimate: Estimate;
  /** Where stand-alone accuracies are compared with: how well means over other seeds would agree with them. */
  readonly ceiling?: number | undefined;
  /** What the verdict is put together from, where that is several statistics. */
  readonly parts?: readonly Part[];
  readonly verdict: Verdict;
}

/** One of several statistics that a claim is judged by; without an interval its ends are NaN. */
export interface Part extends Estimate {
  /** What is estimated, e.g. `r = 0.01 less r = 1e-6`. */
  readonly name: string;
  readonly verdict: Verdict;
}

/** `partly`: some of the claim's parts; `untestable`: something that the test needs failed, such as a training. */
export type Verdict = "reproduced" | "partly" | "not reproduced" | "inconclusive" | "untestable";

type OrNull<T> = { readonly [Name in keyof T]: T[Name] | null };

/** An entry of the ledger; `null` where nothing is recorded yet. */
export interface LedgerEntry extends Claim, OrNull<Estimate> {
  readonly profile: string;
  readonly dataset: string;
  readonly ceiling: number | null;
  readonly parts: readonly Part[];
  readonly verdict: Verdict | "not run";
  /** Wall time of the runs that it stands on, in seconds; runs of several claims count for each. */
  readonly seconds: number | null;
}

/** The ledger's entry of a claim whose evidence was collected. */
export function assess<E extends Evidence>(claim: TestedClaim<E>, evidence: E): LedgerEntry {
  return ledgerEntry(claim, evidence.profile, claim.find(evidence), evidence.seconds);
}

/**
 * The ledger's entry; without a finding, of a claim that was not run in the profile. In a notebook it shows itself as
 * the claim's box.
 */
export function ledgerEntry(
  { id, title, figure, statistic, rule, notebook }: Claim,
  { name, dataset }: Profile,
  finding?: Finding,
  seconds: number | null = null,
): LedgerEntry {
  const { estimate, low, high, n } = finding?.estimate ?? { estimate: null, low: null, high: null, n: null };
  const { ceiling = null, parts = [], verdict = "not run" } = finding ?? {};
  const entry: LedgerEntry = {
    ...{ id, title, figure, statistic, rule, notebook },
    ...{ profile: name, dataset: datasetInfo(dataset).title },
    ...{ estimate, low, high, n, verdict, seconds, ceiling, parts },
  };
  return showingItself(entry, () => claimBox(entry));
}

/** A claim's box at the top of its page. */
export interface ClaimBox<E extends Evidence> {
  /** Fills it in, and returns what stands in it. */
  fill(evidence: E): Promise<LedgerEntry>;
}

/** Shows a claim here, not run yet; its box is filled in when the evidence is there. */
export async function openBox<E extends Evidence>(
  claim: TestedClaim<E>,
  profile: Profile,
): Promise<ClaimBox<E>> {
  const here = await placeholder(claimBox(ledgerEntry(claim, profile)));
  return {
    async fill(evidence) {
      const entry = assess(claim, evidence);
      await here.replace(claimBox(entry));
      return entry;
    },
  };
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

/**
 * The verdict of a claim that is judged by several statistics: reproduced if all parts are, partly if some are; else not
 * reproduced if one of them is not, untestable if none can be tested, and inconclusive otherwise.
 */
export function verdictOfParts(parts: readonly Pick<Part, "verdict">[]): Verdict {
  const are = (verdict: Verdict) => parts.filter((part) => part.verdict === verdict).length;
  if (are("reproduced") === parts.length) return "reproduced";
  if (are("reproduced") > 0) return "partly";
  if (are("not reproduced") > 0) return "not reproduced";
  return are("untestable") === parts.length ? "untestable" : "inconclusive";
}
