/**
 * Several notebooks executed at once compute one after the other, each on all cores: what one starts, reads or draws
 * goes on beside what another computes, and the times that runs note stay true.
 * @module
 */
import { exclusively } from "./lock.ts";

/** The environment variable with the file that processes take turns by; without it nobody waits. */
export const turnsVariable = "ONESHOT_TURNS";

/** Those of this process who compute; together they have one turn. */
let users = 0;
let turn: Promise<() => Promise<void>> | undefined;

/** Computes when no other process that takes turns does. May be called within the work. */
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
  return new Promise((resolve, reject) => {
    const held = exclusively(file, () =>
      new Promise<void>((end) =>
        resolve(() => {
          end();
          return held;
        })
      ), () => {});
    held.catch(reject);
  });
}
