/**
 * Running other programs: in an environment without surprises, with their output in view.
 * @module
 */
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** Settings of pip that say where packages come from. All others say which packages are installed, and where. */
const pipSources: readonly string[] = [
  ...["CONFIG_FILE", "INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST"],
  ...["PROXY", "CERT", "CLIENT_CERT", "KEYRING_PROVIDER", "USE_FEATURE", "USE_DEPRECATED"],
  ...["TIMEOUT", "DEFAULT_TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR"],
];

/** Names of variables that are not passed on. */
const dropped: readonly RegExp[] = [
  // Another standard library, other modules, warnings as errors. PYTHON_KEYRING_BACKEND is a way to a registry.
  /^PYTHON(?!_KEYRING)/,
  // Jupyter takes the folder of an environment that is switched on for its own.
  /^(VIRTUAL_ENV|CONDA_PREFIX)$/,
  // Kernels of others.
  /^JUPYTER_PATH$/,
  // Headers and libraries that the compiler would take for the system's.
  /^(CPATH|C_INCLUDE_PATH|CPLUS_INCLUDE_PATH|LIBRARY_PATH)$/,
  // Deno runs what NODE_OPTIONS requires.
  /^NODE_(OPTIONS|PATH)$/,
];

/** The user's variables that may be passed on, with our own added or in their place; for `clearEnv` of `Deno.Command`. */
export function cleanEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) => isPassedOn(name));
  return { ...Object.fromEntries(kept), ...own };
}

function isPassedOn(name: string): boolean {
  if (name.startsWith("PIP_")) return pipSources.includes(name.slice(4).toUpperCase());
  // Deno lets only a program that may run anything pass these on.
  if (name.startsWith("LD_")) return Deno.permissions.querySync({ name: "run" }).state === "granted";
  return !dropped.some((form) => form.test(name));
}

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

/** {@linkcode runCommand}, or a stand-in for it, in a folder. */
export type RunInFolder = (
  command: readonly string[],
  options: Required<Pick<CommandOptions, "cwd" | "log">>,
) => Promise<void>;

/**
 * Runs a program to its end.
 *
 * @throws {Deno.errors.NotFound} if there is no such program
 * @throws {Error} if it ends with an exit code other than 0 or by a signal; the message has its last line of standard
 * error
 */
export async function runCommand(
  [program = "", ...args]: readonly string[],
  { log, cwd = ".", env }: CommandOptions,
): Promise<void> {
  log(`$ ${[program, ...args].join(" ").replaceAll(/\s+/g, " ")}`);
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    clearEnv: true,
    env: cleanEnvironment(env),
    cwd,
  }).spawn();
  const follow = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
    let last = "";
    for await (const line of linesOf(stream)) log(last = line);
    return last;
  };
  const [status, , fault] = await Promise.all([child.status, follow(child.stdout), follow(child.stderr)]);
  if (status.success) return;
  const end = status.signal === null ? `exit code ${status.code}` : `signal ${status.signal}`;
  throw new Error(`${program} ended with ${end}${fault && `: ${fault.trim()}`}`);
}

/** The lines of what a program prints, as they come; empty ones are left out. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // The types of Deno and of Node name the same streams differently.
  const input = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) if (line !== "") yield line;
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
