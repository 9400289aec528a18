/**
 * A Python to make the virtual environment with.
 * @module
 */
import { cleanEnvironment, findProgram } from "../command.ts";

/** The versions of Python that TensorFlow 2.21 has wheels for, best first. */
const versions = ["3.13", "3.12", "3.11", "3.10"];
const commands = [...versions.map((version) => `python${version}`), "python3", "python"];

/** The versions that will do, for messages. */
export const wantedPython = `${versions.at(-1)} to ${versions[0]}`;

/** Whether TensorFlow has a wheel for a version such as "3.11.7". */
export function isUsable(version: string): boolean {
  return versions.some((usable) => version.startsWith(`${usable}.`));
}

/** The first Python of a version that will do, by its name or path. Throws if there is none, naming what was found. */
export async function findPython(
  candidates: readonly string[] = commands,
): Promise<{ path: string; version: string }> {
  const refused: string[] = [];
  for (const command of candidates) {
    const path = await findProgram(command);
    if (path === undefined) continue;
    const version = await pythonVersion(path);
    if (version !== undefined && isUsable(version)) return { path, version };
    refused.push(`${path} (${version ?? "does not run"})`);
  }
  const found = refused.join(", ") || "none";
  throw new Error(`Cannot find a Python: found ${found}, wanted ${wantedPython}`);
}

async function pythonVersion(path: string): Promise<string | undefined> {
  const { success, stdout } = await new Deno.Command(path, {
    args: ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"],
    stdin: "null",
    stderr: "null",
    clearEnv: true,
    env: cleanEnvironment(),
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}
