/**
 * Bringing the files of a data set.
 * @module
 */
import { join } from "node:path";
import { type Log, runCommand, type RunInFolder } from "../../command.ts";
import { messageOf } from "../../errors.ts";
import { setAside } from "../../files.ts";
import { dataDirectory } from "../../project.ts";
import {
  allFiles,
  type DataFile,
  type Dataset,
  type DatasetName,
  findDataset,
  type Source,
} from "../dataset.ts";
import { readDataFile } from "./data_file.ts";
import { describeSource, openSource, type SourceOptions } from "./source.ts";

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
 * Needs the permissions to read and write the folder, `--allow-net`, `--allow-run=apt-get,dpkg` (Fashion-MNIST; with
 * `mkdir,rm` in a folder whose path has more than 250 bytes) and `--allow-env` (CIFAR-10).
 *
 * @throws {Error} if no source has one of the files; the message names each source and why it failed
 */
export function fetchDataset(name: DatasetName, options: FetchOptions = {}): Promise<void> {
  return fetchFiles(findDataset(name), runCommand, options);
}

/** As {@linkcode fetchDataset}, for any data set and with programs run by `run`. */
export async function fetchFiles(
  dataset: Dataset,
  run: RunInFolder,
  { directory = dataDirectory, log = () => {} }: FetchOptions = {},
): Promise<void> {
  const folder = join(directory, dataset.name);
  await Deno.mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const missing = await findMissing(folder, allFiles(dataset), log);
  const faults: string[] = [];
  for (const source of dataset.sources) {
    if (missing.size === 0) break;
    log(`Trying ${describeSource(source)}`);
    for (const fault of await fetchFrom(source, { folder, missing, log, run })) {
      faults.push(fault);
      log(fault);
    }
  }
  if (missing.size > 0) {
    const names = Array.from(missing, ({ name }) => name).join(", ");
    const byHand = "files put there by hand count, too: data/README.md";
    throw new Error(
      [`Cannot fetch ${names} of ${dataset.name} into ${folder} (${byHand})`, ...faults].join("\n  "),
    );
  }
  log(`All files of ${dataset.name} are there`);
}

interface FetchFrom extends Omit<SourceOptions, "work"> {
  readonly folder: string;
  /** Loses each file that is brought. */
  readonly missing: Set<DataFile>;
}

/** Brings what a source has of the missing files; returns what went wrong. */
async function fetchFrom(source: Source, { folder, missing, log, run }: FetchFrom): Promise<string[]> {
  // Within the data set's folder, since a file can be renamed within one file system only.
  const work = await Deno.makeTempDir({ dir: folder, prefix: workPrefix });
  const faults: string[] = [];
  try {
    const getFile = await openSource(source, { work, log, run });
    for (const file of missing) {
      try {
        const path = await getFile(file.name);
        await readDataFile(path, file);
        const aside = await setAside(join(folder, file.name), "damaged");
        if (aside !== undefined) log(`Kept the damaged file as ${aside}`);
        await Deno.rename(path, join(folder, file.name));
        missing.delete(file);
      } catch (error) {
        faults.push(messageOf(error));
      }
    }
  } catch (error) {
    faults.push(messageOf(error));
  } finally {
    await Deno.remove(work, { recursive: true });
  }
  // Most faults name the address already.
  const name = describeSource(source);
  return faults.map((fault) => fault.includes(name) ? fault : `${name}: ${fault}`);
}

async function findMissing(folder: string, files: readonly DataFile[], log: Log): Promise<Set<DataFile>> {
  const missing = new Set<DataFile>();
  for (const file of files) {
    try {
      await readDataFile(join(folder, file.name), file);
    } catch (error) {
      missing.add(file);
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
