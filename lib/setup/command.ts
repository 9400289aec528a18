/**
 * Running other programs with their output in view.
 * @module
 */
import { delimiter, join } from "node:path";
import { cleanEnvironment } from "./environment.ts";
import { splitLines } from "./lines.ts";

/** Takes a line of output. */
export type Log = (line: string) => void;

/** How {@linkcode runCommand} runs a program. */
export interface CommandOptions {
  /** Takes each line of the program's output, standard output and error alike. */
  readonly log: Log;
  /** The folder it runs in. @default the current one */
  readonly cwd?: string;
  /** Variables besides those of `cleanEnvironment()`. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end.
 *
 * @param command the program and its arguments
 * @throws {Error} if it can't be started or ends with an exit code other than 0
 */
export async function runCommand(command: readonly string[], options: CommandOptions): Promise<void> {
  const [program = "", ...args] = command;
  options.log(`$ ${command.join(" ").replaceAll(/\s+/g, " ")}`);
  const { cwd, env } = options;
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    clearEnv: true,
    env: cleanEnvironment(env),
    ...(cwd === undefined ? {} : { cwd }),
  }).spawn();
  const follow = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const line of stream.pipeThrough(new TextDecoderStream()).pipeThrough(splitLines())) {
      options.log(line);
    }
  };
  const [status] = await Promise.all([child.status, follow(child.stdout), follow(child.stderr)]);
  if (!status.success) {
    const end = status.signal === null ? `exit code ${status.code}` : `signal ${status.signal}`;
    throw new Error(`${program} ended with ${end}`);
  }
}

/** The full path of a program that `PATH` finds, or of one named by its path; undefined if there is none. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = name.includes("/") ? [""] : (Deno.env.get("PATH") ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      const { isFile, mode } = await Deno.stat(path);
      if (isFile && ((mode ?? 0) & 0o111) !== 0) return path;
    } catch {
      // Not there or not to be read: the next folder may have it.
    }
  }
  return undefined;
}
