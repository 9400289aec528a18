/**
 * Files of one folder that belong together: always those of one writing, never of two, however many write and whenever a
 * process is killed. The folder and its other files stay as they are.
 *
 * The new files are made in a hidden folder inside, and count from the moment it is renamed. They then replace the old
 * ones: first all old ones go, then the new ones come, so that old and new are never side by side. If a process is killed
 * in between, the next writer or reader finishes its work.
 * @module
 */
import { existsSync, lstatSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { writable, writeSynced } from "../files.ts";
import { exclusively } from "./lock.ts";

const lockOf = (folder: string) => join(folder, ".oneshot.lock");
const partialOf = (folder: string) => join(folder, ".oneshot.partial");
const oldOf = (folder: string) => join(folder, ".oneshot.old");
const readyOf = (folder: string) => join(folder, ".oneshot.ready");

/**
 * Writes files that belong together, in place of those of the same names, once other writers to the folder are done.
 *
 * @param folder is made if it is missing
 * @param files contents by file name
 * @throws {Error} if one of the names is a folder's, or the system refuses the writing; the old files are kept then
 *
 * @example Two files
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readFilesTogether, writeFilesAtomically } from "./atomic_files.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await writeFilesAtomically(folder, { a: Uint8Array.of(1), b: Uint8Array.of(2) });
 * await writeFilesAtomically(folder, { a: Uint8Array.of(3), b: Uint8Array.of(4) });
 * assertEquals(await readFilesTogether(folder, ["a", "b"]), [Uint8Array.of(3), Uint8Array.of(4)]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFilesAtomically(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  await alone(folder, async () => {
    for (const name of Object.keys(files)) requireNoFolder(join(folder, name));
    const partial = partialOf(folder);
    rmSync(partial, { recursive: true, force: true });
    try {
      await writable(folder, async () => {
        await Deno.mkdir(partial);
        for (const [name, bytes] of Object.entries(files)) {
          await writeSynced(await Deno.open(join(partial, name), { write: true, createNew: true }), bytes);
        }
      });
      renameSync(partial, readyOf(folder));
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      throw error;
    }
    takePlaces(folder);
  });
}

/** Reads files that were written together; throws if one of them is missing. */
export async function readFilesTogether(
  folder: string,
  names: readonly string[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const read = () => Promise.all(names.map((name) => Deno.readFile(join(folder, name))));
  const first = join(folder, names[0]!);
  for (let attempt = 1;; attempt++) {
    await finishWriting(folder);
    const before = fileOf(first);
    const files = await read().catch((error: Error) => error);
    // If all were there and the first is still the same file, no other writing has come in between.
    if (!(files instanceof Error) && fileOf(first) === before) return files;
    if (existsSync(lockOf(folder))) return await alone(folder, read);
    // A writer may just have ended, but not twice.
    if (files instanceof Error && attempt > 1) throw files;
  }
}

/** Finishes what a killed writer has left, if there is anything. */
export async function finishWriting(folder: string): Promise<void> {
  if (existsSync(readyOf(folder))) await alone(folder, () => Promise.resolve());
}

/** Does work on a folder while nobody else does, after finishing what a killed process has left. */
function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return exclusively(lockOf(folder), () => {
    takePlaces(folder);
    return work();
  });
}

/**
 * Puts files that are ready in the places of the old ones. Some are missing meanwhile, so this must not take long: it
 * only renames, which takes a tenth of a millisecond.
 */
function takePlaces(folder: string): void {
  const [ready, old] = [readyOf(folder), oldOf(folder)];
  if (existsSync(ready)) {
    const names = Array.from(Deno.readDirSync(ready), ({ name }) => name);
    const replaced = names.filter((name) => existsSync(join(folder, name)));
    Deno.mkdirSync(old, { recursive: true });
    for (const name of replaced) Deno.renameSync(join(folder, name), join(old, name));
    for (const name of names) Deno.renameSync(join(ready, name), join(folder, name));
    Deno.removeSync(ready);
  }
  rmSync(old, { recursive: true, force: true });
}

function requireNoFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`Cannot write ${path}: found a folder of that name, expected a file or nothing`);
  }
}

/** Which file has a name, or undefined if none has. */
function fileOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
