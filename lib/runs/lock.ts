/**
 * A place where one process works at a time.
 * @module
 */
import { dirname } from "node:path";
import { unlessMissing, writable } from "../files.ts";

/**
 * Does work while no other holder of the same lock does any, in this process or another. The system frees the lock of a
 * process that dies, however it dies.
 *
 * @param path of the lock's file, which is there only while somebody works; missing folders are made
 * @param onWait is called before another holder is waited for
 */
export async function exclusively<T>(path: string, work: () => Promise<T>, onWait = () => {}): Promise<T> {
  const file = await writable(path, async () => {
    await Deno.mkdir(dirname(path), { recursive: true });
    return await acquire(path, onWait);
  });
  try {
    const result = await work();
    // While it is still held, so that nobody holds a file that has lost its name.
    await unlessMissing(Deno.remove(path));
    return result;
  } catch (error) {
    // Report what went wrong first: on a disk that can't be written, this goes wrong, too.
    await unlessMissing(Deno.remove(path)).catch(() => {});
    throw error;
  } finally {
    file.close();
  }
}

async function acquire(path: string, onWait: () => void): Promise<Deno.FsFile> {
  for (let isFirst = true;; isFirst = false) {
    const file = await Deno.open(path, { create: true, write: true });
    try {
      if (!await file.tryLock(true)) {
        if (isFirst) onWait();
        await file.lock(true);
      }
      // The holder before has removed it, or another file bears the name by now.
      if (await isNamed(file, path)) return file;
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

async function isNamed(file: Deno.FsFile, path: string): Promise<boolean> {
  const [held, named] = [await file.stat(), await unlessMissing(Deno.stat(path))];
  return held.ino === named?.ino && held.dev === named.dev;
}
