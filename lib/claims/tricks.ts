/**
 * Claims T1 to T4 (paper, method section): the tricks that make one-shot accuracies tell something. The paper names
 * them; taking each away in turn is ours.
 * @module
 */
import type { SampleCandidate, ScoredModel } from "../records/mod.ts";
import { type Claim, type Finding, verdictAbove } from "./claim.ts";
import { noiseCeiling } from "./correlation.ts";
import { correlationGain, gainRule, NEGLIGIBLE } from "./dropout_rate.ts";

/** A trick, and the name of the ablation that takes it away. */
export interface TrickClaim extends Claim {
  readonly without: string;
}

const trick = (id: string, title: string, without: string): TrickClaim => ({
  id,
  title,
  figure: "method section (the test is ours)",
  statistic: `Spearman correlation with the full recipe less that with ${without}`,
  rule: gainRule,
  notebook: "09_tricks",
  without,
});

export const trickClaims: readonly TrickClaim[] = [
  trick("T1", "Path dropout makes one-shot accuracy predictive", "no path dropout"),
  trick("T2", "Batch norm must use the statistics of the current batch", "running averages"),
  trick(
    "T3",
    "Ghost batches with dropped paths of their own make training better",
    "one mask for all ghost batches",
  ),
  trick("T4", "L2 regularisation must spare what was dropped", "L2 on everything"),
];

/**
 * What the data say of a trick.
 *
 * @param full models of the full recipe
 * @param without models without the trick
 */
export function trickFinding(
  full: readonly ScoredModel[],
  without: readonly ScoredModel[],
  sample: readonly SampleCandidate[],
): Finding {
  const estimate = correlationGain(full, [without], sample);
  return {
    estimate,
    ceiling: noiseCeiling(sample)?.estimate,
    verdict: verdictAbove(estimate, 0, NEGLIGIBLE),
  };
}
