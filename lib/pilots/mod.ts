/**
 * The pilots behind the profile `cifar`: what was tried on validation images before the study, and what came out.
 *
 * @example The accuracy of the first pilot's one-shot model with every path on
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { readPilots } from "./mod.ts";
 *
 * const { oneShot: [first] } = await readPilots();
 * assertAlmostEquals(first!.model.allOn.accuracy, 0.646, 0.001);
 * ```
 * @module
 */
export * from "./find.ts";
export * from "./pilots.ts";
