/**
 * Where the project's folders are.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This project's own folder, wherever it was cloned to. */
export const projectRoot: string = fileURLToPath(new URL("../", import.meta.url));

/** Data sets, runs and records. */
export const dataDirectory: string = join(projectRoot, "data");

/** Runs made on this machine; git ignores them. */
export const runsFolder: string = join(dataDirectory, "runs");

/** Recorded runs that come with the project. */
export const recordsFolder: string = join(dataDirectory, "records");

/** The Python of a project's virtual environment, there or not yet. */
export function venvPython(root: string = projectRoot): string {
  return join(root, ".venv", "bin", "python");
}
