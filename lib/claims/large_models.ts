/**
 * Claim C4 (paper, Table 1): the one-shot model favours large models.
 * @module
 */
import type { ScoresResult } from "../records/mod.ts";
import { correlationInterval, type Estimate, spearman } from "../stats/mod.ts";
import { type Claim, type Finding, verdictAbove } from "./claim.ts";

/** From this on a rank correlation is called moderate, after Cohen's convention for a medium effect. */
export const MODERATE = 0.3;

export const largeModelsClaim: Claim = {
  id: "C4",
  title: "The one-shot model favours large models",
  figure: "Table 1",
  statistic: "Spearman correlation of one-shot accuracy with parameters",
  rule:
    `reproduced if the whole 95 % interval, over random candidates, lies above ${MODERATE}; not reproduced if it ` +
    `lies below; else inconclusive`,
  notebook: "07_large_models",
};

/**
 * What the scores say of the claim.
 *
 * @param parameters of the candidates, in their order
 */
export function largeModelsFinding({ candidates }: ScoresResult, parameters: readonly number[]): Finding {
  const estimate: Estimate = correlationInterval(
    spearman,
    candidates.map(({ accuracy }) => accuracy),
    parameters,
    { seed: 1 },
  );
  return { estimate, verdict: verdictAbove(estimate, MODERATE) };
}
