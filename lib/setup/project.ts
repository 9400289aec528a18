/**
 * Where things are that set-up makes.
 * @module
 */
import { join } from "node:path";
import { exists } from "../files.ts";

/** What is being set up. */
export interface Project {
  /** The folder with `deno.json`. */
  readonly root: string;
  /** Whether TensorFlow comes with CUDA. */
  readonly gpu: boolean;
  /** Whether CIFAR-10 is brought, too: only trainings on it need it, not the pages made of recorded runs. @default false */
  readonly cifar?: boolean;
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

/** The entries of a folder in order of their names; none if it does not exist. */
export async function* readFolder(folder: string): AsyncGenerator<Deno.DirEntry> {
  if (!await exists(folder)) return;
  const entries = await Array.fromAsync(Deno.readDir(folder));
  yield* entries.sort((a, b) => a.name < b.name ? -1 : 1);
}
