/**
 * What a claim is here: the paper's words in ours, and a function from recorded results to an entry of the ledger.
 * @module
 */

/** An entry of the ledger; `null` where nothing is recorded yet. */
export interface LedgerEntry {
  /** Name used in this project, e.g. "C2". */
  readonly id: string;
  /** The claim in one sentence. */
  readonly title: string;
  /** Where the paper makes it. */
  readonly figure: string;
  readonly profile: string;
  readonly dataset: string;
  /** What `estimate` is. */
  readonly statistic: string;
  readonly estimate: number | null;
  /** 95 % interval of the estimate. */
  readonly low: number | null;
  readonly high: number | null;
  /** Number of candidates. */
  readonly n: number | null;
  /** The same statistic between two stand-alone trainings of other seeds. */
  readonly ceiling: number | null;
  readonly verdict: Verdict | "not run";
  /** The rule that gives the verdict, fixed before the run. */
  readonly rule: string;
  /** The notebook that tests it. */
  readonly notebook: string;
}

/** What the data say of a claim. */
export type Verdict = "reproduced" | "not reproduced" | "inconclusive";
