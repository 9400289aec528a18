/**
 * Asks running work to stop, by a file: a kernel that computes hears nothing else, short of being killed. As a program,
 * it asks all work in this project.
 * @module
 */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCli } from "../cli.ts";
import { runsFolder } from "../project.ts";

/** What work throws that was asked to stop, once all that it did is saved. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  constructor() {
    super("as asked; what was done is kept, and the same again goes on from there");
    // Nothing is wrong, so a notebook need not show a trace.
    this.stack = `${this.name}: ${this.message}`;
  }
}

const stopFile = join(runsFolder, "stop");

/** Asks all work that watches the file to stop. */
export async function askToStop(path: string = stopFile): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, `${new Date().toISOString()}\n`);
}

/** Seconds between two looks. */
const INTERVAL = 0.5;

/**
 * For so many seconds after a stop, work that begins is stopped, too. A notebook's kernel goes on at once with the cells
 * that wait behind the stopped one, and would begin the same work again; a person takes longer to run a cell anew.
 */
const AFTERMATH = 2;

/**
 * Watches for requests to stop.
 *
 * @returns whether there was a new request since the last call or, at first, since now, or one was just reported; cheap
 */
export function watchForStop(path: string = stopFile): () => boolean {
  let heeded = modified(path);
  let lookedAt = -Infinity;
  let reportedAt = -Infinity;
  return () => {
    const now = performance.now() / 1000;
    if (now - reportedAt < AFTERMATH) {
      reportedAt = now;
      return true;
    }
    if (now - lookedAt < INTERVAL) return false;
    lookedAt = now;
    const latest = modified(path);
    if (latest === undefined || latest === heeded) return false;
    heeded = latest;
    reportedAt = now;
    return true;
  };
}

function modified(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * Saves half-done work from time to time, and when it is to stop. Call it when the work begins.
 *
 * @param seconds of work between two saves
 * @returns call it after each part of the work: it saves if it is time, and throws {@linkcode Stopped} after a last save
 * if a stop was asked for
 * @throws {Stopped} if a stop was asked for before the work began
 */
export function keepWork(
  { seconds, isStopped }: { readonly seconds: number; readonly isStopped: () => boolean },
): (save: () => Promise<void> | undefined) => Promise<void> {
  if (isStopped()) throw new Stopped();
  let savedAt = performance.now();
  return async (save) => {
    const stops = isStopped();
    if (stops || performance.now() - savedAt > 1000 * seconds) {
      await save();
      savedAt = performance.now();
    }
    if (stops) throw new Stopped();
  };
}

const usage = "deno task stop   ask whatever computes in this folder to stop and keep what it did";

if (import.meta.main) {
  await runCli({
    usage,
    options: {},
    async run() {
      await askToStop();
      console.log(
        "Asked to stop: whatever computes in this folder does so after the step or score it is at, in seconds, or " +
          "after the trainings from scratch that are under way, and keeps what it did",
      );
    },
  });
}
