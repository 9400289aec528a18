/**
 * The files of a folder that has a folder for each class.
 * @module
 */
import { join, resolve } from "node:path";
import { messageOf } from "../../errors.ts";
import type { Found } from "../account.ts";

/** A file of a class. */
export interface ClassFile {
  readonly path: string;
  /** The class folder's name. */
  readonly name: string;
  /** Its path in the folder, with slashes, for messages. */
  readonly shown: string;
}

/** What systems leave in folders of images, besides files whose name begins with a dot. */
const LEFTOVERS: readonly string[] = ["Thumbs.db", "desktop.ini", "__MACOSX", "Icon\r"];

/**
 * All files with the names of their classes, in the order of their paths, and what else is there.
 *
 * @param deeper whether files in folders of a class folder are of the class, too, or left out
 * @param least folders that must have files
 * @throws {Error} if fewer folders have files
 */
export async function listClassFiles(
  folder: string,
  { deeper, least }: { readonly deeper: boolean; readonly least: number },
): Promise<{ files: ClassFile[]; leftOut: Found[] }> {
  const files: ClassFile[] = [];
  const leftOut: Found[] = [];
  const below: string[] = [];
  /** Files of a class folder, or of a folder in it. */
  const listFolder = async (path: string, name: string, shown: string, isDeep: boolean): Promise<void> => {
    for (const entry of await entriesOf(path)) {
      const file = { path: join(path, entry.name), name, shown: `${shown}/${entry.name}` };
      if (isLeftover(entry.name)) leftOut.push(["hidden files and those of systems", file.shown]);
      else if (await isFolder(file.path, entry)) await listFolder(file.path, name, file.shown, true);
      else if (isDeep && !deeper) {
        below.push(file.shown);
        leftOut.push(["files in deeper folders, which { deeper: true } reads", file.shown]);
      } else files.push(file);
    }
  };
  let classes = 0;
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    const before = files.length;
    if (isLeftover(entry.name)) leftOut.push(["hidden files and those of systems", entry.name]);
    else if (!await isFolder(path, entry)) leftOut.push(["files beside the class folders", entry.name]);
    else {
      await listFolder(path, entry.name, entry.name, false);
      if (files.length > before) classes++;
      else leftOut.push(["class folders without files", entry.name]);
    }
  }
  if (classes < least) {
    const hint =
      `; ${below.length} files are deeper, such as ${below[0]}: name the folder that has the class ` +
      "folders in it";
    throw new Error(
      `Cannot read images from ${folder}: found ${classes} folders with files in it, wanted one for each ` +
        `class, such as cats/ and dogs/${below.length === 0 ? "" : hint}`,
    );
  }
  return { files, leftOut };
}

const isLeftover = (name: string): boolean => name.startsWith(".") || LEFTOVERS.includes(name);

/** A link counts as what it leads to, and one that leads nowhere as a file. */
async function isFolder(path: string, entry: Deno.DirEntry): Promise<boolean> {
  if (!entry.isSymlink) return entry.isDirectory;
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (cause) {
    // In a notebook a path begins in its folder, and not in the project's.
    const where = resolve(folder) === folder ? folder : `${folder}, that is ${resolve(folder)}`;
    throw new Error(`Cannot read images from ${where}: ${messageOf(cause)}`, { cause });
  }
}
