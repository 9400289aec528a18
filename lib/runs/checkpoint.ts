/**
 * Half-done work that outlives a kill.
 * @module
 */
import { removePartials, setAside, unlessMissing, writeAtomically } from "../files.ts";
import {
  type Checkpoint,
  type CheckpointArray,
  decodeCheckpoint,
  encodeCheckpoint,
} from "./checkpoint_format.ts";
import type { Json } from "./configuration.ts";
import { damaged } from "./run_format.ts";

/** Keeps the half-done work of one run. */
export interface Checkpoints {
  /**
   * Keeps the state after `step` steps; await it before the next one. The arrays may change as soon as the call returns.
   *
   * @param meta all that is small: a JSON value
   * @throws {RangeError} if the step is not an integer from 0
   * @throws {TypeError} if JSON cannot say `meta`, e.g. because of a NaN; the message has the path to it
   */
  save(step: number, arrays: Readonly<Record<string, CheckpointArray>>, meta: unknown): Promise<void>;
  /** The newest whole checkpoint, or undefined if the work begins at its beginning. */
  load(): Promise<Checkpoint | undefined>;
  /** Removes what was kept. Damaged files that were set aside stay. */
  clear(): Promise<void>;
  /** When the work began, ISO 8601, and its wall time in seconds over all sessions since. */
  spent(): Pick<Checkpoint, "startedAt" | "seconds">;
}

/** Options of {@linkcode openCheckpoints}. */
export interface CheckpointOptions {
  /** Gets a message on each file that is damaged or of other work. @default console.warn */
  readonly say?: (message: string) => void;
}

/**
 * Keeps checkpoints at `path` and the one before at `<path>.previous`. After the first save there is always a whole one
 * on the disk. A file that is damaged or of other work is never used and never deleted: it is renamed `<path>.damaged`
 * (`.damaged.2`, ...) and the one before is used, if it is whole.
 *
 * @param work whose work it is, e.g. the kind and the hash of a run: written into each checkpoint
 *
 * @example Work goes on where it was interrupted
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openCheckpoints } from "./checkpoint.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const open = () => openCheckpoints(`${directory}/work`, "weights of seed 1");
 * await open().save(100, { weights: Float32Array.of(1, 2) }, { loss: 0.5 });
 *
 * const checkpoints = open();
 * const { step, arrays, meta } = (await checkpoints.load())!;
 * assertEquals([step, arrays.weights, meta], [100, Float32Array.of(1, 2), { loss: 0.5 }]);
 * await checkpoints.clear();
 * await Deno.remove(directory);
 * ```
 */
export function openCheckpoints(
  path: string,
  work: string,
  { say = console.warn }: CheckpointOptions = {},
): Checkpoints {
  const previous = `${path}.previous`;
  const opened = { startedAt: new Date().toISOString(), at: performance.now() };
  let before = { startedAt: opened.startedAt, seconds: 0 };
  // Only a file known to be whole may take the place of the one before.
  let newestIsWhole = false;

  const spent = () => ({
    startedAt: before.startedAt,
    seconds: before.seconds + (performance.now() - opened.at) / 1000,
  });

  async function newest(): Promise<Checkpoint | undefined> {
    for (const file of [path, previous]) {
      const bytes = await unlessMissing(Deno.readFile(file));
      if (bytes === undefined) continue;
      try {
        const checkpoint = decodeCheckpoint(bytes);
        if (checkpoint.work !== work) {
          throw damaged(`the work of ${checkpoint.work}`, `that of ${work}`);
        }
        newestIsWhole = file === path;
        return checkpoint;
      } catch (error) {
        const aside = await setAside(file, "damaged", path);
        const next = file === path ? "the one before is tried" : "the work begins at its beginning";
        const fault = (error as Error).message;
        say(`Cannot use checkpoint ${file}: ${fault}; it was renamed ${aside}, and ${next}`);
      }
    }
    return undefined;
  }

  return {
    spent,
    async save(step, arrays, meta) {
      const bytes = encodeCheckpoint({ work, step, arrays, meta: meta as Json, ...spent() });
      if (!newestIsWhole) await newest();
      await writeAtomically(path, bytes, () => unlessMissing(Deno.rename(path, previous)));
      newestIsWhole = true;
    },
    async load() {
      const checkpoint = await newest();
      if (checkpoint !== undefined) before = checkpoint;
      return checkpoint;
    },
    async clear() {
      await unlessMissing(Deno.remove(path));
      await unlessMissing(Deno.remove(previous));
      await removePartials(path);
      newestIsWhole = false;
    },
  };
}
