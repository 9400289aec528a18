/**
 * The sources that the addon is built from: those of `@tensorflow/tfjs-node-gpu` with one repair, and our own
 * kernels.
 * @module
 */
import { basename, join } from "node:path";
import { readFolder } from "./project.ts";

const sharedSet = "static std::set<std::string> ATTR_NAME_SET;";
const threadSet = "static thread_local std::set<std::string> ATTR_NAME_SET;";

/**
 * Gives each thread its own set of attribute names: the package keeps one for the process and guards it with no
 * lock, and our workers call into the addon at the same time. Throws unless the line is there exactly once.
 */
export function repairAttributeNames(source: string): string {
  const found = source.split(sharedSet).length - 1;
  if (found !== 1) {
    throw new Error(
      `Cannot repair tfjs_backend.cc: found the line "${sharedSet}" ${found} times, wanted once; ` +
        "look at how this version of @tensorflow/tfjs-node-gpu shares names between threads",
    );
  }
  return source.replace(sharedSet, threadSet);
}

/** Paths of all files that the addon depends on, headers included, in a fixed order. */
export async function addonInputs(binding: string, native: string): Promise<string[]> {
  const paths = await Promise.all([binding, native].map(async (folder) => {
    const names = await readFolder(folder);
    return names.map((name) => join(folder, name));
  }));
  return paths.flat().filter((path) => /\.(cc|h)$/.test(path));
}

/**
 * Copies the package's sources into a folder, repaired, and lists what to compile, with the flags besides those that all
 * files get. Our kernels are compiled where they are, for this machine's processor.
 */
export async function prepareSources(
  binding: string,
  native: string,
  folder: string,
): Promise<{ path: string; flags: string[] }[]> {
  const inputs = await addonInputs(binding, native);
  const sources = await Promise.all(inputs.map(async (path) => {
    if (!path.startsWith(binding)) return { path, flags: ["-O3", "-march=native", "-fvisibility=hidden"] };
    const text = await Deno.readTextFile(path);
    const copy = join(folder, basename(path));
    await Deno.writeTextFile(copy, copy.endsWith("/tfjs_backend.cc") ? repairAttributeNames(text) : text);
    return { path: copy, flags: ["-O2"] };
  }));
  return sources.filter(({ path }) => path.endsWith(".cc"));
}
