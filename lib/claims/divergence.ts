/**
 * Claim C5 (paper, Fig. 6): how near a candidate's predictions come to those of a reference with every path on predicts
 * its accuracy, without labels.
 * @module
 */
import type { SampleCandidate } from "../records/mod.ts";
import { correlationInterval, spearman } from "../stats/mod.ts";
import { type Claim, type Finding, verdictAbove } from "./claim.ts";
import { meanCeiling, standAloneMeans, STRONG } from "./correlation.ts";

export const divergenceClaim: Claim = {
  id: "C5",
  title: "Symmetric KL to the all-on reference predicts a candidate's accuracy without labels",
  figure: "Fig. 6",
  statistic: "Spearman correlation of closeness (less symmetric KL) with stand-alone accuracy",
  rule:
    `reproduced if the whole 95 % interval lies above ${STRONG}; not reproduced if it lies below; else inconclusive. ` +
    "Candidates use the weights of the model that is searched with; the reference is a model that dropped next to no " +
    "path, with every path on. Predictions are compared on 64 training images, as in the paper",
  notebook: "08_what_it_learns",
};

/**
 * What the divergences say of the claim.
 *
 * @param divergences of the sample's candidates, in nats, on the fewest images that the profile compares on
 */
export function divergenceFinding(
  divergences: readonly number[],
  sample: readonly SampleCandidate[],
): Finding {
  const closeness = divergences.map((divergence) => -divergence);
  const estimate = correlationInterval(spearman, closeness, standAloneMeans(sample), { seed: 1 });
  return { estimate, ceiling: meanCeiling(sample)?.estimate, verdict: verdictAbove(estimate, STRONG) };
}
