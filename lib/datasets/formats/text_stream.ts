/**
 * Text from bytes as they come, whatever its encoding.
 * @module
 */

/**
 * The same text in UTF-8, without its byte-order mark. Throws a `RangeError` if bytes are none of the encoding.
 *
 * @param encoding @default UTF-8, or UTF-16 if the first bytes look like it
 */
export async function* utf8Of(
  stream: ReadableStream<Uint8Array>,
  encoding?: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | undefined;
  let before = 0;
  for await (const chunk of stream) {
    decoder ??= openDecoder(encoding ?? encodingOf(chunk));
    yield encoder.encode(decode(decoder, chunk, before));
    before += chunk.length;
  }
  if (decoder !== undefined) yield encoder.encode(decode(decoder, undefined, before));
}

function openDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw fault(`encoding ${JSON.stringify(encoding)}`, 'one such as "utf-8" or "windows-1252"', cause);
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, before: number): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    const found = `bytes after byte ${before} that are no ${decoder.encoding}`;
    throw fault(found, 'text; if Excel wrote the file, say { encoding: "windows-1252" }', cause);
  }
}

/** Text begins with a letter of ASCII mostly, and of that UTF-16 has one zero byte. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b)) {
    throw fault("a gzip or zip", "text; unpack the file first");
  }
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

const fault = (found: string, wanted: string, cause?: unknown) =>
  new RangeError(`Cannot read text: found ${found}, wanted ${wanted}`, { cause });
