/**
 * Downloads that end, one way or the other.
 * @module
 */
import type { Log } from "../../command.ts";

/** How {@linkcode download} works. */
export interface DownloadOptions {
  readonly log: Log;
  /** Seconds without a byte after which the server is given up. @default 30 */
  readonly patience?: number;
}

const tensOfMegabytes = (bytes: number) => Math.floor(bytes / 1e7);

/**
 * Downloads an address to a new file.
 *
 * @param path the file; must not be there yet
 * @throws {Error} if the server can't be reached, answers with an error, or falls silent
 */
export async function download(address: string, path: string, options: DownloadOptions): Promise<void> {
  const { log, patience = 30 } = options;
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
