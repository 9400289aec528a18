/**
 * Claim C5 (paper, Fig. 6): how near a candidate's predictions come to those of a reference with every path on predicts
 * its accuracy, without labels.
 * @module
 */
import { divergeCandidates, trainOneShot } from "../experiments/mod.ts";
import { type DivergenceResult, mainModel, referenceModel } from "../records/mod.ts";
import { correlationInterval, spearman } from "../stats/mod.ts";
import { type TestedClaim, verdictAbove } from "./claim.ts";
import { STRONG } from "./correlation.ts";
import { collectStudy, meanCeiling, RESAMPLING, standAloneMeans, type Study } from "./study.ts";

/** A study of the model that is searched with, and how far the sample's predictions are from the reference's. */
export interface DivergenceEvidence extends Study {
  readonly divergences: DivergenceResult;
}

export const divergenceClaim: TestedClaim<DivergenceEvidence> = {
  id: "C5",
  title: "Symmetric KL to the all-on reference predicts a candidate's accuracy without labels",
  figure: "Fig. 6",
  statistic: "Spearman correlation of closeness (less symmetric KL) with stand-alone accuracy",
  rule:
    `reproduced if the whole 95 % interval lies above ${STRONG}; not reproduced if it lies below; else inconclusive. ` +
    "Candidates use the weights of the model that is searched with; the reference is a model that dropped next to no " +
    "path, with every path on. Predictions are compared on 64 training images, as in the paper",
  notebook: "08_what_it_learns",
  async collect(lab) {
    const comparison = { candidates: mainModel(lab.profile), reference: referenceModel(lab.profile) };
    const { seconds, ...study } = await collectStudy(lab, [comparison.candidates]);
    const reference = await trainOneShot(lab, comparison.reference);
    const texts = study.sample.map(({ architecture }) => architecture);
    const compared = await divergeCandidates(lab, comparison, texts);
    const all = seconds + reference.seconds + compared.seconds;
    return { ...study, divergences: compared.result, seconds: all };
  },
  find({ divergences: { candidates }, sample }) {
    // In nats, on the fewest images that the profile compares on.
    const closeness = candidates.map(({ divergences: [fewest] }) => -fewest!);
    const estimate = correlationInterval(spearman, closeness, standAloneMeans(sample), RESAMPLING);
    return { estimate, ceiling: meanCeiling(sample)?.estimate, verdict: verdictAbove(estimate, STRONG) };
  },
};
