/** Builds graphs around our kernels without TensorFlow, and runs them. */
import { findCompiler } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/project.ts";

/** Our kernels, and the graphs that tests build around them. */
export const nativeFolder = `${projectRoot}lib/engine/native/`;
export const driverFolder = `${projectRoot}tests/engine/native/`;

/** Runs a command; its output, and whether it went well. */
export async function run(command: readonly string[], env: Record<string, string> = {}) {
  const [graph, ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(graph!, { args, env }).output();
  const [answer, faults] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, answer: answer!, faults: faults! };
}

/** Looked for once: each candidate compiles a graph. */
let compiler: Promise<string[]> | undefined;

/** A folder that is there while the tests of a file run. */
export async function openBuildFolder(prefix: string): Promise<string> {
  await Deno.mkdir(`${projectRoot}.build`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${projectRoot}.build`, prefix });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return folder;
}

/** Compiles sources to a graph, with little optimisation, for compiling takes longer than running. */
export async function compileNative(flags: readonly string[], sources: readonly string[], graph: string) {
  compiler ??= findCompiler(projectRoot, () => {});
  const all = ["-std=c++17", "-pthread", "-O1", "-Wno-psabi", ...flags, "-I", nativeFolder];
  return await run([...await compiler, ...all, ...sources, "-o", graph]);
}
