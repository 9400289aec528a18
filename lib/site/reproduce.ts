/**
 * Every notebook executed, then the site.
 * @module
 */
import { basename, dirname, join } from "node:path";
import { setAside } from "../files.ts";
import { profileNamed } from "../profiles/mod.ts";
import { mathsVersion, turnsVariable } from "../runs/mod.ts";
import type { Board } from "../setup/mod.ts";
import { cleanNotebook } from "./clean.ts";
import { executeNotebook } from "./execute.ts";
import { listNotebooks, readNotebook, writeNotebook } from "./notebook.ts";
import { followNotebook } from "./progress.ts";
import { pageSources, renderSite } from "./render.ts";

/** How {@linkcode reproduce} works. */
export interface ReproduceOptions {
  /** Which constants the notebooks use. @default "quick" */
  readonly profile?: string;
  /** Whether finished work is done anew instead of loaded. @default false */
  readonly fresh?: boolean;
  /** The beginning of the names of the notebooks to execute, such as "03". @default all */
  readonly only?: string;
  /** Whether the executed notebooks are written back, cleaned, to be committed. @default false */
  readonly save?: boolean;
}

/**
 * Executes the notebooks of `notebooks/`, those of the claims first, and renders the site.
 *
 * @param root the folder with `deno.json`
 * @throws {CellError} if a cell fails; the notebooks after it are not executed and the site stays as it was
 * @throws {RangeError} if no notebook's name begins with `only`, or runs computed anew would be kept among those of an
 * earlier version
 */
export async function reproduce(root: string, board: Board, options: ReproduceOptions = {}): Promise<void> {
  const { profile = "quick", fresh = false, only, save = false } = options;
  const { library } = profileNamed(profile);
  if (fresh && save && library !== mathsVersion) {
    throw new RangeError(
      `Cannot keep profile ${profile} computed anew with the project: its records are of version ${library} of the ` +
        `mathematics, and this is version ${mathsVersion}; leave out --save`,
    );
  }
  const chosen = await chooseNotebooks(root, only);
  const copies = join(root, ".build", profile);
  const logs = join(root, ".build", "logs");
  await Deno.mkdir(copies, { recursive: true });
  await Deno.mkdir(logs, { recursive: true });
  if (fresh) {
    const now = new Date().toISOString().replaceAll(/[:.]/g, "-");
    const aside = await setAside(join(root, "data", "runs", profile), `until-${now}`);
    if (aside !== undefined) board.line(`Finished runs set aside in data/runs/${basename(aside)}`);
  }
  board.line(`Notebooks, ${profile} profile`);
  const execute = async (source: string, signal: AbortSignal): Promise<void> => {
    const name = basename(source, ".ipynb");
    const copy = join(copies, basename(source));
    using file = await Deno.open(join(logs, `${name}.log`), { write: true, create: true, truncate: true });
    const follower = followNotebook(board, name);
    let well = false;
    try {
      await executeNotebook(source, copy, {
        root,
        signal,
        env: {
          ONESHOT_PROFILE: profile,
          ...(fresh ? { ONESHOT_FRESH: "1" } : {}),
          [turnsVariable]: join(root, ".build", "turns.lock"),
        },
        onEvent: follower.onEvent,
        log: (line) => void file.writeSync(new TextEncoder().encode(`${line}\n`)),
      });
      well = true;
    } finally {
      follower.finish(well);
    }
    if (save) await writeNotebook(source, cleanNotebook(await readNotebook(copy)));
  };
  // One draws and reads on one core while another computes; what is kept is made alone, for the sake of its times.
  const lanes = save ? 1 : Math.min(2, navigator.hardwareConcurrency);
  await inLanes(chosen.filter(isOfClaim), lanes, execute);
  await inLanes(chosen.filter((source) => !isOfClaim(source)), lanes, execute);
  await makeSite(root, board, profile);
}

/** Whether a notebook is about a claim: from 10 on they are not, and 00 is the overview. */
const isOfClaim = (path: string): boolean => /^0[1-9]/.test(basename(path));

/**
 * The notebooks to execute, in their order: the overview (00) comes after those whose claims it shows.
 *
 * @param only the beginning of their names
 * @throws {RangeError} if no notebook's name begins so
 */
export async function chooseNotebooks(root: string, only = ""): Promise<string[]> {
  const all = await listNotebooks(join(root, "notebooks"));
  const inOrder = [...all.filter(isOfClaim), ...all.filter((path) => !isOfClaim(path))];
  const chosen = inOrder.filter((path) => basename(path).startsWith(only));
  if (chosen.length === 0) {
    const names = all.map((path) => basename(path)).join(", ") || "none";
    throw new RangeError(`Cannot execute "${only}": found ${names}, wanted the beginning of one of these`);
  }
  return chosen;
}

/**
 * Does work for all items, `lanes` at once, in their order. If it fails for one, the others under way are stopped, and no
 * more are begun.
 */
async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed.signal.aborted) {
      await work(items[next++]!, failed.signal).catch((error) => failed.abort(error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  failed.signal.throwIfAborted();
}

/**
 * Renders `site/` from the copies executed in a profile, or from the notebooks as they are committed.
 *
 * @param root the folder with `deno.json`
 * @throws {RangeError} if no notebook was executed in the profile
 */
export async function makeSite(root: string, board: Board, profile?: string): Promise<void> {
  const warn = (line: string) => board.line(`  warning: ${line}`);
  const sources = await pageSources(root, profile);
  if (profile !== undefined) {
    const others = sources.filter(({ path }) => dirname(path) === join(root, "notebooks"));
    if (others.length === sources.length) {
      throw new RangeError(
        `Cannot render the ${profile} profile: no notebook was executed in it; ` +
          `\`deno task reproduce --profile ${profile}\` does that, and without a profile the committed ones are rendered`,
      );
    }
    for (const { path } of others) {
      warn(`${basename(path)} as it is committed: these cells were not executed in the ${profile} profile`);
    }
  }
  board.line("Pages");
  const pages = await renderSite(sources, join(root, "site"), { root, warn });
  board.line(`  ${pages.length} pages; open ${pages[0]}`);
}
