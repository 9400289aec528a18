/**
 * Claim C2 (paper, Fig. 5): one-shot accuracies and stand-alone accuracies are strongly correlated, and the one-shot
 * accuracies spread over a far wider range.
 * @module
 */
import { mainModel, type SampleCandidate, scoresOfSample } from "../records/mod.ts";
import {
  bootstrapInterval,
  type Correlation,
  correlationInterval,
  type Estimate,
  kendallTauB,
  mean,
  pearson,
  pick,
  quantile,
  range,
  reliabilityOfMean,
  spearman,
} from "../stats/mod.ts";
import { type Finding, type TestedClaim, type Verdict, verdictAbove, verdictOfParts } from "./claim.ts";
import { collectStudy, type Study } from "./study.ts";

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
 * How well means over all seeds would agree with means over as many others: the ceiling of like with like, since one-shot
 * accuracies are compared with these means. From the mean correlation of two single seeds, by Spearman and Brown's
 * formula; candidates are resampled. `undefined` if there is but one seed.
 */
export function meanCeiling(sample: readonly SampleCandidate[]): Estimate | undefined {
  const seeds = Math.min(...sample.map(({ standAlone }) => standAlone.length));
  if (seeds < 2) return undefined;
  const bySeed = Array.from(
    { length: seeds },
    (_, seed) => sample.map(({ standAlone }) => standAlone[seed]!),
  );
  const ceiling = (places: ArrayLike<number>): number => {
    const lists = bySeed.map((values) => pick(values, places));
    const pairs = lists.flatMap((one, at) => lists.slice(at + 1).map((other) => spearman(one, other)));
    // On a resample that is constant, which is left out.
    if (pairs.some(Number.isNaN)) return NaN;
    return reliabilityOfMean(Math.min(1, Math.max(0, mean(pairs))), seeds);
  };
  return {
    estimate: ceiling([...sample.keys()]),
    ...bootstrapInterval(sample.length, ceiling, RESAMPLING),
    n: sample.length,
  };
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
    meanCeiling: meanCeiling(sample),
    oneShotRange: range(oneShot),
    standAloneRange: range(standAlone),
  };
}

const width = ([least, greatest]: readonly [number, number]): number => greatest - least;

/** How many times as wide the one-shot range is as the stand-alone range. */
export function rangeRatio(
  { oneShotRange, standAloneRange }: Pick<CorrelationEvidence, "oneShotRange" | "standAloneRange">,
): number {
  return width(oneShotRange) / width(standAloneRange);
}

/** What the statistics say of the claim. */
export function correlationFinding(
  evidence: Pick<CorrelationEvidence, "spearman" | "meanCeiling" | "oneShotRange" | "standAloneRange">,
): Finding {
  const { spearman, meanCeiling } = evidence;
  const ratio = rangeRatio(evidence);
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

function rangeVerdict(ratio: number): Verdict {
  if (ratio >= WIDER) return "reproduced";
  return ratio < 1 ? "not reproduced" : "inconclusive";
}
