/**
 * Experiments: a profile's runs from data to recorded results, as the notebooks ask for them. What was computed before
 * is loaded; what was half done goes on.
 *
 * @example The candidates of a profile are fixed by its seed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { profiles } from "../profiles/mod.ts";
 * import { drawCandidates } from "./mod.ts";
 *
 * assertEquals(drawCandidates(profiles.quick), drawCandidates(profiles.quick));
 * assertEquals(drawCandidates(profiles.quick).length, profiles.quick.candidates.count);
 * ```
 * @module
 */
export * from "./divergence.ts";
export * from "./epochs.ts";
export * from "./forecast.ts";
export * from "./found.ts";
export * from "./laboratory.ts";
export * from "./network.ts";
export * from "./open_laboratory.ts";
export * from "./one_shot.ts";
export * from "./own_profile.ts";
export { type Ranking, rankNetworks } from "./ranking.ts";
export * from "./retraining.ts";
export * from "./sample.ts";
export * from "./scores.ts";
export * from "./search.ts";
export * from "./search_cost.ts";
export * from "./train_alone.ts";
