/**
 * The environment of set-up's own programs.
 * @module
 */
import { join } from "node:path";

/**
 * Variables of set-up's programs: their temporary files are in the project, where there is room for them, so that a
 * folder elsewhere that is full or missing can't stop them; and their messages are in English.
 *
 * @param root the folder with `deno.json`
 */
export async function workVariables(root: string): Promise<Record<"TMPDIR" | "LC_ALL", string>> {
  const temporary = temporaryFolder(root);
  await Deno.mkdir(temporary, { recursive: true });
  return { TMPDIR: temporary, LC_ALL: "C.UTF-8" };
}

/** Where programs keep files while they work. */
export function temporaryFolder(root: string): string {
  return join(root, ".build", "tmp");
}
