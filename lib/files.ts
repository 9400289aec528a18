/**
 * Files: whether they are there, how they get their names, and how they are written: whole or not at all, whenever the
 * process is killed.
 * @module
 */
import { basename, dirname, join } from "node:path";

/**
 * Writes a file under a temporary name in the same folder, brings it to the disk and only then gives it its name. A
 * reader sees the old content or the new one; a kill leaves at most a `<path>.<number>.partial`. Makes missing folders.
 *
 * @param beforeRename is called when the new content is safe and the old one still has the name
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
  beforeRename?: () => Promise<void>,
): Promise<void> {
  // Another process that finishes the same work may remove the partial file: then once more.
  for (let attempt = 1;; attempt++) {
    const [partial, file] = await writable(path, () => createPartial(path));
    try {
      await writable(path, () => writeSynced(file, bytes));
      await beforeRename?.();
      await Deno.rename(partial, path);
      return;
    } catch (error) {
      await unlessMissing(Deno.remove(partial));
      if (attempt === 5 || !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** What a user can do about a system error, by its code or, where Deno gives it none, its number. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "make room on the disk",
  EDQUOT: "make room on the disk",
  EFBIG: "allow larger files",
  "os error 27": "allow larger files",
  EROFS: "make the folder writable",
  EACCES: "make the folder writable",
  EPERM: "make the folder writable",
};

/** Does what writes a file; an error of the system's gets the file's name, and what can be done about it. */
export async function writable<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const { code, message } = cause as { readonly code?: string; readonly message: string };
    const remedy = remedies[code ?? /os error \d+/.exec(message)?.[0] ?? ""];
    if (remedy === undefined) throw cause;
    throw new Error(
      `Cannot write ${path}: ${message}; ${remedy} and start again. ` +
        "What is on the disk is whole, and work goes on from there",
      { cause },
    );
  }
}

/** Removes what killed processes left half-written of a file. */
export async function removePartials(path: string): Promise<void> {
  const start = `${basename(path)}.`;
  for (const { name } of await entriesOf(dirname(path))) {
    if (name.startsWith(start) && /^\d+\.partial$/.test(name.slice(start.length))) {
      await unlessMissing(Deno.remove(join(dirname(path), name)));
    }
  }
}

/** What is in a folder, which need not be there. */
export async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  return await unlessMissing(Array.fromAsync(Deno.readDir(folder))) ?? [];
}

/** Whether a file or folder is there (a link counts when what it points at is). */
export async function exists(path: string): Promise<boolean> {
  try {
    return await unlessMissing(Deno.stat(path)) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** Whether all of some files or folders are there. */
export async function allExist(paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map(exists))).every(Boolean);
}

/**
 * Renames a file or folder, so that it is out of the way and not lost: `<as>.<why>`, or the first of `<as>.<why>.2`,
 * `<as>.<why>.3` … that is free. Returns the new path, or undefined if nothing was there.
 */
export async function setAside(path: string, why: string, as: string = path): Promise<string | undefined> {
  if (!await isThere(path)) return undefined;
  let aside = `${as}.${why}`;
  for (let number = 2; await isThere(aside); number++) aside = `${as}.${why}.${number}`;
  await Deno.rename(path, aside);
  return aside;
}

/** A link that points nowhere has a name, too. */
const isThere = (path: string): Promise<boolean> => Deno.lstat(path).then(() => true, () => false);

/** The result of work on a file, or undefined if the file is missing. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Brings all of a new file's content to the disk, and closes the file. */
export async function writeSynced(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    await file.sync();
  } finally {
    file.close();
  }
}

/** Exclusive creation, so that two processes at the same work never write into one file. */
async function createPartial(path: string): Promise<[partial: string, file: Deno.FsFile]> {
  await Deno.mkdir(dirname(path), { recursive: true });
  for (let number = 1;; number++) {
    const partial = `${path}.${number}.partial`;
    try {
      return [partial, await Deno.open(partial, { write: true, createNew: true })];
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}
