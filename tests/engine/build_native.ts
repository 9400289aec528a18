/** Builds programs around our kernels without TensorFlow, and runs them. */
import { findCompiler } from "../../lib/setup/compiler.ts";
import { projectRoot } from "../../lib/project.ts";

/** Our kernels, and the programs that tests build around them. */
export const nativeFolder = `${projectRoot}lib/engine/native/`;
export const driverFolder = `${projectRoot}tests/engine/native/`;

/** Runs a command; its output, and whether it went well. */
export async function run(command: readonly string[], env: Record<string, string> = {}) {
  const [program, ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program!, { args, env }).output();
  const [answer, faults] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, answer: answer!, faults: faults! };
}

/** Looked for once: each candidate compiles a program. */
let compiler: Promise<string[]> | undefined;

/** A folder that is there while the tests of a file run. */
export async function openBuildFolder(prefix: string): Promise<string> {
  await Deno.mkdir(`${projectRoot}.build`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${projectRoot}.build`, prefix });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return folder;
}

/** Every warning is an error; that vectors of several widths are passed by value is on purpose. */
const warnings = ["-Wall", "-Wextra", "-Wshadow", "-Werror", "-Wno-psabi"];

/** Compiles sources to a program, without a warning, and with little optimisation: compiling takes longer than running. */
export async function compileNative(flags: readonly string[], sources: readonly string[], program: string) {
  compiler ??= findCompiler(projectRoot, () => {});
  const all = ["-std=c++17", "-pthread", "-O1", ...warnings, ...flags, "-I", nativeFolder];
  return await run([...await compiler, ...all, ...sources, "-o", program]);
}
