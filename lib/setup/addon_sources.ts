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
 * lock, and our workers call into the addon at the same time.
 *
 * @throws {Error} if the line is not there exactly once
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
  const paths: string[] = [];
  for (const folder of [binding, native]) {
    for await (const { name } of readFolder(folder)) {
      if (/\.(cc|h)$/.test(name)) paths.push(join(folder, name));
    }
  }
  return paths;
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
  const sources: { path: string; flags: string[] }[] = [];
  for (const path of await addonInputs(binding, native)) {
    if (path.startsWith(binding)) {
      const name = basename(path);
      const copy = join(folder, name);
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(copy, name === "tfjs_backend.cc" ? repairAttributeNames(text) : text);
      sources.push({ path: copy, flags: ["-O2"] });
    } else {
      sources.push({ path, flags: ["-O3", "-march=native", "-fvisibility=hidden"] });
    }
  }
  return sources.filter(({ path }) => path.endsWith(".cc"));
}
