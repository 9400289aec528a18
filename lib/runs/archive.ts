/**
 * Recorded runs that come with the project: a folder with a file `KIND.jsonl` for each kind, one run a line.
 * @module
 */
import { join } from "node:path";
import { readIfThere, writeAtomically } from "./atomic_file.ts";
import type { Json } from "./configuration.ts";
import { decodeLine, decodeRun, encodeLine, type Run } from "./run_format.ts";

/** Runs that are only read. */
export interface Archive {
  /**
   * The run of a kind and the hash of its configuration, or undefined.
   *
   * @throws {Deno.errors.InvalidData} if its line is damaged; the message names the file and the line
   */
  find(kind: string, hash: string): Promise<Run<Json> | undefined>;
  /** The file that has the runs of a kind, if there are any. */
  path(kind: string): string;
}

interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The runs of a folder, which need not be there. Files are read when they are first asked for. */
export function openArchive(directory: string): Archive {
  const kinds = new Map<string, Promise<ReadonlyMap<string, Line>>>();
  return {
    async find(kind, hash) {
      const file = fileOf(directory, kind);
      if (!kinds.has(kind)) kinds.set(kind, readLines(file));
      const line = (await kinds.get(kind)!).get(hash);
      return line === undefined ? undefined : readRun(file, line, kind);
    },
    path: (kind) => fileOf(directory, kind),
  };
}

/**
 * Adds finished runs to an archive, in place of those of the same configuration. The others stay.
 *
 * @param runs folder of a store, which need not be there
 * @param keep whether a run is to be archived
 * @returns how many runs the archive has now, by kind
 * @throws {Deno.errors.InvalidData} if a file of the store or a line of the archive is damaged; that file is left as it is
 */
export async function archiveRuns(
  directory: string,
  runs: string,
  keep: (run: Run<Json>) => boolean,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const archived = (await entriesOf(directory)).flatMap(({ name }) => /^(.+)\.jsonl$/.exec(name)?.[1] ?? []);
  const made = (await entriesOf(runs)).flatMap(({ name, isDirectory }) => isDirectory ? [name] : []);
  for (const kind of [...new Set([...archived, ...made])].sort()) {
    const file = fileOf(directory, kind);
    const lines = new Map<string, string>();
    for (const [hash, line] of await readLines(file)) {
      // Damage is told of before the file is written again, while it can be restored.
      readRun(file, line, kind);
      lines.set(hash, line.text);
    }
    for (const { name, isFile } of await entriesOf(join(runs, kind))) {
      if (!isFile || !name.endsWith(".json")) continue;
      const run = await readFile(join(runs, kind, name));
      if (keep(run)) lines.set(run.hash, new TextDecoder().decode(encodeLine(run)));
    }
    if (lines.size === 0) continue;
    // In the order of the hashes: the same runs make the same file, whenever they were added.
    const texts = [...lines].sort(([a], [b]) => a < b ? -1 : 1).map(([, text]) => `${text}\n`);
    await writeAtomically(file, new TextEncoder().encode(texts.join("")));
    counts[kind] = lines.size;
  }
  return counts;
}

function fileOf(directory: string, kind: string): string {
  return join(directory, `${kind}.jsonl`);
}

/** What is in a folder, which need not be there. */
async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function readFile(file: string): Promise<Run<Json>> {
  const bytes = await Deno.readFile(file);
  return unlessInvalid(() => decodeRun(bytes), `Cannot archive run ${file}`);
}

/** The lines of a file by hash. What else is wrong with a line is found when its run is asked for. */
async function readLines(file: string): Promise<ReadonlyMap<string, Line>> {
  const bytes = await readIfThere(file);
  const lines = new Map<string, Line>();
  new TextDecoder().decode(bytes).split("\n").forEach((text, index) => {
    if (text === "") return;
    const hash = /"hash": "([0-9a-f]{16})"/.exec(text)?.[1];
    if (hash === undefined) {
      throw new Deno.errors.InvalidData(
        `Cannot use line ${
          index + 1
        } of ${file}: found no run there, expected one; restore the file (e.g. git restore)`,
      );
    }
    lines.set(hash, { number: index + 1, text });
  });
  return lines;
}

function readRun(file: string, { number, text }: Line, kind: string): Run<Json> {
  return unlessInvalid(
    () => {
      const run = decodeLine(new TextEncoder().encode(text));
      if (run.kind === kind) return run;
      throw new Deno.errors.InvalidData(`found a run of kind ${run.kind}, expected ${kind}`);
    },
    `Cannot use line ${number} of ${file}`,
    "; restore the file (e.g. git restore) or remove the line to have the run computed anew",
  );
}

/** Puts words around the message of what is damaged. */
function unlessInvalid<T>(read: () => T, before: string, after = ""): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new Deno.errors.InvalidData(`${before}: ${error.message}${after}`);
  }
}
