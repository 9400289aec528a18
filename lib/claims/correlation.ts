/**
 * Claim C2 (paper, Fig. 5): one-shot accuracies and stand-alone accuracies are strongly correlated, and the one-shot
 * accuracies spread over a far wider range.
 * @module
 */
import type { Profile } from "../profiles.ts";
import type { CorrelationResult } from "../records.ts";
import {
  type Correlation,
  correlationInterval,
  type Estimate,
  kendallTauB,
  mean,
  pearson,
  range,
  spearman,
} from "../stats/mod.ts";
import type { LedgerEntry, Verdict } from "./claim.ts";

/** Statistics of the candidates that have both accuracies. */
export interface CorrelationEvidence {
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  readonly kendall: Estimate;
  /** Spearman correlation of the stand-alone accuracies of the first two seeds: the noise ceiling. */
  readonly ceiling: Estimate | undefined;
  /** Least and greatest one-shot accuracy. */
  readonly oneShotRange: readonly [number, number];
  /** Least and greatest stand-alone accuracy, means over the seeds. */
  readonly standAloneRange: readonly [number, number];
}

/** From this on a rank correlation is called strong, after Cohen's convention for a large effect. */
const STRONG = 0.5;
/** The one-shot range must be at least so many times the stand-alone range. */
const WIDER = 2;

const rule =
  `reproduced if the whole 95 % interval of Spearman's correlation lies above ${STRONG} and the one-shot ` +
  `range is at least ${WIDER} times the stand-alone range; not reproduced if the whole interval lies below ${STRONG} ` +
  `or the one-shot range is the narrower one; else inconclusive`;

/** Computes the statistics; a candidate's stand-alone accuracy is the mean over its seeds. */
export function correlationEvidence({ candidates }: CorrelationResult, seed = 1): CorrelationEvidence {
  const oneShot = candidates.map((candidate) => candidate.oneShot);
  const standAlone = candidates.map((candidate) => mean(candidate.standAlone));
  const interval = (correlation: Correlation): Estimate =>
    correlationInterval(correlation, oneShot, standAlone, { seed });
  const [first, second] = [0, 1].map((index) =>
    candidates.flatMap((candidate) => candidate.standAlone[index] ?? [])
  );
  return {
    spearman: interval(spearman),
    pearson: interval(pearson),
    kendall: interval(kendallTauB),
    ceiling: second!.length === candidates.length
      ? correlationInterval(spearman, first!, second!, { seed })
      : undefined,
    oneShotRange: range(oneShot),
    standAloneRange: range(standAlone),
  };
}

const width = ([least, greatest]: readonly [number, number]): number => greatest - least;

/** The verdict by the rule above. */
export function correlationVerdict(
  { spearman: { low, high }, oneShotRange, standAloneRange }: Pick<
    CorrelationEvidence,
    "spearman" | "oneShotRange" | "standAloneRange"
  >,
): Verdict {
  const ratio = width(oneShotRange) / width(standAloneRange);
  if (low > STRONG && ratio >= WIDER) return "reproduced";
  if (high < STRONG || ratio < 1) return "not reproduced";
  return "inconclusive";
}

/** The ledger's entry; `result` is `undefined` where the profile was not run. */
export function correlationEntry(profile: Profile, result: CorrelationResult | undefined): LedgerEntry {
  const entry = {
    id: "C2",
    title: "One-shot accuracy predicts stand-alone accuracy",
    figure: "Fig. 5",
    profile: profile.name,
    dataset: profile.dataset,
    statistic: "Spearman correlation",
    rule,
    notebook: "03_correlation",
  };
  if (result === undefined) {
    return { ...entry, estimate: null, low: null, high: null, n: null, ceiling: null, verdict: "not run" };
  }
  const evidence = correlationEvidence(result);
  return {
    ...entry,
    ...evidence.spearman,
    ceiling: evidence.ceiling?.estimate ?? null,
    verdict: correlationVerdict(evidence),
  };
}
