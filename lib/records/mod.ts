/**
 * What is recorded of the experiments: for each kind of run its configuration, made from a profile, and the form of
 * its result. Whoever has these finds the runs in a store without any of the code that made them.
 *
 * @example One training has one configuration, whoever asks
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { profiles } from "../profiles/mod.ts";
 * import { configurationHash } from "../runs/mod.ts";
 * import { mainModel, modelsAtRate, weightsConfiguration } from "./mod.ts";
 *
 * const { quick } = profiles;
 * const hash = (model: ReturnType<typeof mainModel>) => configurationHash(weightsConfiguration(quick, model));
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
export * from "./search.ts";
export * from "./stand_alone.ts";
