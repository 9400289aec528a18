/**
 * Kills at random moments.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Prng, prng, uniform } from "../../lib/random.ts";
import { resultsIn } from "../experiments/tiny.ts";
import { namesIn } from "../runs/folder.ts";

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

/** Lets all experiments in a folder come to their end; throws with what the process said if it fails. */
export async function finish(folder: string): Promise<void> {
  const { success, stderr } = await startVictim(folder).output();
  if (!success) throw new Error(`Cannot finish in ${folder}: ${new TextDecoder().decode(stderr)}`);
}

/** What was seen while processes were killed. */
export interface Kills {
  readonly kills: number;
  /** Times that all experiments came to their end, each from many kills on. */
  readonly finished: number;
  /** Files of those ends that were not as those of an end without kills. */
  readonly different: readonly string[];
}

/** Longest time until a kill, in seconds: a little longer than all experiments take from start to end. */
const LONGEST = 12;

/**
 * Kills all experiments at random moments until that was done so many times, each time going on with what the one before
 * left; when they come to their end, what they found is compared, and they begin again.
 *
 * @param wanted what they find if nobody kills them, as `resultsIn` has it
 */
export async function killAtRandom(
  folder: string,
  kills: number,
  wanted: Readonly<Record<string, unknown>>,
): Promise<Kills> {
  const rng = prng(1, "kills");
  const seen = { kills: 0, finished: 0, different: [] as string[] };
  for (let round = 0; seen.kills < kills || seen.finished === 0; round++) {
    const place = join(folder, `round${seen.finished}`);
    // The last round is left alone, so that it comes to its end.
    const isKilled = seen.kills < kills && await strike(place, rng);
    if (isKilled) {
      seen.kills++;
      continue;
    }
    await finish(place);
    seen.finished++;
    seen.different.push(...await differences(place, wanted));
    await Deno.remove(place, { recursive: true });
  }
  return seen;
}

/** Starts and kills; whether there was still something to kill. */
async function strike(folder: string, rng: Prng): Promise<boolean> {
  const child = startVictim(folder);
  const timer = setTimeout(() => child.kill("SIGKILL"), 1000 * LONGEST * uniform(rng) ** 2);
  const { signal } = await child.output();
  clearTimeout(timer);
  return signal === "SIGKILL";
}

/** Half-done work, and what a process killed in the moment after its last save leaves of it. Nobody reads it any more. */
const remains = /\.(lock|checkpoint|checkpoint\.previous|partial)$/;

/** Names of runs that are not as wanted, and of files that should not be there. */
export async function differences(
  folder: string,
  wanted: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const left = namesIn(folder).flatMap((kind) => namesIn(join(folder, kind)).map((name) => `${kind}/${name}`))
    .filter((name) => !name.endsWith(".json") && !remains.test(name));
  const found = await resultsIn(folder);
  const names = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
  return [...left, ...names.filter((name) => JSON.stringify(found[name]) !== JSON.stringify(wanted[name]))];
}
