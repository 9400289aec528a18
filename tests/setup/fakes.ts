/**
 * Stand-ins for what set-up would find on a machine.
 * @module
 */

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
