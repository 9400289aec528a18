/**
 * The runs room: results are kept under a hash of their configuration, with their provenance, and loaded when they are
 * asked for again; half-done work goes on after a kill.
 *
 * @example A result is computed once
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { z } from "zod";
 * import { mathsVersion, openStore } from "./mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const store = openStore(directory);
 * const configuration = { library: mathsVersion, numbers: 4 };
 * const sum = () =>
 *   store.once("sum", configuration, z.number(), async (checkpoints) => {
 *     const { step, meta } = await checkpoints.load() ?? { step: 0, meta: 0 };
 *     let total = Number(meta);
 *     for (let number = step; number < 4; number++) {
 *       total += number;
 *       await checkpoints.save(number + 1, {}, total);
 *     }
 *     return total;
 *   }, { seed: 1 });
 *
 * const first = await sum();
 * const second = await sum();
 * assertEquals([first.run.result, first.loaded, second.loaded], [6, false, true]);
 * assertEquals(second.run, first.run);
 * await Deno.remove(directory, { recursive: true });
 * ```
 * @module
 */
export * from "./archive.ts";
export * from "./atomic_files.ts";
export * from "./checkpoint.ts";
export type { Checkpoint, CheckpointArray } from "./checkpoint_format.ts";
export { canonicalJson, configurationHash, type Json } from "./configuration.ts";
export * from "./earlier.ts";
export * from "./provenance.ts";
export type { Run } from "./run_format.ts";
export * from "./stop.ts";
export * from "./store.ts";
export * from "./turn.ts";
