/**
 * Notebooks executed at once compute one after the other, each on all cores: one starts, reads or draws while another
 * computes, and the times that runs note stay true.
 * @module
 */
import { exclusively } from "./lock.ts";

/** The environment variable with the file by which processes take turns; without it nobody waits. */
export const turnsVariable = "ONESHOT_TURNS";

/** How many computations of this process share its turn. */
let users = 0;
let turn: Promise<() => Promise<void>> | undefined;

/** Computes when no other process that takes turns does. The work may call it, too. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const file = Deno.env.get(turnsVariable);
  if (file === undefined) return await work();
  users++;
  const mine = turn ??= take(file);
  try {
    await mine;
    return await work();
  } finally {
    if (--users === 0) {
      turn = undefined;
      await mine.then((end) => end(), () => {});
    }
  }
}

/** Waits for a turn; resolves to what ends it. */
function take(file: string): Promise<() => Promise<void>> {
  const { promise: work, resolve: end } = Promise.withResolvers<void>();
  return new Promise((resolve, reject) => {
    const held = exclusively(file, () => {
      resolve(() => {
        end();
        return held;
      });
      return work;
    });
    held.catch(reject);
  });
}
