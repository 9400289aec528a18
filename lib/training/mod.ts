/**
 * Training: one loop for the one-shot model and for stand-alone networks, its schedule and optimiser, and the
 * evaluation of architectures. A training is cut into ghost batches, which this thread or a pool of workers compute.
 *
 * @example The learning rate rises during the warm-up and falls along a cosine
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { learningRate } from "./mod.ts";
 *
 * const settings = { learningRate: 0.1, steps: 100, warmUp: 0.1 };
 * assert(learningRate(settings, 0) < learningRate(settings, 9));
 * assertAlmostEquals(learningRate(settings, 10), 0.1);
 * assertAlmostEquals(learningRate(settings, 55), 0.05);
 * ```
 * @module
 */
export * from "./batches.ts";
export * from "./curve.ts";
export * from "./diverge.ts";
export * from "./evaluate.ts";
export * from "./ghost_step.ts";
export * from "./measures.ts";
export * from "./runners.ts";
export * from "./settings.ts";
export * from "./sgd.ts";
export * from "./stand_alone.ts";
export * from "./statistics.ts";
export * from "./train.ts";
