/**
 * Files from a package of Debian or a relative, without installing it.
 * @module
 */
import { join } from "node:path";
import type { Log, RunInFolder } from "../../command.ts";

/** What {@linkcode unpackPackage} works with. */
export interface PackageOptions {
  /** The folder it works in, with nothing in it yet. */
  readonly work: string;
  readonly log: Log;
  readonly run: RunInFolder;
}

/** apt-get takes a working folder of a path of more bytes for the root of the system, and would write there. */
const longestPath = 250;

/**
 * Downloads a package and unpacks it. Neither needs root, and the system stays as it is: where its package lists
 * are missing or out of date, fresh ones go into the working folder.
 *
 * @returns the folder that holds what the package would put under `/`
 * @throws {Error} if there is no apt-get here, no such package, or no network
 */
export async function unpackPackage(name: string, options: PackageOptions): Promise<string> {
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
async function unpackIn(cwd: string, name: string, { work, log, run }: PackageOptions): Promise<string> {
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
