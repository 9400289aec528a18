/**
 * The statistics room: agreement of rankings and predictions, comparisons in pairs, their intervals, and stratified
 * samples.
 *
 * @example Does a cheap score rank eight candidates as a costly one does?
 * ```ts
 * import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
 * import { correlationInterval, meanRanks, spearman } from "./mod.ts";
 *
 * const cheap = [0.31, 0.52, 0.55, 0.61, 0.64, 0.7, 0.7, 0.78];
 * const costly = [0.88, 0.9, 0.89, 0.91, 0.92, 0.91, 0.93, 0.93];
 * assertEquals(meanRanks(cheap), [1, 2, 3, 4, 5, 6.5, 6.5, 8]);
 * const { estimate, low, high, n } = correlationInterval(spearman, cheap, costly, { seed: 1 });
 * assertAlmostEquals(estimate, 0.897, 1e-4);
 * assert(low < estimate && estimate < high && n === 8);
 * ```
 * @module
 */
export {
  bootstrapEstimate,
  bootstrapInterval,
  type BootstrapOptions,
  correlationDifference,
  correlationInterval,
  type Estimate,
  type Interval,
} from "./bootstrap.ts";
export * from "./correlation.ts";
export * from "./kl.ts";
export { type Numbers, pick } from "./numbers.ts";
export * from "./paired.ts";
export * from "./partial.ts";
export * from "./stratified.ts";
export * from "./summary.ts";
export * from "./top.ts";
export * from "./weighted.ts";
