/**
 * Claim C4 (paper, Table 1): the one-shot model favours large models.
 * @module
 */
import { scoreModels } from "../experiments/mod.ts";
import { networkCost } from "../graph/mod.ts";
import { mainModel, type ScoredModel } from "../records/mod.ts";
import { parseArchitecture } from "../space/mod.ts";
import { correlationInterval, spearman } from "../stats/mod.ts";
import { type Evidence, type TestedClaim, verdictAbove } from "./claim.ts";
import { RESAMPLING } from "./study.ts";

/** From this on a rank correlation is called moderate, after Cohen's convention for a medium effect. */
export const MODERATE = 0.3;

/** The model that is searched with, and the sizes of its candidates. */
export interface SizeEvidence extends Evidence {
  readonly model: ScoredModel;
  /** Numbers of parameters, in the order of the candidates. */
  readonly parameters: readonly number[];
}

export const largeModelsClaim: TestedClaim<SizeEvidence> = {
  id: "C4",
  title: "The one-shot model favours large models",
  figure: "Table 1",
  statistic: "Spearman correlation of one-shot accuracy with parameters",
  rule:
    `reproduced if the whole 95 % interval, over random candidates, lies above ${MODERATE}; not reproduced if it ` +
    `lies below; else inconclusive`,
  notebook: "07_large_models",
  async collect(lab) {
    const { profile, profile: { space, shape } } = lab;
    const { result: [model], seconds } = await scoreModels(lab, [mainModel(profile)]);
    const parameters = model!.candidates.map(({ architecture }) =>
      networkCost(space, shape, parseArchitecture(space, architecture)).parameters
    );
    return { profile, model: model!, parameters, seconds };
  },
  find({ model: { candidates }, parameters }) {
    const accuracies = candidates.map(({ accuracy }) => accuracy);
    const estimate = correlationInterval(spearman, accuracies, parameters, RESAMPLING);
    return { estimate, verdict: verdictAbove(estimate, MODERATE) };
  },
};
