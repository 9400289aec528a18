/**
 * Claim C2 (paper, Fig. 5): one-shot accuracies and stand-alone accuracies are strongly correlated, and the one-shot
 * accuracies spread over a far wider range.
 * @module
 */
import type { SampleCandidate } from "../records/mod.ts";
import {
  type Correlation,
  correlationInterval,
  type Estimate,
  kendallTauB,
  mean,
  pearson,
  quantile,
  range,
  spearman,
} from "../stats/mod.ts";
import type { Claim, Finding, Verdict } from "./claim.ts";

/** From this on a rank correlation is called strong, after Cohen's convention for a large effect. */
export const STRONG = 0.5;
/** The one-shot range must be at least so many times the stand-alone range. */
const WIDER = 3;

export const correlationClaim: Claim = {
  id: "C2",
  title: "One-shot accuracy predicts stand-alone accuracy",
  figure: "Fig. 5",
  statistic: "Spearman correlation",
  rule:
    `reproduced if the whole 95 % interval of Spearman's correlation lies above ${STRONG} and the one-shot range is at ` +
    `least ${WIDER} times the stand-alone range; not reproduced if the whole interval lies below ${STRONG} or the ` +
    `one-shot range is the narrower one; else inconclusive`,
  notebook: "05_correlation",
};

/** Statistics of the candidates that have both accuracies. */
export interface CorrelationEvidence {
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  readonly kendall: Estimate;
  /** Spearman correlation within the quarter of highest one-shot accuracy. */
  readonly topQuarter: Estimate | undefined;
  /** Spearman correlation of the stand-alone accuracies of the first two seeds: the noise ceiling. */
  readonly ceiling: Estimate | undefined;
  /** Least and greatest one-shot accuracy. */
  readonly oneShotRange: readonly [number, number];
  /** Least and greatest stand-alone accuracy, means over the seeds. */
  readonly standAloneRange: readonly [number, number];
}

const RESAMPLING = { seed: 1 };

/** Mean stand-alone accuracy of each candidate over its seeds. */
export function standAloneMeans(sample: readonly SampleCandidate[]): number[] {
  return sample.map(({ standAlone }) => mean(standAlone));
}

/** Spearman correlation of the stand-alone accuracies of two seeds; `undefined` if there is but one. */
export function noiseCeiling(sample: readonly SampleCandidate[]): Estimate | undefined {
  const [first, second] = [0, 1].map((seed) => sample.flatMap(({ standAlone }) => standAlone[seed] ?? []));
  if (second!.length < sample.length) return undefined;
  return correlationInterval(spearman, first!, second!, RESAMPLING);
}

/**
 * Computes the statistics; a candidate's stand-alone accuracy is the mean over its seeds.
 *
 * @param oneShot accuracies of the sample's candidates
 */
export function correlationEvidence(
  oneShot: readonly number[],
  sample: readonly SampleCandidate[],
): CorrelationEvidence {
  const standAlone = standAloneMeans(sample);
  const interval = (correlation: Correlation, places = [...oneShot.keys()]): Estimate =>
    correlationInterval(
      correlation,
      places.map((place) => oneShot[place]!),
      places.map((place) => standAlone[place]!),
      RESAMPLING,
    );
  const bound = quantile(oneShot, 0.75);
  const top = [...oneShot.keys()].filter((place) => oneShot[place]! >= bound);
  return {
    spearman: interval(spearman),
    pearson: interval(pearson),
    kendall: interval(kendallTauB),
    topQuarter: top.length < 4 ? undefined : interval(spearman, top),
    ceiling: noiseCeiling(sample),
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

/** What the statistics say of the claim. */
export function correlationFinding(evidence: CorrelationEvidence): Finding {
  return {
    estimate: evidence.spearman,
    ceiling: evidence.ceiling?.estimate,
    verdict: correlationVerdict(evidence),
  };
}
