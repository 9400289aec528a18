/**
 * Recorded runs that come with the project: a folder with a file `KIND.jsonl` for each kind, one run a line.
 * All damage is seen but one: a file cut exactly at the end of a line has fewer runs.
 * @module
 */
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { entriesOf, unlessMissing, writeAtomically } from "../files.ts";
import type { Json } from "./configuration.ts";
import { damaged, decodeLine, decodeRun, encodeLine, type Run, unlessDamaged } from "./run_format.ts";

const LINE_END = 10;
const lineEnd = Uint8Array.of(LINE_END);

/** Runs that are only read. */
export interface Archive {
  /**
   * The run of a kind and the hash of its configuration, or undefined.
   *
   * @throws {Deno.errors.InvalidData} if it is not among the whole lines and another, perhaps its own, is damaged; the
   * message names the file and the line, and the next call reads the file anew
   */
  find(kind: string, hash: string): Promise<Run<Json> | undefined>;
  /** The file that has the runs of a kind, if there are any. */
  path(kind: string): string;
}

/** What is in a file: the runs of its whole lines by hash, and what is wrong with the first line that is not whole. */
interface Content {
  readonly runs: Map<string, Run<Json>>;
  readonly damage: Error | undefined;
}

/** The runs of a folder, which need not be there. Files are read when they are first asked for. */
export function openArchive(directory: string): Archive {
  const kinds = new Map<string, Promise<Content>>();
  return {
    async find(kind, hash) {
      const reading = kinds.get(kind) ?? readRuns(fileOf(directory, kind), kind);
      kinds.set(kind, reading);
      try {
        const { runs, damage } = await reading;
        const run = runs.get(hash);
        if (run === undefined && damage !== undefined) throw damage;
        return run;
      } catch (error) {
        // To find the run once the file is restored.
        kinds.delete(kind);
        throw error;
      }
    },
    path: (kind) => fileOf(directory, kind),
  };
}

/**
 * Adds finished runs to an archive, in place of those of the same configuration. The others stay.
 *
 * @param runs folder of a store, which need not be there
 * @param keep whether to archive a run
 * @returns how many runs the archive has now, by kind
 * @throws {Deno.errors.InvalidData} if a file of the store or a line of the archive is damaged; the archive's file stays
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
    const { runs: all, damage } = await readRuns(file, kind);
    // Before the file is written again, while it can be restored.
    if (damage !== undefined) throw damage;
    for (const { name, isFile } of await entriesOf(join(runs, kind))) {
      if (!isFile || !name.endsWith(".json")) continue;
      const path = join(runs, kind, name);
      const bytes = await Deno.readFile(path);
      const run = unlessDamaged(() => decodeRun(bytes), (fault) => `Cannot archive run ${path}: ${fault}`);
      if (keep(run)) all.set(run.hash, run);
    }
    if (all.size === 0) continue;
    // In the order of the hashes: the same runs make the same file, whenever they were added.
    const sorted = [...all.values()].sort((a, b) => a.hash < b.hash ? -1 : 1);
    await writeAtomically(file, Buffer.concat(sorted.flatMap((run) => [encodeLine(run), lineEnd])));
    counts[kind] = all.size;
  }
  return counts;
}

function fileOf(directory: string, kind: string): string {
  return join(directory, `${kind}.jsonl`);
}

/** The runs of a file, which need not be there. Each line is read: whose a damaged one was can't be told. */
async function readRuns(file: string, kind: string): Promise<Content> {
  const bytes = await unlessMissing(Deno.readFile(file));
  const runs = new Map<string, Run<Json>>();
  let damage: Error | undefined;
  for (const [index, line] of (bytes ? splitLines(bytes) : []).entries()) {
    try {
      const run = readLine(line, kind);
      runs.set(run.hash, run);
    } catch (error) {
      if (!(error instanceof Deno.errors.InvalidData)) throw error;
      const remedy = "restore the file (e.g. git restore) or remove the line to have the run computed anew";
      const message = `Cannot use line ${index + 1} of ${file}: ${error.message}; ${remedy}`;
      damage ??= new Deno.errors.InvalidData(message);
    }
  }
  return { runs, damage };
}

/** The lines of a file with their ends, if they have one; an empty file has one line, which is empty. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  do {
    const end = bytes.indexOf(LINE_END, from);
    const next = end < 0 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, next));
    from = next;
  } while (from < bytes.length);
  return lines;
}

function readLine(line: Uint8Array, kind: string): Run<Json> {
  const isEnded = line.at(-1) === LINE_END;
  const run = decodeLine(isEnded ? line.subarray(0, -1) : line);
  if (!isEnded) throw damaged("no line end behind the run", "one");
  if (run.kind !== kind) throw damaged(`a run of kind ${run.kind}`, kind);
  return run;
}
