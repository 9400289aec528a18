/**
 * Claim C2 (paper, Fig. 5): one-shot accuracies and stand-alone accuracies are strongly correlated, and the one-shot
 * accuracies spread over a far wider range.
 * @module
 */
import { mainModel, type SampleCandidate, scoresOfSample } from "../records/mod.ts";
import {
  type Correlation,
  correlationInterval,
  type Estimate,
  kendallTauB,
  pearson,
  pick,
  quantile,
  range,
  spearman,
} from "../stats/mod.ts";
import { type Finding, type TestedClaim, type Verdict, verdictAbove, verdictOfParts } from "./claim.ts";
import { collectStudy, meanCeiling, noiseCeiling, RESAMPLING, standAloneMeans, type Study } from "./study.ts";

/** From this on a rank correlation is called strong, after Cohen's convention for a large effect. */
export const STRONG = 0.5;
/** The one-shot range must be at least so many times the stand-alone range. */
const WIDER = 3;

export const correlationClaim: TestedClaim<Study> = {
  id: "C2",
  title: "One-shot accuracy predicts stand-alone accuracy",
  figure: "Fig. 5",
  statistic: "Spearman correlation",
  rule:
    `two parts: Spearman's correlation, reproduced if its whole 95 % interval lies above ${STRONG}, not if below, else ` +
    `inconclusive; and the one-shot range, reproduced if it is at least ${WIDER} times the stand-alone range, not if it ` +
    "is the narrower one, else inconclusive. Reproduced if both parts are, partly if one is; else not reproduced if one " +
    "is not; else inconclusive",
  notebook: "05_correlation",
  collect: (lab) => collectStudy(lab, [mainModel(lab.profile)]),
  find: ({ models: [main], sample }) =>
    correlationFinding(correlationEvidence(scoresOfSample(main!, sample), sample)),
};

/** Statistics of the candidates that have both accuracies. */
export interface CorrelationEvidence {
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  readonly kendall: Estimate;
  /** Spearman correlation within the quarter of highest one-shot accuracy. */
  readonly topQuarter: Estimate | undefined;
  /** {@linkcode noiseCeiling}, of single trainings. */
  readonly ceiling: Estimate | undefined;
  /** {@linkcode meanCeiling}, of means over the seeds. */
  readonly meanCeiling: Estimate | undefined;
  /** Least and greatest one-shot accuracy. */
  readonly oneShotRange: readonly [number, number];
  /** Least and greatest stand-alone accuracy, means over the seeds. */
  readonly standAloneRange: readonly [number, number];
}

/** Computes the statistics; a candidate's stand-alone accuracy is the mean over its seeds. */
export function correlationEvidence(
  oneShot: readonly number[],
  sample: readonly SampleCandidate[],
): CorrelationEvidence {
  const standAlone = standAloneMeans(sample);
  const all = [...oneShot.keys()];
  const interval = (correlation: Correlation, indices = all): Estimate =>
    correlationInterval(correlation, pick(oneShot, indices), pick(standAlone, indices), RESAMPLING);
  const bound = quantile(oneShot, 0.75);
  const top = all.filter((index) => oneShot[index]! >= bound);
  return {
    spearman: interval(spearman),
    pearson: interval(pearson),
    kendall: interval(kendallTauB),
    topQuarter: top.length < 4 ? undefined : interval(spearman, top),
    ceiling: noiseCeiling(sample),
    meanCeiling: meanCeiling(sample),
    oneShotRange: range(oneShot),
    standAloneRange: range(standAlone),
  };
}

/** What the statistics say of the claim. */
export function correlationFinding(
  evidence: Pick<CorrelationEvidence, "spearman" | "meanCeiling" | "oneShotRange" | "standAloneRange">,
): Finding {
  const { spearman, meanCeiling, oneShotRange, standAloneRange } = evidence;
  const ratio = width(oneShotRange) / width(standAloneRange);
  const parts = [
    { name: "Spearman correlation", ...spearman, verdict: verdictAbove(spearman, STRONG) },
    {
      name: "one-shot range over stand-alone range",
      // Ends of ranges are single candidates: drawing candidates again says nothing of how sure they are.
      ...{ estimate: ratio, low: NaN, high: NaN, n: spearman.n },
      verdict: rangeVerdict(ratio),
    },
  ];
  return { estimate: spearman, ceiling: meanCeiling?.estimate, parts, verdict: verdictOfParts(parts) };
}

const width = ([least, greatest]: readonly [number, number]): number => greatest - least;

function rangeVerdict(ratio: number): Verdict {
  if (ratio >= WIDER) return "reproduced";
  return ratio < 1 ? "not reproduced" : "inconclusive";
}
