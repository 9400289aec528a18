/**
 * Claim C1 (paper, Fig. 4): the path dropout rate must be tuned, else one-shot accuracies foretell stand-alone ones less
 * well.
 * @module
 */
import type { Profile } from "../profiles/mod.ts";
import { choose, prng } from "../random.ts";
import { type SampleCandidate, type ScoredModel, scoresOfSample } from "../records/mod.ts";
import { bootstrapInterval, type Estimate, mean, pick, spearman } from "../stats/mod.ts";
import { type Claim, type Finding, verdictAbove } from "./claim.ts";
import { noiseCeiling, standAloneMeans } from "./correlation.ts";

/** A gain in correlation below this is none that would matter. */
export const NEGLIGIBLE = 0.05;

/** The rule of all claims about a gain in correlation. */
export const gainRule =
  `reproduced if the whole 95 % interval lies above 0 and the gain is at least ${NEGLIGIBLE}; not reproduced if the ` +
  `whole interval lies below ${NEGLIGIBLE}; else inconclusive. Candidates and models are resampled`;

export const dropoutRateClaim: Claim = {
  id: "C1",
  title: "The path dropout rate must be tuned for one-shot accuracy to predict stand-alone accuracy",
  figure: "Fig. 4",
  statistic:
    "Spearman correlation at the recipe's rate less the greater of those at the lowest and the highest",
  rule: `${gainRule}. The recipe's rate was chosen beforehand, in pilots with other seeds`,
  notebook: "04_dropout_rate",
};

/** What models of one kind say of a sample. */
export interface KindEvidence {
  /** Mean over the models of Spearman's correlation with the stand-alone accuracies. */
  readonly correlation: Estimate;
  /** Of each model. */
  readonly each: readonly number[];
  /** Accuracy of each model with every path on, on validation images. */
  readonly allOn: readonly number[];
}

/** Evidence for models of a kind, such as those of one rate with several seeds. */
export function kindEvidence(
  models: readonly ScoredModel[],
  sample: readonly SampleCandidate[],
): KindEvidence {
  const each = correlators(models, sample);
  const places = [...sample.keys()];
  return {
    correlation: resample(sample.length, (places, pick) => meanOf(pick(each), places)),
    each: each.map((correlate) => correlate(places)),
    allOn: models.map(({ allOn }) => allOn.accuracy),
  };
}

/** A model's correlation over the candidates at some places of the sample, any of them several times. */
type Correlator = (places: ArrayLike<number>) => number;

function correlators(models: readonly ScoredModel[], sample: readonly SampleCandidate[]): Correlator[] {
  const truth = standAloneMeans(sample);
  return models.map((model) => {
    const scores = scoresOfSample(model, sample);
    return (places) => spearman(pick(scores, places), pick(truth, places));
  });
}

/** The mean over models; NaN if one of them has constant scores, and so no correlation. */
function meanOf(each: readonly Correlator[], places: ArrayLike<number>): number {
  const correlations = each.map((correlate) => correlate(places));
  return correlations.some(Number.isNaN) ? NaN : mean(correlations);
}

/**
 * A statistic of candidates and models with its bootstrap interval. Both are drawn again: another sample would have
 * other candidates, another training other weights.
 *
 * @param statistic of the candidates at some places, and with `pick` of each kind's models
 */
function resample(
  count: number,
  statistic: (places: ArrayLike<number>, pick: <T>(models: readonly T[]) => readonly T[]) => number,
): Estimate {
  const rng = prng(1, "models");
  const again = <T>(models: readonly T[]): T[] => models.map(() => choose(rng, models));
  return {
    estimate: statistic(Array.from({ length: count }, (_, place) => place), (models) => models),
    ...bootstrapInterval(count, (places) => statistic(places, again), { seed: 1 }),
    n: count,
  };
}

/** By how much the mean correlation of some models is above the greatest of those of others. */
export function correlationGain(
  models: readonly ScoredModel[],
  others: readonly (readonly ScoredModel[])[],
  sample: readonly SampleCandidate[],
): Estimate {
  const first = correlators(models, sample);
  const second = others.map((other) => correlators(other, sample));
  return resample(
    sample.length,
    (places, pick) =>
      meanOf(pick(first), places) - Math.max(...second.map((other) => meanOf(pick(other), places))),
  );
}

/** The models of a rate. */
export function atRate(models: readonly ScoredModel[], rate: number): ScoredModel[] {
  return models.filter(({ model }) => model.settings.dropout.rate === rate);
}

/**
 * What the data say of the claim.
 *
 * @param models of all rates of the profile
 */
export function dropoutRateFinding(
  { rates, oneShot }: Profile,
  models: readonly ScoredModel[],
  sample: readonly SampleCandidate[],
): Finding {
  const extremes = [rates[0]!, rates.at(-1)!].map((rate) => atRate(models, rate));
  const estimate = correlationGain(atRate(models, oneShot.settings.dropout.rate), extremes, sample);
  return {
    estimate,
    ceiling: noiseCeiling(sample)?.estimate,
    verdict: verdictAbove(estimate, 0, NEGLIGIBLE),
  };
}
