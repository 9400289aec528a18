/**
 * How well one-shot models judge a sample of candidates, and by how much some judge better than others.
 * @module
 */
import { choose, prng } from "../random.ts";
import { type ModelSpec, type SampleCandidate, type ScoredModel, scoresOfSample } from "../records/mod.ts";
import { bootstrapInterval, type Estimate, mean, pick, spearman } from "../stats/mod.ts";
import { type Part, verdictAbove } from "./claim.ts";
import { RESAMPLING, standAloneMeans } from "./study.ts";

/** A gain in correlation below this is none that would matter. */
export const NEGLIGIBLE = 0.05;

/** The rule of all gains in correlation. */
export const gainRule =
  `reproduced if the whole 95 % interval lies above 0 and the gain is at least ${NEGLIGIBLE}; not reproduced if the ` +
  `whole interval lies below ${NEGLIGIBLE}; else inconclusive. Candidates and models are resampled`;

/** What a model says of the sample. */
export interface Judge {
  /** One-shot accuracies, in the order of the sample. */
  readonly scores: readonly number[];
  /** Accuracy with every path on, on validation images. */
  readonly allOn: number;
}

/** The models as judges of the sample. */
export function judgesOf(models: readonly ScoredModel[], sample: readonly SampleCandidate[]): Judge[] {
  return models.map((model) => ({ scores: scoresOfSample(model, sample), allOn: model.allOn.accuracy }));
}

/** How well judges of one kind judge. */
export interface KindEvidence {
  /** Mean over the judges of Spearman's correlation with the stand-alone accuracies. */
  readonly correlation: Estimate;
  /** Of each judge. */
  readonly each: readonly number[];
  /** Accuracy of each model with every path on, on validation images. */
  readonly allOn: readonly number[];
}

/** Evidence for judges of a kind, such as the models of one rate with several seeds. */
export function kindEvidence(judges: readonly Judge[], sample: readonly SampleCandidate[]): KindEvidence {
  const each = correlators(judges, sample);
  const all = [...sample.keys()];
  return {
    correlation: resample(sample.length, (indices, pick) => meanOf(pick(each), indices)),
    each: each.map((correlate) => correlate(all)),
    allOn: judges.map(({ allOn }) => allOn),
  };
}

/** A judge's correlation over the candidates at some indices of the sample, any of them several times. */
type Correlator = (indices: ArrayLike<number>) => number;

function correlators(judges: readonly Judge[], sample: readonly SampleCandidate[]): Correlator[] {
  const truth = standAloneMeans(sample);
  return judges.map(({ scores }) => (indices) => spearman(pick(scores, indices), pick(truth, indices)));
}

/** The mean over judges; NaN if one of them has constant scores, and so no correlation. */
function meanOf(each: readonly Correlator[], indices: ArrayLike<number>): number {
  const correlations = each.map((correlate) => correlate(indices));
  return correlations.some(Number.isNaN) ? NaN : mean(correlations);
}

/**
 * A statistic of candidates and judges with its bootstrap interval. Both are drawn again: another sample would have
 * other candidates, another training other weights.
 *
 * @param statistic of the candidates at some indices, and with `pick` of each kind's judges
 */
function resample(
  count: number,
  statistic: (indices: ArrayLike<number>, pick: <T>(judges: readonly T[]) => readonly T[]) => number,
): Estimate {
  const rng = prng(1, "models");
  const drawn = <T>(judges: readonly T[]) => judges.map(() => choose(rng, judges));
  return {
    estimate: statistic(Array.from({ length: count }, (_, index) => index), (judges) => judges),
    ...bootstrapInterval(count, (indices) => statistic(indices, drawn), RESAMPLING),
    n: count,
  };
}

/** By how much the mean correlation of some judges is above the greatest of those of other kinds. */
export function correlationGain(
  judges: readonly Judge[],
  others: readonly (readonly Judge[])[],
  sample: readonly SampleCandidate[],
): Estimate {
  const first = correlators(judges, sample);
  const second = others.map((other) => correlators(other, sample));
  return resample(
    sample.length,
    (indices, pick) =>
      meanOf(pick(first), indices) - Math.max(...second.map((other) => meanOf(pick(other), indices))),
  );
}

/** A model is void, so no evidence, if with every path on it is right less than this many times as often as by chance. */
const VOID = 2;

/**
 * The gain of some judges over one kind of others, as a part of a claim.
 *
 * @param classes of the data set: the part is untestable if a judge is void. Without it none is, since with some ways to
 * evaluate it is not the training that fails
 */
export function gainPart(
  name: string,
  judges: readonly Judge[],
  others: readonly Judge[],
  sample: readonly SampleCandidate[],
  classes?: number,
): Part {
  const gain = correlationGain(judges, [others], sample);
  const anyVoid = classes !== undefined && [...judges, ...others].some(({ allOn }) => allOn < VOID / classes);
  return { name, ...gain, verdict: anyVoid ? "untestable" : verdictAbove(gain, 0, NEGLIGIBLE) };
}

/** The models with this path dropout. */
export function atDropout(
  models: readonly ScoredModel[],
  { rate, ramp }: ModelSpec["settings"]["dropout"],
): ScoredModel[] {
  return atRate(models, rate).filter(({ model }) => model.settings.dropout.ramp === ramp);
}

/** The models of a rate. */
export function atRate(models: readonly ScoredModel[], rate: number): ScoredModel[] {
  return models.filter(({ model }) => model.settings.dropout.rate === rate);
}
