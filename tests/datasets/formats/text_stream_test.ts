import { assertEquals, assertRejects } from "@std/assert";
import { utf8Of } from "../../../lib/datasets/formats/text_stream.ts";

const text = "name;th\u00e9 \u2615 \ud83d\ude00\n";
const utf8 = new TextEncoder().encode(text);

/** UTF-16 with the most significant byte first, or last. */
function encode16(bigEndian: boolean, mark: boolean): Uint8Array {
  const units = [
    ...mark ? [0xfeff] : [],
    ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)),
  ];
  const bytes = new Uint8Array(2 * units.length);
  const view = new DataView(bytes.buffer);
  units.forEach((unit, at) => view.setUint16(2 * at, unit, !bigEndian));
  return bytes;
}

async function read(bytes: Uint8Array, size: number, encoding?: string): Promise<string> {
  const chunks = Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, at) => bytes.slice(at * size, (at + 1) * size),
  );
  const decoder = new TextDecoder();
  let whole = "";
  for await (const chunk of utf8Of(ReadableStream.from(chunks), encoding)) {
    whole += decoder.decode(chunk, { stream: true });
  }
  return whole + decoder.decode();
}

Deno.test("utf8Of() reads UTF-8 and UTF-16, wherever letters are cut between chunks", async () => {
  const forms = [
    utf8,
    Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8),
    ...[true, false].flatMap((big) => [true, false].map((mark) => encode16(big, mark))),
  ];
  for (const bytes of forms) for (const size of [2, 3, 5, 1000]) assertEquals(await read(bytes, size), text);
});

Deno.test("utf8Of() reads the encoding that is said", async () => {
  // In windows-1252 0xe9 is é and 0x80 is €.
  assertEquals(await read(Uint8Array.of(0xe9, 0x80), 1, "windows-1252"), "\u00e9\u20ac");
});

Deno.test("utf8Of() refuses bytes that are no text", async () => {
  const cases: [Uint8Array, string | undefined, string][] = [
    [
      Uint8Array.of(0x61, 0xe9, 0x0a),
      undefined,
      'no utf-8, wanted text; if Excel wrote the file, say { encoding: "windows-1252" }',
    ],
    [utf8.subarray(0, utf8.length - 2), undefined, "that are no utf-8"],
    [utf8, "ansi", 'found encoding "ansi", wanted one such as'],
    [Uint8Array.of(0x1f, 0x8b, 8, 0), undefined, "found a gzip or zip, wanted text; unpack the file first"],
    [Uint8Array.of(0x50, 0x4b, 3, 4), undefined, "found a gzip or zip"],
  ];
  for (const [bytes, encoding, message] of cases) {
    await assertRejects(() => read(bytes, 1000, encoding), RangeError, message);
  }
});
