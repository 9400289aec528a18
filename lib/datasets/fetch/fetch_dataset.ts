/**
 * Bringing the files of a data set.
 * @module
 */
import { type Log, runCommand, type RunInFolder } from "../../command.ts";
import { setAside } from "../../files.ts";
import { join } from "node:path";
import { readDataFile } from "./data_file.ts";
import {
  allFiles,
  type DataFile,
  type Dataset,
  type DatasetName,
  findDataset,
  type Source,
} from "../dataset.ts";
import { dataDirectory } from "../../project.ts";

import { describeSource, openSource } from "./source.ts";

/** How {@linkcode fetchDataset} works. */
export interface FetchOptions {
  /** The folder with one folder a data set. @default `data` in the project's folder */
  readonly directory?: string;
  /** Takes lines that say what is being done. @default drops them */
  readonly log?: Log;
}

/**
 * Brings the files of a data set that are not there whole, from the first source that has them. Files that were
 * put there by hand count. A file gets its name only after its size and SHA-256 were found right, so this may be
 * cut off at any moment and run again. A damaged file is never deleted: when a whole one takes its place, it is
 * renamed `NAME.damaged` (`.damaged.2`, ...).
 *
 * Needs the permissions to read and write the folder, `--allow-net`, `--allow-run=apt-get,dpkg` (Fashion-MNIST; with `mkdir,rm`
 * in a folder whose path has more than 250 bytes) and `--allow-env` (CIFAR-10).
 *
 * @throws {Error} if a file is to be had from no source; the message names each source and why it failed
 */
export function fetchDataset(name: DatasetName, options: FetchOptions = {}): Promise<void> {
  return fetchFiles(findDataset(name), runCommand, options);
}

/** As {@linkcode fetchDataset}, for any data set and with programs run by `run`. */
export async function fetchFiles(
  dataset: Dataset,
  run: RunInFolder,
  options: FetchOptions = {},
): Promise<void> {
  const { directory = dataDirectory, log = () => {} } = options;
  const folder = join(directory, dataset.name);
  await Deno.mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  let missing = await findMissing(folder, allFiles(dataset), log);
  const faults: string[] = [];
  for (const source of dataset.sources) {
    if (missing.length === 0) break;
    log(`Trying ${describeSource(source)}`);
    const outcome = await fetchFrom(source, { folder, files: missing, log, run });
    missing = outcome.missing;
    for (const fault of outcome.faults.map((fault) => withSource(source, fault))) {
      faults.push(fault);
      log(fault);
    }
  }
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    const byHand = "files put there by hand count, too: data/README.md";
    throw new Error(
      [`Cannot fetch ${names} of ${dataset.name} into ${folder} (${byHand})`, ...faults].join("\n  "),
    );
  }
  log(`All files of ${dataset.name} are there`);
}

interface FetchFrom {
  readonly folder: string;
  readonly files: readonly DataFile[];
  readonly log: Log;
  readonly run: RunInFolder;
}

async function fetchFrom(
  source: Source,
  { folder, files, log, run }: FetchFrom,
): Promise<{ missing: DataFile[]; faults: string[] }> {
  // Within the data set's folder, since a file can be renamed within one file system only.
  const work = await Deno.makeTempDir({ dir: folder, prefix: workPrefix });
  const missing: DataFile[] = [];
  const faults: string[] = [];
  try {
    const getFile = await openSource(source, { work, log, run });
    for (const file of files) {
      try {
        const path = await getFile(file.name);
        await readDataFile(path, file);
        const aside = await setAside(join(folder, file.name), "damaged");
        if (aside !== undefined) log(`Kept the damaged file as ${aside}`);
        await Deno.rename(path, join(folder, file.name));
      } catch (error) {
        missing.push(file);
        faults.push(messageOf(error));
      }
    }
    return { missing, faults };
  } catch (error) {
    return { missing: [...files], faults: [messageOf(error)] };
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function findMissing(folder: string, files: readonly DataFile[], log: Log): Promise<DataFile[]> {
  const missing: DataFile[] = [];
  for (const file of files) {
    try {
      await readDataFile(join(folder, file.name), file);
    } catch (error) {
      missing.push(file);
      const absent = error instanceof Error && error.cause instanceof Deno.errors.NotFound;
      log(absent ? `Missing: ${file.name}` : messageOf(error));
    }
  }
  return missing;
}

const workPrefix = ".fetch-";
const day = 24 * 60 * 60 * 1000;

/** Removes what a killed process left, once no living one can be at work in it any more. */
async function removeLeftovers(folder: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory || !name.startsWith(workPrefix)) continue;
    const { mtime } = await Deno.stat(join(folder, name));
    if (mtime !== null && Date.now() - mtime.getTime() > day) {
      await Deno.remove(join(folder, name), { recursive: true });
    }
  }
}

/** Most faults name the address already. */
function withSource(source: Source, fault: string): string {
  const name = describeSource(source);
  return fault.includes(name) ? fault : `${name}: ${fault}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
