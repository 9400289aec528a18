/**
 * Getting files from where they can be had, without judging them.
 * @module
 */
import { join } from "node:path";
import type { Source } from "../dataset.ts";
import { unpackPackage } from "./debian.ts";
import { download } from "./download.ts";
import type { Log, RunInFolder } from "../../command.ts";

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
