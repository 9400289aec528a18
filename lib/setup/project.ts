/**
 * What is set up, whether it can be, and where things are that set-up makes.
 * @module
 */
import { join } from "node:path";
import { messageOf } from "../errors.ts";
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
 * Makes the folder that set-up works in, `.build/` in the project's.
 *
 * @throws {RangeError} if set-up can't work on this system or in this folder, with what to do
 */
export async function prepareFolder(root: string, system: string = Deno.build.os): Promise<string> {
  if (system !== "linux") {
    throw new RangeError(
      `Cannot set up on ${system}: wanted Linux (on Windows: in WSL; on macOS: in a container).`,
    );
  }
  for (const [form, name, reason] of unusable) {
    if (!form.test(root)) continue;
    throw new RangeError(
      `Cannot set up in ${JSON.stringify(root)}: found ${name} in this path, and ${reason}. ` +
        "Move the project to a folder without it, then run the same command again.",
    );
  }
  const build = join(root, ".build");
  try {
    await Deno.mkdir(build, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: build }));
  } catch (error) {
    throw new RangeError(
      `Cannot set up in ${root}: found that nothing can be written there (${messageOf(error)}). ` +
        "Clone the project into a folder of yours, or make this one writable (chown, chmod).",
    );
  }
  return build;
}

/** Where set-up's programs keep files while they work. */
export function temporaryFolder(root: string): string {
  return join(root, ".build", "tmp");
}

/**
 * Variables of set-up's programs: their temporary files are in the project, where there is room for them, so that a
 * folder elsewhere that is full or missing can't stop them; and their messages are in English.
 */
export async function workVariables(root: string): Promise<Record<"TMPDIR" | "LC_ALL", string>> {
  const temporary = temporaryFolder(root);
  await Deno.mkdir(temporary, { recursive: true });
  return { TMPDIR: temporary, LC_ALL: "C.UTF-8" };
}

/** The folder of the installed TensorFlow wheel, with its headers and libraries. Throws if there is none. */
export async function tensorflowFolder(root: string): Promise<string> {
  const library = join(root, ".venv", "lib");
  for (const name of await readFolder(library)) {
    const folder = join(library, name, "site-packages", "tensorflow");
    if (name.startsWith("python") && await exists(join(folder, "include"))) return folder;
  }
  throw new Error(`Cannot find TensorFlow's headers: looked in ${library}/python*/site-packages/tensorflow`);
}

/** The names in a folder, in order; none if it does not exist. */
export async function readFolder(folder: string): Promise<string[]> {
  if (!await exists(folder)) return [];
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}
