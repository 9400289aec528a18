/**
 * Claim C5 (paper, Fig. 6): how near a candidate's predictions come to those of a reference with every path on foretells
 * its accuracy, without labels.
 * @module
 */
import type { SampleCandidate } from "../records/mod.ts";
import { correlationInterval, spearman } from "../stats/mod.ts";
import { type Claim, type Finding, verdictAbove } from "./claim.ts";
import { noiseCeiling, standAloneMeans, STRONG } from "./correlation.ts";

export const divergenceClaim: Claim = {
  id: "C5",
  title: "Symmetric KL to the all-on reference predicts a candidate's accuracy without labels",
  figure: "Fig. 6",
  statistic: "Spearman correlation of closeness (less symmetric KL) with stand-alone accuracy",
  rule:
    `reproduced if the whole 95 % interval lies above ${STRONG}; not reproduced if it lies below; else inconclusive. ` +
    "Candidates use the weights of the model that is searched with; the reference is the model of the lowest rate",
  notebook: "08_what_it_learns",
};

/**
 * What the divergences say of the claim.
 *
 * @param divergences of the sample's candidates, in nats
 */
export function divergenceFinding(
  divergences: readonly number[],
  sample: readonly SampleCandidate[],
): Finding {
  const closeness = divergences.map((divergence) => -divergence);
  const estimate = correlationInterval(spearman, closeness, standAloneMeans(sample), { seed: 1 });
  return { estimate, ceiling: noiseCeiling(sample)?.estimate, verdict: verdictAbove(estimate, STRONG) };
}
