/**
 * Claims T1 to T4 (paper, method section): the tricks that make one-shot accuracies tell something. The paper names
 * them; taking each away in turn is ours.
 * @module
 */
import { type Laboratory, scoreModels, scoreRemeasured, takeSample } from "../experiments/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import {
  ablatedModels,
  controlModels,
  fasterBy,
  type SampleCandidate,
  type ScoredModel,
  strongerBy,
} from "../records/mod.ts";
import { bootstrapEstimate, mean } from "../stats/mod.ts";
import {
  type Claim,
  type Evidence,
  type Finding,
  type Part,
  type TestedClaim,
  type Verdict,
  verdictAbove,
  verdictOfParts,
} from "./claim.ts";
import { correlationGain, gainPart, gainRule, type Judge, judgesOf } from "./judging.ts";
import { meanCeiling, RESAMPLING } from "./study.ts";

/** Judges by the name of their ablation; the full recipe's by {@linkcode FULL}. */
export type Judges = Readonly<Record<string, readonly Judge[]>>;

/** The full recipe's models. */
export const FULL = "full recipe";
/** The full recipe's models, each candidate normalised with statistics measured for it. */
export const REMEASURED = "statistics measured for each candidate";

/** What the full recipe's models and those of a claim's arms say of the sample. */
export interface TrickEvidence extends Evidence {
  readonly judges: Judges;
  readonly sample: readonly SampleCandidate[];
  /** The models by the name of their arm, {@linkcode FULL} first. */
  readonly models: Readonly<Record<string, readonly ScoredModel[]>>;
}

/** A claim on a trick, and what the trick is compared with. */
export interface TrickClaim extends TestedClaim<TrickEvidence> {
  /** The ablation that takes it away. */
  readonly without: string;
  /** Names of the other ablations that a whole test needs. */
  readonly more: readonly string[];
  /**
   * Whether it is about how models are evaluated. Then a whole test needs the recipe's models with statistics measured
   * for each candidate, too; and a model that fails with every path on may have learnt well.
   */
  readonly ofEvaluation?: true;
}

type Trick = Claim & Pick<TrickClaim, "without" | "more" | "ofEvaluation">;

interface Judged extends Pick<TrickEvidence, "judges" | "sample"> {
  /** Of the data set, where a model with hardly more accuracy than chance makes a part untestable. */
  readonly classes?: number;
}

interface TrickFinding extends Pick<Finding, "estimate"> {
  readonly parts: readonly Part[];
  /** Where it does not follow from the parts. */
  readonly verdict?: Verdict;
}

/** The ablations that a claim is tested with in a profile: all, or the one that takes the trick away. */
export function armsOf(
  { without, more }: Pick<Trick, "without" | "more">,
  { tricks }: Pick<Profile, "tricks">,
): readonly string[] {
  return tricks === "whole" ? [without, ...more] : [without];
}

const partsRule =
  "Reproduced if all parts are, partly if some are; else not reproduced if one is not; else " +
  "inconclusive. A profile that only takes the trick away is judged by that part alone";
const trick = { figure: "method section (the test is ours)", notebook: "09_tricks" } as const;
const gainOver = (what: string): string => `Spearman correlation with the full recipe less that with ${what}`;

const NO_DROPOUT = "no path dropout";

export const pathDropoutClaim: TrickClaim = testable({
  ...trick,
  id: "T1",
  title: "Path dropout makes one-shot accuracy predictive",
  statistic: gainOver(NO_DROPOUT),
  rule: gainRule,
  without: NO_DROPOUT,
  more: [],
}, (judged) => gainOverEach(judged, [NO_DROPOUT]));

const RIVALS = ["running averages", REMEASURED, "whole-batch statistics"] as const;

export const batchStatisticsClaim: TrickClaim = testable({
  ...trick,
  id: "T2",
  title: "Batch norm must use the statistics of the current batch",
  statistic: gainOver("the best of the other statistics that were run"),
  rule: `a part for each of ${RIVALS.join("; ")}. Each is ${gainRule}. ${partsRule}`,
  without: "running averages",
  more: ["whole-batch statistics"],
  ofEvaluation: true,
}, (judged) => gainOverEach(judged, RIVALS));

const ONE_MASK = "one mask for all ghost batches";
/** How much more accurate models must be for a training to count as more stable. */
const STABLER = 0.02;
const fastest = fasterBy.at(-1)!;
/** The learning rate at which the second part of T3 is judged, with ghost batches' own masks and with one. */
const FAST = `${fastest} times the learning rate`;

export const ghostBatchesClaim: TrickClaim = testable({
  ...trick,
  id: "T3",
  title: "Ghost batches with dropped paths of their own make training better and more stable",
  statistic: gainOver(ONE_MASK),
  rule:
    `two parts. The gain in correlation: ${gainRule}. Stability: accuracy with every path on, at ${fastest} times the ` +
    "recipe's learning rate, with masks of their own less that with one mask; reproduced if the whole 95 % interval, " +
    `over seeds, lies above 0 and the difference is at least ${STABLER}; not reproduced if it lies below ${STABLER}. ` +
    partsRule,
  without: ONE_MASK,
  more: fasterBy.flatMap((factor) => [
    `${factor} times the learning rate`,
    `one mask, ${factor} times the learning rate`,
  ]),
}, (judged) => {
  const { estimate, parts } = gainOverEach(judged, [ONE_MASK]);
  return { estimate, parts: [...parts, stability(judged)] };
});

