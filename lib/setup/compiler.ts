/**
 * A C++ compiler to build the addon with.
 * @module
 */
import { join } from "node:path";
import { findProgram, type Log, runCommand } from "../command.ts";
import { messageOf } from "../errors.ts";
import { venvPython } from "../project.ts";
import { workVariables } from "./project.ts";
import { pipInstall } from "./venv.ts";

/** The compiler from PyPI that serves where the machine has none, with the hashes of its files. */
export const zigPackage: string = join(import.meta.dirname!, "packages", "compiler.txt");

/** Names of compilers, best known first. */
const compilers = ["g++", "clang++", "c++"];

/** What a compiler must build: a library that needs the standard library. */
const probeCode = "#include <string>\nstd::string probe() { return std::to_string(1); }\n";

/**
 * The command of a compiler that works: `$CXX`, a compiler of the machine, or Zig's, installed into the virtual
 * environment. Each candidate must build a small library.
 *
 * @param root the project's folder, whose virtual environment exists
 * @param candidates commands to try before Zig's
 * @throws {Error} if `$CXX` is set and does not work
 */
export async function findCompiler(
  root: string,
  log: Log,
  candidates: readonly string[] = compilers,
): Promise<string[]> {
  const wanted = Deno.env.get("CXX")?.trim();
  if (wanted) {
    // A path with spaces, or a command with arguments.
    const command = await findProgram(wanted) === undefined ? wanted.split(/\s+/) : [wanted];
    if (await compiles(root, command, log)) return command;
    throw new Error(`Cannot compile C++ with CXX="${wanted}": unset it or name a compiler that works`);
  }
  for (const name of candidates) {
    if (await findProgram(name) !== undefined && await compiles(root, [name], log)) return [name];
  }
  log("No C++ compiler on this machine: taking Zig's");
  const python = venvPython(root);
  const pip = pipInstall(join(root, ".venv"), zigPackage);
  await runCommand([python, ...pip], { log, env: await workVariables(root) });
  return [python, "-m", "ziglang", "c++"];
}

async function compiles(root: string, command: readonly string[], log: Log): Promise<boolean> {
  const folder = await Deno.makeTempDir({ dir: join(root, ".build"), prefix: "compiler-" });
  try {
    const source = join(folder, "probe.cc");
    await Deno.writeTextFile(source, probeCode);
    const probe = ["-shared", "-fPIC", source, "-o", join(folder, "probe.so")];
    await runCommand([...command, ...probe], { log, env: await workVariables(root) });
    return true;
  } catch (error) {
    log(`${command.join(" ")} does not compile: ${messageOf(error)}`);
    return false;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
