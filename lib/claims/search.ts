/**
 * Claim C3 (paper, Table 1): the best architectures by one-shot accuracy, trained from scratch, beat what other methods
 * find.
 * @module
 */
import {
  chooseGroups,
  type Group,
  readSpending,
  type SearchSpending,
  testGroups,
} from "../experiments/mod.ts";
import { choose, prng } from "../random.ts";
import { ONE_SHOT_TOP, RANDOM, RANDOM_SAME_SIZE, type TestedGroup, TRAINED_ALONE } from "../records/mod.ts";
import { type Estimate, mean, quantile } from "../stats/mod.ts";
import { type Evidence, type TestedClaim, verdictAbove } from "./claim.ts";

/** The methods that the best by one-shot accuracy must beat. */
export const rivals: readonly string[] = [RANDOM, RANDOM_SAME_SIZE, TRAINED_ALONE];

/** The groups of networks with their tests, and what finding them took. */
export interface SearchEvidence extends Evidence {
  readonly groups: readonly Group[];
  readonly tests: readonly TestedGroup[];
  readonly spending: SearchSpending;
}

export const searchClaim: TestedClaim<SearchEvidence> = {
  id: "C3",
  title: "The best architectures by one-shot accuracy, retrained, beat other methods",
  figure: "Table 1",
  statistic: "mean test accuracy less that of the best other method, in percentage points",
  rule:
    "reproduced if the whole 95 % interval lies above 0, not reproduced if it lies below 0, else inconclusive. " +
    `Other methods: ${rivals.join("; ")}. The interval is from resampling the networks of each method`,
  notebook: "06_search",
  async collect(lab) {
    const groups = await chooseGroups(lab);
    const { result: tests, seconds } = await testGroups(lab, groups);
    const spending = await readSpending(lab);
    const { main, reference, scoring, searches } = spending;
    const spent = [main, reference, scoring, ...Object.values(searches).flat()];
    return {
      ...{ profile: lab.profile, groups, tests, spending },
      seconds: spent.reduce((sum, one) => sum + one.seconds, seconds),
    };
  },
  find({ tests }) {
    const named = (name: string): TestedGroup => tests.find((group) => group.name === name)!;
    const estimate = testGain(named(ONE_SHOT_TOP), rivals.map(named));
    return { estimate, verdict: verdictAbove(estimate, 0) };
  },
};

const RESAMPLES = 10_000;

/**
 * The accuracies that give a group's mean and spread, 0 to 1: of each network the mean over its seeds; of a
 * network that is a group by itself, one for each seed.
 */
export function groupAccuracies({ tests }: TestedGroup): readonly number[] {
  return tests.length === 1 ? tests[0]!.accuracies : tests.map(({ accuracies }) => mean(accuracies));
}

/** By how many percentage points the first group's mean is above the greatest of the others'. */
export function testGain(first: TestedGroup, others: readonly TestedGroup[]): Estimate {
  const accuracies = (group: TestedGroup) => groupAccuracies(group).map((accuracy) => 100 * accuracy);
  const [mine, theirs] = [accuracies(first), others.map(accuracies)];
  const gain = (draw: (values: readonly number[]) => readonly number[]): number =>
    mean(draw(mine)) - Math.max(...theirs.map((values) => mean(draw(values))));
  const rng = prng(1, "test gain");
  const again = (values: readonly number[]): number[] => values.map(() => choose(rng, values));
  const gains = Array.from({ length: RESAMPLES }, () => gain(again));
  return {
    estimate: gain((values) => values),
    low: quantile(gains, 0.025),
    high: quantile(gains, 0.975),
    n: mine.length,
  };
}
