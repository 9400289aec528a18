/**
 * A Python to make the virtual environment with.
 * @module
 */
import { cleanEnvironment, findProgram } from "../command.ts";

/** The oldest and newest minor version of Python 3 that TensorFlow 2.21 has wheels for. */
export const pythonMinors = { oldest: 10, newest: 13 } as const;

/** The commands tried, in this order. */
export const pythonCommands: readonly string[] = [
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python3",
  "python",
];

/** A Python found on this machine. */
export interface Python {
  readonly path: string;
  /** Such as "3.11.7". */
  readonly version: string;
}

/** Whether TensorFlow has a wheel for a version such as "3.11.7". */
export function isUsable(version: string): boolean {
  const [, minor] = /^3\.(\d+)\./.exec(version) ?? [];
  return minor !== undefined && +minor >= pythonMinors.oldest && +minor <= pythonMinors.newest;
}

/**
 * The first Python of a version that TensorFlow has wheels for.
 *
 * @param commands names or paths to try
 * @throws {Error} if there is none, naming what was found
 */
export async function findPython(commands: readonly string[] = pythonCommands): Promise<Python> {
  const refused: string[] = [];
  for (const command of commands) {
    const path = await findProgram(command);
    if (path === undefined) continue;
    const version = await pythonVersion(path);
    if (version !== undefined && isUsable(version)) return { path, version };
    refused.push(`${path} (${version ?? "does not run"})`);
  }
  const found = refused.length === 0 ? "none" : refused.join(", ");
  throw new Error(
    `Cannot find a Python: found ${found}, wanted 3.${pythonMinors.oldest} to 3.${pythonMinors.newest}`,
  );
}

async function pythonVersion(path: string): Promise<string | undefined> {
  const args = ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"];
  const { success, stdout } = await new Deno.Command(path, {
    args,
    stdin: "null",
    stderr: "null",
    clearEnv: true,
    env: cleanEnvironment(),
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}
