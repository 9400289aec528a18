/**
 * The statistics room: agreement of two rankings or predictions, comparisons in pairs, how sure both are, and
 * samples that show it.
 *
 * @example Does a cheap score rank eight candidates as a dear one does?
 * ```ts
 * import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
 * import { correlationInterval, meanRanks, spearman } from "./mod.ts";
 *
 * const cheap = [0.31, 0.52, 0.55, 0.61, 0.64, 0.7, 0.7, 0.78];
 * const dear = [0.88, 0.9, 0.89, 0.91, 0.92, 0.91, 0.93, 0.93];
 * assertEquals(meanRanks(cheap), [1, 2, 3, 4, 5, 6.5, 6.5, 8]);
 * const { estimate, low, high, n } = correlationInterval(spearman, cheap, dear, { seed: 1 });
 * assertAlmostEquals(estimate, 0.897, 1e-4);
 * assert(low < estimate && estimate < high && n === 8);
 * ```
 * @module
 */
export {
  bootstrapInterval,
  type BootstrapOptions,
  correlationDifference,
  correlationInterval,
  type Estimate,
  type Interval,
} from "./bootstrap.ts";
export { type Correlation, kendallTauB, pearson, spearman } from "./correlation.ts";
export { logSoftmax, symmetricKl } from "./kl.ts";
export { comparePairs, type PairedComparison, type PairedOptions } from "./paired.ts";
export { pick } from "./numbers.ts";
export { partialSpearman, partialSpearmanInterval, rankResiduals } from "./partial.ts";
export { meanRanks } from "./rank.ts";
export { reliabilityOfMean } from "./reliability.ts";
export { stratifiedChances, stratifiedSample, type StratifiedSampleOptions } from "./stratified.ts";
export { mean, quantile, range, standardDeviation } from "./summary.ts";
export { bestRankAtK, precisionAtK } from "./top.ts";
export { weightedSpearman, weightedSpearmanInterval } from "./weighted.ts";
