/**
 * Reading a file of a data set so that only its true content gets through.
 * @module
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { messageOf } from "../../errors.ts";
import type { DataFile } from "../dataset.ts";

/**
 * The content of a file, unpacked, after its size and SHA-256 were checked.
 *
 * @throws {Error} if it is missing, can't be unpacked, or is not what `file` says
 */
export async function readDataFile(path: string, file: DataFile): Promise<Uint8Array> {
  const bytes = await Deno.readFile(path).catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    const message = `Cannot read ${path}: found no such file, wanted ${file.bytes} bytes of content`;
    throw new Error(message, { cause });
  });
  const content = file.compression === "gzip" ? await unpack(bytes, path, file) : bytes;
  if (content.length !== file.bytes) {
    throw new Error(`Cannot use ${path}: found ${content.length} bytes of content, wanted ${file.bytes}`);
  }
  const sha256 = createHash("sha256").update(content).digest("hex");
  if (sha256 !== file.sha256) {
    throw new Error(`Cannot use ${path}: found content with SHA-256 ${sha256}, wanted ${file.sha256}`);
  }
  return content;
}

async function unpack(bytes: Uint8Array, path: string, file: DataFile): Promise<Uint8Array> {
  try {
    // The limit keeps a wrong file from unpacking without end.
    return await promisify(gunzip)(bytes, { maxOutputLength: file.bytes + 1 });
  } catch (cause) {
    const found = `${bytes.length} bytes that are no whole gzip of ${file.bytes} (${messageOf(cause)})`;
    throw new Error(`Cannot unpack ${path}: found ${found}`, { cause });
  }
}
