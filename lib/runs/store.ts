/**
 * Finished runs on the disk, found again by their configuration.
 * @module
 */
import { join } from "node:path";
import type { z } from "zod";
import { removePartials, unlessMissing, writeAtomically } from "../files.ts";
import { anyFunction, anything, cannot, check, members, optional } from "../options.ts";
import type { Archive } from "./archive.ts";
import { type CheckpointOptions, type Checkpoints, openCheckpoints } from "./checkpoint.ts";
import { canonicalJson, configurationHash, type Json } from "./configuration.ts";
import { exclusively } from "./lock.ts";
import { collectProvenance, type Provenance, type ProvenancePieces, provenanceSchema } from "./provenance.ts";
import { damaged, decodeRun, describeFaults, encodeRun, type Run, unlessDamaged } from "./run_format.ts";

/**
 * Runs in a folder, and behind it an archive. A `kind` is a word of small letters, digits, `-` and `_` that says
 * what was computed; a configuration is any JSON value, best with `mathsVersion` in it.
 *
 * A file that is damaged, no run, or the run of another configuration is never used, overwritten or deleted, nor is a
 * run used that does not fit the schema: the call rejects with a `Deno.errors.InvalidData` that names the file.
 */
export interface Store {
  /** Where the run of a configuration is or will be: `<directory>/<kind>/<hash>.json`. */
  path(kind: string, configuration: unknown): string;
  /** The run of a configuration, or undefined if there is none yet. */
  load<R>(kind: string, configuration: unknown, schema: z.ZodType<R>): Promise<Run<R> | undefined>;
  /**
   * Keeps a result, in place of an earlier one of the same configuration, and returns the run as it will be loaded.
   *
   * @throws {TypeError} if JSON cannot say the result, e.g. because of a NaN; the message has the path to it
   */
  save<R>(kind: string, configuration: unknown, result: R, provenance: Provenance): Promise<Run<R>>;
  /**
   * The run of a configuration: loaded if it is there, else computed and kept. If `compute` throws, only its checkpoints
   * are kept, and the next call goes on from them. If another call or process computes the run, this one waits.
   *
   * @param compute gets the checkpoints, which are cleared when the result is safe
   * @param pieces what the store cannot find out about the run's provenance
   * @throws {TypeError} if the result does not fit the schema or JSON cannot say it
   */
  once<R>(
    kind: string,
    configuration: unknown,
    schema: z.ZodType<R>,
    compute: (checkpoints: Checkpoints) => R | Promise<R>,
    pieces: ProvenancePieces,
  ): Promise<{ readonly run: Run<R>; readonly loaded: boolean }>;
  /**
   * Does work on runs of a kind while nobody else does, in this process or another. Whoever waits should look again for
   * what it wants when its turn comes.
   */
  exclusively<T>(kind: string, work: () => Promise<T>): Promise<T>;
}

/** Options of {@linkcode openStore}. */
export interface StoreOptions extends CheckpointOptions {
  /** Has runs that are not in the folder. @default none */
  readonly archive?: Archive;
}

const schema = members<StoreOptions>({ archive: optional(anything), say: optional(anyFunction) });

/**
 * The runs in a folder, which is made when the first one is kept.
 *
 * @param options `say` gets messages on checkpoints that can't be used, and before another process is waited for
 */
