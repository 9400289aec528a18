/**
 * Finished runs on the disk, found again by what they were asked to do.
 * @module
 */
import { join } from "node:path";
import type { z } from "zod";
import { anyFunction, anything, check, members, optional } from "../options.ts";
import type { Archive } from "./archive.ts";
import { readIfThere, removePartials, writeAtomically } from "../files.ts";
import { type CheckpointOptions, type Checkpoints, openCheckpoints } from "./checkpoint.ts";
import { canonicalJson, configurationHash, type Json } from "./configuration.ts";
import { describeFaults } from "./faults.ts";
import { collectProvenance, type Provenance, type ProvenancePieces, provenanceSchema } from "./provenance.ts";
import { exclusively } from "./lock.ts";
import { decodeRun, encodeRun, type Run } from "./run_format.ts";

/**
 * Runs in a folder, and behind it an archive. A `kind` is a word of small letters, digits, `-` and `_` that says
 * what was computed; a configuration is any JSON value, best with `mathsVersion` in it.
 *
 * A file that is damaged, not a run, or the run of another configuration is never used, never overwritten and
 * never deleted, nor is a run used that does not fit the schema: the call rejects with a
 * `Deno.errors.InvalidData` that names the file.
 */
export interface Store {
  /** Where the run of a configuration is or will be: `<directory>/<kind>/<hash>.json`. */
  path(kind: string, configuration: unknown): string;
  /** The run of a configuration, or undefined if there is none yet. */
  load<R>(kind: string, configuration: unknown, schema: z.ZodType<R>): Promise<Run<R> | undefined>;
  /**
   * Keeps a result, in place of an earlier one of the same configuration, and returns the run as it will be
   * loaded.
   *
   * @throws {TypeError} if JSON cannot say the result, e.g. because of a NaN; the message has the path to it
   */
  save<R>(kind: string, configuration: unknown, result: R, provenance: Provenance): Promise<Run<R>>;
  /**
   * The run of a configuration: loaded if it is there, else computed and kept. If `compute` throws, no run is
   * kept; its checkpoints are, and the next call goes on from them. If another call or process computes the run, it is
   * waited for.
   *
   * @param compute gets a place for half-done work, which is cleared when the result is safe
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
   * Does work on runs of a kind while nobody else does such work on them, in this process or another: those who come
   * later wait, and should look again for what they want when it is their turn.
   */
  exclusively<T>(kind: string, work: () => Promise<T>): Promise<T>;
}

/** Options of {@linkcode openStore}. */
export interface StoreOptions extends CheckpointOptions {
  /** Where runs are looked for that are not in the folder. @default nowhere */
  readonly archive?: Archive;
}

const schema = members<StoreOptions>({ archive: optional(anything), say: optional(anyFunction) });

/** A run and the file that has it. */
interface Place {
  readonly run: Run<Json>;
  readonly file: string;
}

/**
 * The runs in a folder, which is made when the first one is kept.
 *
 * @param options `say` is told of checkpoints that can't be used, and when another process is waited for
 */
export function openStore(directory: string, options: StoreOptions = {}): Store {
  function path(kind: string, configuration: unknown): string {
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(kind)) {
      throw new RangeError(
        `Cannot name a run: found kind "${kind}", expected small letters, digits, "-" and "_"`,
      );
    }
    return join(directory, kind, `${configurationHash(configuration)}.json`);
  }

  async function find(kind: string, configuration: unknown): Promise<Place | undefined> {
    const file = path(kind, configuration);
    const bytes = await readIfThere(file);
    if (bytes !== undefined) return { run: readRun(file, bytes, kind, configuration), file };
    const run = await options.archive?.find(kind, configurationHash(configuration));
    return run && { run, file: options.archive!.path(kind) };
  }

  check("Cannot open a store", schema, options);
  const { say = console.warn } = options;
  const lock = <T>(file: string, what: string, work: () => Promise<T>): Promise<T> =>
    exclusively(file, work, () => say(`Waiting for another process that is at work on ${what}`));

  const store: Store = {
    path,
    async load(kind, configuration, schema) {
      const found = await find(kind, configuration);
      if (found === undefined) return undefined;
      const { run, file } = found;
      const result = schema.safeParse(run.result);
      if (result.success) return { ...run, result: result.data };
      throw unusable(
        file,
        `found a result of another shape (${describeFaults(result.error)}), expected the one asked for`,
      );
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
          throw new TypeError(
            `Cannot save run ${file}: found a result that does not fit its schema ` +
              `(${describeFaults(computed.error)}), expected one that does; the checkpoints are kept`,
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

/** The `once` of a store that loads a run and, where there is none, does something else. */
export function loadOr(load: Store["load"], otherwise: Store["once"]): Store["once"] {
  return async (kind, configuration, schema, compute, pieces) => {
    const run = await load(kind, configuration, schema);
    if (run !== undefined) return { run, loaded: true };
    return await otherwise(kind, configuration, schema, compute, pieces);
  };
}

function readRun(file: string, bytes: Uint8Array, kind: string, configuration: unknown): Run<Json> {
  let run: Run<Json>;
  try {
    run = decodeRun(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.InvalidData) throw unusable(file, error.message);
    throw error;
  }
  if (run.kind !== kind || canonicalJson(run.configuration) !== canonicalJson(configuration)) {
    throw unusable(file, `found the run ${run.kind}/${run.hash}, expected that of the file's name`);
  }
  return run;
}

function unusable(file: string, reason: string): Error {
  return new Deno.errors.InvalidData(
    `Cannot use run ${file}: ${reason}; restore the file (e.g. git restore) ` +
      `or move it away to have the run computed anew`,
  );
}