/** The strengths of L2 at which retained paths and everything are compared: the recipe's, and stronger ones. */
const STRENGTHS = [
  { name: "the recipe's L2", retained: FULL, all: "L2 on everything" },
  ...strongerBy.map((factor) => ({
    name: `${factor} times the L2`,
    retained: `${factor} times the L2`,
    all: `${factor} times the L2, on everything`,
  })),
];
const NO_L2 = "no L2";

export const retainedL2Claim: TrickClaim = testable({
  ...trick,
  id: "T4",
  title: "L2 regularisation must spare what was dropped",
  statistic:
    "Spearman correlation with L2 on retained paths less that with L2 on everything, at the strength where the " +
    "first is best",
  rule:
    `a part for each strength. Each is ${gainRule}. ${partsRule}. Untestable if L2 makes no difference: if the 95 % ` +
    "intervals of its gain over no L2, on retained paths, hold 0 at every strength",
  without: "L2 on everything",
  more: [NO_L2, ...STRENGTHS.slice(1).flatMap(({ retained, all }) => [retained, all])],
}, ({ judges, sample, classes }) => {
  const parts = STRENGTHS.map(({ name, retained, all }) =>
    gainPart(name, judges[retained]!, judges[all]!, sample, classes)
  );
  const worth = STRENGTHS.map(({ retained }) => correlationGain(judges[retained]!, [judges[NO_L2]!], sample));
  const gains = worth.map(({ estimate }) => estimate);
  const estimate = parts[gains.indexOf(Math.max(...gains))]!;
  const acts = worth.some(({ low, high }) => low > 0 || high < 0);
  return { estimate, parts, ...(acts ? {} : { verdict: "untestable" }) };
});

export const trickClaims: readonly TrickClaim[] = [
  pathDropoutClaim,
  batchStatisticsClaim,
  ghostBatchesClaim,
  retainedL2Claim,
];

/**
 * The claim on a trick.
 *
 * @param judge of a whole test; with the arm alone that takes the trick away the verdict is on the gain over that one
 */
function testable(trick: Trick, judge: (judged: Judged) => TrickFinding): TrickClaim {
  return {
    ...trick,
    collect: (lab) => collectTrick(lab, trick),
    find({ profile, judges, sample }) {
      const judged = { judges, sample, ...(trick.ofEvaluation ? {} : { classes: profile.shape.classes }) };
      const isWhole = trick.more.every((name) => name in judges);
      const found = isWhole ? judge(judged) : gainOverEach(judged, [trick.without]);
      const { estimate, parts, verdict = verdictOfParts(parts) } = found;
      const ceiling = meanCeiling(sample)?.estimate;
      return { estimate, ceiling, ...(parts.length > 1 ? { parts } : {}), verdict };
    },
  };
}

async function collectTrick(lab: Laboratory, trick: Trick): Promise<TrickEvidence> {
  const { profile } = lab;
  const { result: sample, ...alone } = await takeSample(lab);
  const texts = sample.map(({ architecture }) => architecture);
  const full = controlModels(profile);
  const names = [FULL, ...armsOf(trick, profile)];
  const specs = names.map((name) => name === FULL ? full : ablatedModels(profile, name));
  // Separate models for tricks are scored on the sample only.
  const scoredOn = profile.trickModels === undefined ? undefined : texts;
  const scored = await scoreModels(lab, specs.flat(), scoredOn);
  let seconds = alone.seconds + scored.seconds;
  // As many of each arm as seeds.
  const models = Object.fromEntries(
    names.map((name, arm) => [name, scored.result.slice(arm * full.length, (arm + 1) * full.length)]),
  );
  const judges: Record<string, Judge[]> = {};
  for (const name of names) judges[name] = judgesOf(models[name]!, sample);
  if (trick.ofEvaluation && profile.tricks === "whole") {
    judges[REMEASURED] = [];
    for (const [index, model] of full.entries()) {
      const remeasured = await scoreRemeasured(lab, model, texts);
      seconds += remeasured.seconds;
      const scores = remeasured.result.candidates.map(({ accuracy }) => accuracy);
      judges[REMEASURED].push({ scores, allOn: judges[FULL]![index]!.allOn });
    }
  }
  return { profile, judges, sample, models, seconds };
}

/** The full recipe against each of some others, and against the best of them. */
function gainOverEach({ judges, sample, classes }: Judged, others: readonly string[]): TrickFinding {
  return {
    estimate: correlationGain(judges[FULL]!, others.map((name) => judges[name]!), sample),
    parts: others.map((name) => gainPart(`less ${name}`, judges[FULL]!, judges[name]!, sample, classes)),
  };
}

/** How much more accurate models are with a mask for each ghost batch, where the learning rate is high. */
function stability({ judges }: Judged): Part {
  const [own, one] = [FAST, `one mask, ${FAST}`].map((name) => judges[name]!.map(({ allOn }) => allOn));
  // Both have the same seeds, so the same initial weights and images: they are compared in pairs.
  const differences = own!.map((accuracy, seed) => accuracy - one![seed]!);
  const part = {
    name: `accuracy with every path on at ${FAST}, less that with one mask`,
    ...bootstrapEstimate([differences], mean, RESAMPLING),
  };
  return { ...part, verdict: verdictAbove(part, 0, STABLER) };
}
