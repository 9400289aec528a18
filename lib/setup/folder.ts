/**
 * What is looked at before anything is downloaded: whether set-up can work on this system and in this folder.
 * @module
 */
import { join } from "node:path";

/** What the project's folder and those above it may not have in their names, what it is called, and why. */
const unusable: readonly (readonly [form: RegExp, name: string, reason: string])[] = [
  [/:/, "a colon", "Python takes it for the end of a path"],
  [/\n/, "a line break", "files that list paths have one a line"],
  [
    /\$\{?(LIB|ORIGIN|PLATFORM)/,
    "$LIB, $ORIGIN or $PLATFORM",
    "the system's loader puts something else in its place",
  ],
];

/**
 * Why nothing can be set up in a folder of this path; undefined if it can.
 *
 * @param root the folder with `deno.json`
 */
export function folderFault(root: string): string | undefined {
  for (const [form, name, reason] of unusable) {
    if (!form.test(root)) continue;
    return `Cannot set up in ${JSON.stringify(root)}: found ${name} in this path, and ${reason}. ` +
      "Move the project to a folder without it, then run the same command again.";
  }
  return undefined;
}

/**
 * Makes the folder that set-up works in.
 *
 * @returns `.build/` in the project's folder
 * @throws {RangeError} if set-up can't work on this system or in this folder, with what to do
 */
export async function prepareFolder(root: string, system: string = Deno.build.os): Promise<string> {
  if (system !== "linux") {
    throw new RangeError(
      `Cannot set up on ${system}: wanted Linux (on Windows: in WSL; on macOS: in a container).`,
    );
  }
  const fault = folderFault(root);
  if (fault !== undefined) throw new RangeError(fault);
  const build = join(root, ".build");
  try {
    await Deno.mkdir(build, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: build }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new RangeError(
      `Cannot set up in ${root}: found that nothing can be written there (${reason}). ` +
        "Clone the project into a folder of yours, or make this one writable (chown, chmod).",
    );
  }
  return build;
}
