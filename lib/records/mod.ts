/**
 * What is recorded of the experiments: each kind of run as a value, made from a profile. Whoever has it finds the run in a
 * store without any of the code that made it.
 *
 * @example One training has one configuration, whoever asks
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { profiles } from "../profiles/mod.ts";
 * import { configurationHash } from "../runs/mod.ts";
 * import { mainModel, modelsAtRate, type ModelSpec, weightsRun } from "./mod.ts";
 *
 * const { quick } = profiles;
 * const hash = (model: ModelSpec) => configurationHash(weightsRun(quick, model).configuration);
 * const [sameRate] = modelsAtRate(quick, quick.oneShot.settings.dropout.rate);
 * assertEquals(hash(sameRate!), hash(mainModel(quick)));
 * assert(hash(modelsAtRate(quick, 0.5)[0]!) !== hash(mainModel(quick)));
 * ```
 * @module
 */
export * from "./derived.ts";
export * from "./divergence.ts";
export * from "./model.ts";
export * from "./one_shot.ts";
export type { RunSpec, Work } from "./run.ts";
export * from "./search.ts";
export * from "./stand_alone.ts";
