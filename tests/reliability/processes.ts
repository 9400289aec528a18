/**
 * Experiments in processes of their own, which are watched, and killed.
 * @module
 */
import { fileURLToPath } from "node:url";

const victim = fileURLToPath(new URL("victim.ts", import.meta.url));

/**
 * Starts all experiments in a folder, in a process of its own.
 *
 * @param before a command line that runs the one behind it
 * @param after further arguments
 */
export function startVictim(
  folder: string,
  before: readonly string[] = [],
  ...after: readonly string[]
): Deno.ChildProcess {
  const deno = [Deno.execPath(), "run", "--no-check", "--allow-all", victim, folder];
  const [program, ...args] = [...before, ...deno, ...after];
  return new Deno.Command(program!, { args, stdin: "null", stdout: "null", stderr: "piped" }).spawn();
}

/** How a process ended. */
export interface End {
  readonly success: boolean;
  readonly code: number;
  /** What it was killed by. */
  readonly signal: Deno.Signal | null;
  /** What it said on its way. */
  readonly said: string;
}

/** How a process ends, waited for. */
export async function endOf(child: Deno.ChildProcess): Promise<End> {
  const { success, code, signal, stderr } = await child.output();
  return { success, code, signal, said: new TextDecoder().decode(stderr) };
}

/** Lets all experiments in a folder come to their end; throws with what the process said if it fails. */
export async function finish(
  folder: string,
  start: (folder: string) => Deno.ChildProcess = startVictim,
): Promise<void> {
  const { success, said } = await endOf(start(folder));
  if (!success) throw new Error(`Cannot finish in ${folder}: ${said}`);
}

/** Sends a signal to a process, unless it has ended already. */
export function signal(child: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    child.kill(name);
  } catch {
    // It has ended already.
  }
}

/** Kills a process after so many seconds, unless it ends before; how it ended. */
export async function killAfter(child: Deno.ChildProcess, seconds: number): Promise<End> {
  const timer = setTimeout(() => signal(child, "SIGKILL"), 1000 * seconds);
  try {
    return await endOf(child);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits. */
export const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** What is wrong with how a process ended that was to be sent a signal: nothing if that or success was its end. */
export function crash({ success, code, signal, said }: End, sent: Deno.Signal): string[] {
  return success || signal === sent ? [] : [`ended by itself with ${signal ?? code}: ${said}`];
}
