/**
 * Claims: each a statement of the paper, how its evidence is collected, and the rule for its verdict, fixed in code before
 * the run; and the ledger of all of them.
 *
 * @example A verdict follows from an interval and two ranges
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { correlationFinding } from "./mod.ts";
 *
 * const evidence = { oneShotRange: [0.3, 0.8], standAloneRange: [0.8, 0.9], meanCeiling: undefined } as const;
 * const interval = { estimate: 0.7, low: 0.55, high: 0.8, n: 40 };
 * assertEquals(correlationFinding({ ...evidence, spearman: interval }).verdict, "reproduced");
 * assertEquals(correlationFinding({ ...evidence, spearman: { ...interval, low: 0.4 } }).verdict, "partly");
 * ```
 * @module
 */
export * from "./claim.ts";
export * from "./correlation.ts";
export * from "./divergence.ts";
export * from "./dropout_rate.ts";
export * from "./judging.ts";
export * from "./large_models.ts";
export * from "./ledger.ts";
export * from "./paper_points.ts";
export * from "./removal.ts";
export * from "./search.ts";
export * from "./study.ts";
export * from "./tricks.ts";
