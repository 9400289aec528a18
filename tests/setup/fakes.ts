/**
 * Stand-ins for what set-up would find on a machine.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { runCommand } from "../../lib/command.ts";
import { findPython } from "../../lib/setup/python.ts";

/** Calls `use` with variables in the environment besides those that are there, and puts back what was there before. */
export async function withVariables<T>(
  variables: Readonly<Record<string, string>>,
  use: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    return await use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}

/**
 * Writes a Python package, `tiny`, and the file that locks it, with one more package that no system of ours wants.
 *
 * @returns the locked file; pip finds the package in the folder
 */
export async function writePackage(folder: string): Promise<string> {
  const { path } = await findPython();
  const script = join(import.meta.dirname!, "write_wheel.py");
  await runCommand([path, script, folder], { log: () => {} });
  const wheel = await Deno.readFile(`${folder}/tiny-1.0-py3-none-any.whl`);
  const hash = createHash("sha256").update(wheel).digest("hex");
  const lines = [
    "# A comment",
    `tiny==1.0 \\\n    --hash=sha256:${hash}`,
    `absent==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:${hash}`,
  ];
  await Deno.writeTextFile(`${folder}/locked.txt`, lines.join("\n") + "\n");
  return `${folder}/locked.txt`;
}

/**
 * Calls `use` with a folder that has `.build/`, and the path of a program in it that acts as a compiler: it writes
 * its arguments to `calls` and the file named by `-o`, then does what the script says. CXX is put back after.
 */
export async function withCompiler(
  script: string,
  use: (root: string, compiler: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  const wanted = Deno.env.get("CXX");
  Deno.env.delete("CXX");
  const compiler = `${root}/compiler`;
  const lines = [
    "#!/bin/sh",
    `echo "$@" >> ${root}/calls`,
    'while [ $# -gt 0 ]; do [ "$1" = -o ] && cp "$0" "$2"; shift; done',
    script,
    "",
  ];
  await Deno.mkdir(`${root}/.build`);
  await Deno.writeTextFile(compiler, lines.join("\n"), { mode: 0o755 });
  try {
    await use(root, compiler);
  } finally {
    if (wanted === undefined) Deno.env.delete("CXX");
    else Deno.env.set("CXX", wanted);
    await Deno.remove(root, { recursive: true });
  }
}
