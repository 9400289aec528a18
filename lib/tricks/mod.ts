/**
 * The tricks that make one-shot accuracies meaningful (paper, method section), one file each: path dropout, ghost
 * batches, batch norm with the batch's own statistics, L2 on retained paths. Each can be switched off by settings.
 *
 * @example A node loses all its paths with probability r, however many it has
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { dropProbability } from "./mod.ts";
 *
 * const dropout = { rate: 0.1, ramp: "linear" } as const;
 * assertAlmostEquals(dropProbability(dropout, 3, 1) ** 3, 0.1);
 * assertAlmostEquals(dropProbability(dropout, 7, 1) ** 7, 0.1);
 * assertAlmostEquals(dropProbability(dropout, 7, 0), 0);
 * ```
 * @module
 */
export * from "./ghost_batches.ts";
export * from "./path_dropout.ts";
export * from "./retained_l2.ts";
