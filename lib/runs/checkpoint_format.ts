/**
 * A checkpoint as a file: 8 bytes of name and version, the SHA-256 (32 bytes) of all that follows, the length of the
 * header (4 bytes), the header in JSON, then the arrays one after the other in the machine's byte order.
 * @module
 */
import { sum } from "d3-array";
import { createHash } from "node:crypto";
import { z } from "zod";
import { cannot } from "../options.ts";
import { canonicalJson, type Json } from "./configuration.ts";
import { damaged } from "./run_format.ts";

/** The arrays that a checkpoint can keep; they may be in shared memory. */
export type CheckpointArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** Half-done work. */
export interface Checkpoint {
  /** Whose work it is, e.g. the kind and the hash of a run. */
  readonly work: string;
  /** Steps done. */
  readonly step: number;
  readonly arrays: Readonly<Record<string, CheckpointArray>>;
  /** All that is small. */
  readonly meta: Json;
  /** When the work began, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Wall time of the work so far in seconds. */
  readonly seconds: number;
}

const arrayTypes = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const;

const headerSchema = z.strictObject({
  work: z.string(),
  step: z.int().nonnegative(),
  startedAt: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  meta: z.json(),
  arrays: z.array(z.strictObject({
    name: z.string(),
    type: z.enum(["float32", "float64", "int32", "uint32", "uint8"]),
    length: z.int().nonnegative(),
  })),
});

const magic = new TextEncoder().encode("oneshot2");
const digestAt = magic.length;
const headerSizeAt = digestAt + 32;
const headerAt = headerSizeAt + 4;

/**
 * The bytes of a checkpoint's file, with a copy of its arrays as they are now. Throws a `RangeError` if the step is not a
 * whole number, a `TypeError` if JSON cannot say `meta` or an array is of another type.
 */
export function encodeCheckpoint({ work, step, arrays, meta, startedAt, seconds }: Checkpoint): Uint8Array {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw cannot("save a checkpoint", `step ${step}`, "an integer from 0");
  }
  const table = Object.entries(arrays)
    .map(([name, array]) => ({ name, type: typeName(name, array), length: array.length }));
  // Written apart, so that the message about a fault names `meta`.
  const metaText = canonicalJson(meta, "meta");
  const rest = canonicalJson({ work, step, startedAt, seconds, arrays: table });
  const header = new TextEncoder().encode(`${rest.slice(0, -1)},"meta":${metaText}}`);
  const size = sum(Object.values(arrays), ({ byteLength }) => byteLength);
  const bytes = new Uint8Array(headerAt + header.length + size);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(headerSizeAt, header.length, true);
  bytes.set(header, headerAt);
  let at = headerAt + header.length;
  for (const { buffer, byteOffset, byteLength } of Object.values(arrays)) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.set(digest(bytes), digestAt);
  return bytes;
}

/**
 * The checkpoint in a file, only if each byte is as {@linkcode encodeCheckpoint} wrote it. The `Deno.errors.InvalidData`
 * that it throws otherwise says what was found and what was expected, but not in which file.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  if (bytes.length < headerAt || magic.some((byte, index) => byte !== bytes[index])) {
    throw damaged(`${bytes.length} bytes of something else`, "a checkpoint of this library");
  }
  if (digest(bytes).some((byte, index) => byte !== bytes[digestAt + index])) {
    throw damaged("content that does not fit its SHA-256", "a file unchanged since it was written");
  }
  const headerSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(headerSizeAt, true);
  const headerText = new TextDecoder().decode(bytes.subarray(headerAt, headerAt + headerSize));
  const { arrays, meta, ...rest } = headerSchema.parse(JSON.parse(headerText));
  let at = headerAt + headerSize;
  const entries = arrays.map(({ name, type, length }): [string, CheckpointArray] => {
    const from = at;
    at += length * arrayTypes[type].BYTES_PER_ELEMENT;
    // The slice is a copy that begins at a multiple of the element's size, as a view must.
    return [name, new arrayTypes[type](bytes.slice(from, at).buffer)];
  });
  return { ...rest, meta: meta as Json, arrays: Object.fromEntries(entries) };
}

function typeName(name: string, array: CheckpointArray): keyof typeof arrayTypes {
  for (const [type, constructor] of Object.entries(arrayTypes)) {
    if (array instanceof constructor) return type as keyof typeof arrayTypes;
  }
  const found = Object.prototype.toString.call(array).slice(8, -1);
  throw new TypeError(
    `Cannot save array ${name} in a checkpoint: found ${found}, ` +
      `expected ${Object.values(arrayTypes).map((constructor) => constructor.name).join(", ")}`,
  );
}

function digest(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes.subarray(headerSizeAt)).digest();
}
