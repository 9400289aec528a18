/**
 * Claims C1 and C1b (paper, Fig. 4): the path dropout rate must be tuned, else one-shot accuracies predict stand-alone
 * ones less well.
 * @module
 */
import { NotRecorded } from "../experiments/mod.ts";
import type { ConstantRates, Profile, RateArm } from "../profiles/mod.ts";
import { prng, shuffle } from "../random.ts";
import { constantModels, rampedModels, type SampleCandidate, type ScoredModel } from "../records/mod.ts";
import { mean } from "../stats/mod.ts";
import { type Part, type TestedClaim, verdictAbove, verdictOfParts } from "./claim.ts";
import {
  atDropout,
  correlationGain,
  gainPart,
  gainRule,
  type Judge,
  judgesOf,
  kindEvidence,
  NEGLIGIBLE,
} from "./judging.ts";
import { collectStudy, meanCeiling, type Study } from "./study.ts";

/** As the paper plots it: constant rates. */
export const dropoutRateClaim: TestedClaim<Study> = {
  id: "C1",
  title: "The path dropout rate must be tuned for one-shot accuracy to predict stand-alone accuracy",
  figure: "Fig. 4",
  statistic:
    "Spearman correlation at the moderate constant rate less the greater of those at the low and the high one",
  rule:
    "two parts: the correlation at the moderate rate less that at the low one, and less that at the high one. Each is " +
    `${gainRule}. Reproduced if both parts are, partly if one is; else not reproduced if one is not; else inconclusive. ` +
    "A part is untestable if a model's accuracy with every path on is below twice chance",
  notebook: "04_dropout_rate",
  async collect(lab) {
    const specs = constantModels(lab.profile);
    if (specs.length > 0) return await collectStudy(lab, specs);
    throw new NotRecorded("Cannot test C1: the profile has no constant rates");
  },
  find({ profile, models, sample }) {
    const { low, moderate, high } = requireConstantRates(profile);
    const at = ({ rate }: RateArm): RateJudges => ({
      rate,
      judges: judgesOf(atDropout(models, { rate, ramp: "none" }), sample),
    });
    const [below, middle, above] = [at(low), at(moderate), at(high)];
    const parts = rateParts(middle, [below, above], sample, profile.shape.classes);
    return {
      estimate: correlationGain(middle.judges, [below.judges, above.judges], sample),
      ceiling: meanCeiling(sample)?.estimate,
      parts,
      verdict: verdictOfParts(parts),
    };
  },
};

/** The recipe's way: rates that rise linearly from 0. */
export const rampedRateClaim: TestedClaim<Study> = {
  id: "C1b",
  title: "The path dropout rate must be tuned when it rises linearly, too",
  figure: "Fig. 4 (the ramp is ours)",
  statistic:
    "Spearman correlation at the recipe's rate less the greater of those at the lowest and the highest",
  rule: `${gainRule}. The recipe's rate was chosen beforehand, in pilots with other seeds`,
  notebook: "04_dropout_rate",
  collect: (lab) => collectStudy(lab, rampedModels(lab.profile)),
  find({ profile: { rates, oneShot: { settings: { dropout } } }, models, sample }) {
    const at = (rate: number) => judgesOf(atDropout(models, { ...dropout, rate }), sample);
    const estimate = correlationGain(at(dropout.rate), [at(rates[0]!), at(rates.at(-1)!)], sample);
    const ceiling = meanCeiling(sample)?.estimate;
    return { estimate, ceiling, verdict: verdictAbove(estimate, 0, NEGLIGIBLE) };
  },
};

/** The judges of a rate. */
interface RateJudges {
  readonly rate: number;
  readonly judges: readonly Judge[];
}

/** What the middle of three rates is worth against each of the others. */
function rateParts(
  middle: RateJudges,
  others: readonly RateJudges[],
  sample: readonly SampleCandidate[],
  classes: number,
): Part[] {
  return others.map(({ rate, judges }) =>
    gainPart(`r = ${middle.rate} less r = ${rate}`, middle.judges, judges, sample, classes)
  );
}

/** What {@linkcode bestRate} finds. */
export interface BestRate {
  /** The rate, neither the low nor the high one, that was best on the half that chooses. */
  readonly rate: number;
  /** What it is worth on the other half, against the low rate and the high one. */
  readonly parts: readonly Part[];
  /** Candidates of the half that judges. */
  readonly candidates: number;
}

/**
 * A second analysis, with no say in the verdict: if another rate than the paper's is best at our size, how much is tuning
 * worth? The rate is chosen on half of the candidates and half of each rate's models, and judged on the other halves, so
 * that luck in the choice does not count as a gain.
 *
 * @throws {RangeError} if the profile has no constant rates, or a rate has fewer than two models
 */
export function bestRate(
  profile: Pick<Profile, "constantRates" | "shape">,
  models: readonly ScoredModel[],
  sample: readonly SampleCandidate[],
  seed = 1,
): BestRate {
  const { low, moderate, high, between } = requireConstantRates(profile);
  const order = shuffle(prng(seed, "halves"), sample);
  const half = Math.ceil(order.length / 2);
  const [choosing, judging] = [order.slice(0, half), order.slice(half)];
  const halves = ({ rate }: RateArm) => {
    const all = atDropout(models, { rate, ramp: "none" });
    if (all.length < 2) {
      throw new RangeError(
        `Cannot choose a rate: found ${all.length} model at r = ${rate}, expected 2 or more`,
      );
    }
    const first = Math.floor(all.length / 2);
    return {
      rate,
      choosing: judgesOf(all.slice(0, first), choosing),
      judges: judgesOf(all.slice(first), judging),
    };
  };
  const inside = [moderate, ...between].map(halves);
  const worth = inside.map((one) => mean(kindEvidence(one.choosing, choosing).each));
  const best = inside[worth.indexOf(Math.max(...worth))]!;
  return {
    rate: best.rate,
    parts: rateParts(best, [halves(low), halves(high)], judging, profile.shape.classes),
    candidates: judging.length,
  };
}

function requireConstantRates({ constantRates }: Pick<Profile, "constantRates">): ConstantRates {
  if (constantRates !== undefined) return constantRates;
  throw new RangeError(
    "Cannot test constant path dropout rates: found none in the profile, expected constantRates",
  );
}
