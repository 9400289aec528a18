/**
 * The runs room: what was computed is kept under a hash of what was asked, with its provenance, and loaded
 * when it is asked for again; what is half done goes on after a kill.
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
export { type Archive, archiveRuns, openArchive } from "./archive.ts";
export {
  type CheckpointFiles,
  type CheckpointOptions,
  type Checkpoints,
  openCheckpoints,
} from "./checkpoint.ts";
export { finishWriting, readFilesTogether, writeFilesAtomically } from "./atomic_files.ts";
export type { Checkpoint, CheckpointArray } from "./checkpoint_format.ts";
export { canonicalJson, configurationHash, type Json } from "./configuration.ts";
export {
  collectProvenance,
  mathsVersion,
  type Provenance,
  type ProvenancePieces,
  provenanceSchema,
} from "./provenance.ts";
export { withEarlier } from "./earlier.ts";
export type { Run } from "./run_format.ts";
export { askToStop, keepWork, Stopped, watchForStop } from "./stop.ts";
export { loadOr, openStore, type Store, type StoreOptions } from "./store.ts";
export { inTurn, turnsVariable } from "./turn.ts";
