/**
 * Where things are that set-up makes.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is being set up. */
export interface Project {
  /** The folder with `deno.json`. */
  readonly root: string;
  /** Whether TensorFlow comes with CUDA. */
  readonly gpu: boolean;
  /** Whether CIFAR-10 is brought, too: only trainings on it need it, not the pages made of recorded runs. @default false */
  readonly cifar?: boolean;
}

/** This project's own folder, wherever it was cloned to. */
export const projectRoot: string = fileURLToPath(new URL("../../", import.meta.url));

/** The Python of the project's virtual environment, there or not yet. */
export function venvPython(root: string): string {
  return join(root, ".venv", "bin", "python");
}

/**
 * The folder of the installed TensorFlow wheel, with its headers and libraries.
 *
 * @throws {Error} if the virtual environment has none
 */
export async function tensorflowFolder(root: string): Promise<string> {
  const library = join(root, ".venv", "lib");
  for await (const entry of readFolder(library)) {
    const folder = join(library, entry.name, "site-packages", "tensorflow");
    if (entry.name.startsWith("python") && await exists(join(folder, "include"))) return folder;
  }
  throw new Error(`Cannot find TensorFlow's headers: looked in ${library}/python*/site-packages/tensorflow`);
}

/** Whether a file or folder is there (a link counts when what it points at is). */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** The entries of a folder in order of their names; none if it does not exist. */
export async function* readFolder(folder: string): AsyncGenerator<Deno.DirEntry> {
  if (!await exists(folder)) return;
  const entries = await Array.fromAsync(Deno.readDir(folder));
  yield* entries.sort((a, b) => a.name < b.name ? -1 : 1);
}
