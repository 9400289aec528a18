/**
 * Stamps: a small JSON file that says what a finished step was made from. A step is done when its stamp says what it
 * would be made from today; a step that was cut off has none.
 * @module
 */
import { createHash } from "node:crypto";
import { exists, writeAtomically } from "../files.ts";

/** The text of a stamp of these inputs: versions, flags, hashes of sources. The order of the names counts. */
export function stampText(inputs: object): string {
  return JSON.stringify(inputs, null, 2) + "\n";
}

/** Whether the stamp file says that its step was made from these inputs. */
export async function isStamped(path: string, inputs: object): Promise<boolean> {
  return await exists(path) && await Deno.readTextFile(path) === stampText(inputs);
}

/** Says that the step is done. */
export async function writeStamp(path: string, inputs: object): Promise<void> {
  await writeAtomically(path, new TextEncoder().encode(stampText(inputs)));
}

/** The SHA-256 over the names and contents of files, in the order given. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    const bytes = await Deno.readFile(path);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