export function openStore(directory: string, options: StoreOptions = {}): Store {
  check("Cannot open a store", schema, options);
  const { archive, say = console.warn } = options;

  function path(kind: string, configuration: unknown): string {
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(kind)) {
      throw cannot("name a run", `kind "${kind}"`, 'small letters, digits, "-" and "_"');
    }
    return join(directory, kind, `${configurationHash(configuration)}.json`);
  }

  /** A run and the file that has it. */
  async function find(kind: string, configuration: unknown) {
    const file = path(kind, configuration);
    const bytes = await unlessMissing(Deno.readFile(file));
    if (bytes !== undefined) return { run: usable(file, () => readRun(bytes, kind, configuration)), file };
    const run = await archive?.find(kind, configurationHash(configuration));
    return run && { run, file: archive!.path(kind) };
  }

  const lock = <T>(file: string, what: string, work: () => Promise<T>): Promise<T> =>
    exclusively(file, work, () => say(`Waiting for another process that is at work on ${what}`));

  const store: Store = {
    path,
    async load(kind, configuration, schema) {
      const found = await find(kind, configuration);
      if (found === undefined) return undefined;
      const { run, file } = found;
      return usable(file, () => {
        const { data, error } = schema.safeParse(run.result);
        if (error === undefined) return { ...run, result: data };
        throw damaged(`a result of another shape (${describeFaults(error)})`, "the one asked for");
      });
    },

    async save<R>(kind: string, configuration: unknown, result: R, provenance: Provenance): Promise<Run<R>> {
      const file = path(kind, configuration);
      const known = provenanceSchema.safeParse(provenance);
      if (!known.success) {
        throw new TypeError(`Cannot save run ${file}: found provenance with ${describeFaults(known.error)}`);
      }
      const hash = configurationHash(configuration);
      const bytes = encodeRun({ kind, hash, configuration: configuration as Json, result, provenance });
      // Rejects if the file there is not the run that this one may take the place of.
      await find(kind, configuration);
      await writeAtomically(file, bytes);
      await removePartials(file);
      return decodeRun(bytes) as Run<R>;
    },

    async once(kind, configuration, schema, compute, pieces) {
      // A copy, so that a computation that changes the caller's object is still kept under what was asked.
      const asked = JSON.parse(canonicalJson(configuration, "configuration"));
      const earlier = await store.load(kind, asked, schema);
      if (earlier !== undefined) return { run: earlier, loaded: true };
      const file = path(kind, asked);
      return await lock(file.replace(/\.json$/, ".lock"), `run ${file}`, async () => {
        const meanwhile = await store.load(kind, asked, schema);
        if (meanwhile !== undefined) return { run: meanwhile, loaded: true };
        const work = `${kind}/${configurationHash(asked)}`;
        const checkpoints = openCheckpoints(file.replace(/\.json$/, ".checkpoint"), work, options);
        const computed = schema.safeParse(await compute(checkpoints));
        if (!computed.success) {
          const fault = `found a result that does not fit its schema (${describeFaults(computed.error)})`;
          throw new TypeError(
            `Cannot save run ${file}: ${fault}, expected one that does; the checkpoints are kept`,
          );
        }
        const provenance = collectProvenance({ ...pieces, ...checkpoints.spent() });
        await store.save(kind, asked, computed.data, provenance);
        await checkpoints.clear();
        // Read back, so that a computed result and a loaded one are the same to the bit.
        return { run: (await store.load(kind, asked, schema))!, loaded: false };
      });
    },

    exclusively: (kind, work) =>
      lock(join(directory, kind, "all.lock"), `runs in ${join(directory, kind)}`, work),
  };
  return store;
}

/** The `once` of a store that loads a run or, if there is none, does something else. */
export function loadOr(load: Store["load"], otherwise: Store["once"]): Store["once"] {
  return async (kind, configuration, schema, compute, pieces) => {
    const run = await load(kind, configuration, schema);
    if (run !== undefined) return { run, loaded: true };
    return await otherwise(kind, configuration, schema, compute, pieces);
  };
}

function readRun(bytes: Uint8Array, kind: string, configuration: unknown): Run<Json> {
  const run = decodeRun(bytes);
  if (run.kind === kind && canonicalJson(run.configuration) === canonicalJson(configuration)) return run;
  throw damaged(`the run ${run.kind}/${run.hash}`, "that of the file's name");
}

/** Reads a run's file; if it is damaged, the error names the file and says what to do. */
function usable<T>(file: string, read: () => T): T {
  const remedy = "restore the file (e.g. git restore) or move it away to have the run computed anew";
  return unlessDamaged(read, (fault) => `Cannot use run ${file}: ${fault}; ${remedy}`);
}
