/**
 * Getting files from their sources, without judging them: from packages of Debian, addresses and archives.
 * @module
 */
import { join } from "node:path";
import type { Log, RunInFolder } from "../../command.ts";
import type { Source } from "../dataset.ts";

/** What {@linkcode openSource} works with. */
export interface SourceOptions {
  /** The folder it works in, with nothing in it yet. */
  readonly work: string;
  readonly log: Log;
  readonly run: RunInFolder;
}

/** Where a file of the name now lies in the working folder, be it whole or not. Throws if it can't be had. */
export type GetFile = (name: string) => Promise<string>;

/** Opens a source: what all files share, such as an archive, is fetched now, the files when they are asked for. */
export async function openSource(source: Source, options: SourceOptions): Promise<GetFile> {
  const { work, log } = options;
  switch (source.kind) {
    case "debian": {
      const root = await unpackPackage(source.package, options);
      return (name) => Promise.resolve(join(root, source.folder, name));
    }
    case "files":
      return async (name) => {
        const path = join(work, name);
        await download(source.address + name, path, { log });
        return path;
      };
    case "archive": {
      const archive = join(work, "archive.tar.gz");
      await download(source.address, archive, { log });
      log("Unpacking");
      // Loaded here alone: the package reads the environment, which importers of the room need not allow.
      const { extract } = await import("tar");
      await extract({ file: archive, cwd: work, strict: true });
      return (name) => Promise.resolve(join(work, source.folder, name));
    }
  }
}

/** What a source is called in messages. */
export function describeSource(source: Source): string {
  return source.kind === "debian" ? `Debian package ${source.package}` : source.address;
}

/** apt-get takes a working folder of a path of more bytes for the root of the system, and would write there. */
const longestPath = 250;

/**
 * Downloads a package of Debian or a relative and unpacks it. Neither needs root, and the system stays as it is: where its
 * package lists are missing or out of date, fresh ones go into the working folder.
 *
 * @returns the folder that holds what the package would put under `/`
 * @throws {Error} if there is no apt-get here, no such package, or no network
 */
export async function unpackPackage(name: string, options: SourceOptions): Promise<string> {
  const { work, log, run } = options;
  const bytes = new TextEncoder().encode(await Deno.realPath(work)).length;
  if (bytes <= longestPath) return await unpackIn(work, name, options);
  const short = `/tmp/oneshot-${crypto.randomUUID()}`;
  await run(["mkdir", "-m", "700", short], { cwd: work, log });
  try {
    return await unpackIn(short, name, options);
  } finally {
    await run(["rm", "-r", short], { cwd: work, log });
  }
}

/** As {@linkcode unpackPackage}, with apt-get working in the folder `cwd`. */
async function unpackIn(cwd: string, name: string, { work, log, run }: SourceOptions): Promise<string> {
  const apt = (...args: string[]) => run(["apt-get", "-q", ...args], { cwd, log });
  try {
    await apt("download", name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw error;
    log("The package lists don't serve: making fresh ones for this download");
    const lists = join(work, "lists");
    await Deno.mkdir(join(lists, "partial"), { recursive: true });
    const own = ["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${join(work, "cache")}`];
    await apt(...own, "update");
    await apt(...own, "download", name);
  }
  const entries = await Array.fromAsync(Deno.readDir(cwd));
  const packed = entries.find((entry) => entry.name.startsWith(`${name}_`) && entry.name.endsWith(".deb"));
  if (packed === undefined) throw new Error(`apt-get left no file ${name}_*.deb`);
  const unpacked = join(work, "unpacked");
  await run(["dpkg", "-x", packed.name, unpacked], { cwd, log });
  return unpacked;
}

const tensOfMegabytes = (bytes: number) => Math.floor(bytes / 1e7);

/**
 * Downloads an address to a new file.
 *
 * @param path the file; must not be there yet
 * @param patience seconds without a byte after which the server is given up
 * @throws {Error} if the server can't be reached, answers with an error, or falls silent
 */
export async function download(
  address: string,
  path: string,
  { log, patience = 30 }: { readonly log: Log; readonly patience?: number },
): Promise<void> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waitOn = () => {
    clearTimeout(timer);
    const reason = new Error(`found no data for ${patience} s`);
    timer = setTimeout(() => silence.abort(reason), patience * 1000);
  };
  let received = 0;
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      waitOn();
      const before = tensOfMegabytes(received);
      received += chunk.length;
      const tens = tensOfMegabytes(received);
      if (tens > before) log(`Downloaded ${10 * tens} MB`);
      controller.enqueue(chunk);
    },
  });
  log(`Downloading ${address}`);
  waitOn();
  try {
    const response = await fetch(address, { signal: silence.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`found status ${response.status}, wanted 200`);
    }
    const file = await Deno.open(path, { write: true, createNew: true });
    // The pipe closes the file, whether it succeeds or fails.
    await response.body.pipeThrough(watch).pipeTo(file.writable, { signal: silence.signal });
  } catch (cause) {
    throw new Error(`Cannot download ${address}: ${describe(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** The message with its causes': that of `fetch` alone only says that it failed. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
}
