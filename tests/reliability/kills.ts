/**
 * Kills at random moments.
 * @module
 */
import { join } from "node:path";
import { prng, uniform } from "../../lib/random.ts";
import { resultsIn } from "../experiments/tiny.ts";
import { namesIn } from "../runs/folder.ts";
import { crash, finish, killAfter, startVictim } from "./processes.ts";

/** What was seen while processes were killed. */
export interface Kills {
  readonly kills: number;
  /** Times that all experiments came to their end, each from many kills on. */
  readonly finished: number;
  /** Files of those ends that were not as those of an end without kills. */
  readonly different: readonly string[];
  /** What processes said that failed before they were killed. */
  readonly failed: readonly string[];
}

/** Options of {@linkcode killAtRandom}. */
export interface KillOptions {
  /** Starts what is killed. @default all experiments */
  readonly start?: (folder: string) => Deno.ChildProcess;
  /** Longest time until a kill, in seconds. @default a little longer than all experiments take from start to end */
  readonly longest?: number;
}

/**
 * Kills all experiments at random moments until that was done so many times, each time going on with what the one before
 * left; when they come to their end, what they found is compared, and they begin again.
 *
 * @param folder which is made
 * @param wanted what they find if nobody kills them, as `resultsIn` has it
 */
export async function killAtRandom(
  folder: string,
  kills: number,
  wanted: Readonly<Record<string, unknown>>,
  { start = startVictim, longest = 12 }: KillOptions = {},
): Promise<Kills> {
  const rng = prng(1, "kills");
  const seen = { kills: 0, finished: 0, different: [] as string[], failed: [] as string[] };
  for (let round = 0; seen.kills < kills || seen.finished === 0; round++) {
    const place = join(folder, `round${seen.finished}`);
    // The last round is left alone, so that it comes to its end.
    if (seen.kills < kills) {
      const end = await killAfter(start(place), longest * uniform(rng) ** 2);
      if (end.signal === "SIGKILL") {
        seen.kills++;
        continue;
      }
      seen.failed.push(...crash(end, "SIGKILL"));
    }
    await finish(place, start);
    seen.finished++;
    seen.different.push(...await differences(place, wanted));
    await Deno.remove(place, { recursive: true });
  }
  return seen;
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
