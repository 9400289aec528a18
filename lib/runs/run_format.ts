/**
 * A run as a file: JSON with one member a line, so that a reader and `git diff` see what a record says, and with a SHA-256
 * of all the others.
 * @module
 */
import { Buffer } from "node:buffer";
import { z } from "zod";
import { canonicalJson, configurationHash, type Json, sha256 } from "./configuration.ts";
import { type Provenance, provenanceSchema } from "./provenance.ts";

/** A finished computation. */
export interface Run<R> {
  /** What was computed, e.g. `one-shot`. */
  readonly kind: string;
  /** The {@linkcode configurationHash} of the configuration. */
  readonly hash: string;
  readonly configuration: Json;
  readonly result: R;
  readonly provenance: Provenance;
}

/** What a schema finds wrong, in one line: `path: what is wrong`, at most three times. */
export function describeFaults({ issues }: z.ZodError): string {
  const lines = issues.slice(0, 3).map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`
  );
  if (issues.length > 3) lines.push(`and ${issues.length - 3} more`);
  return lines.join("; ");
}

const format = "oneshot run";
const version = 1;

const headSchema = z.object({ format: z.literal(format), version: z.int() });
const fileSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  sha256: z.string(),
  kind: z.string(),
  hash: z.string(),
  configuration: z.unknown(),
  provenance: provenanceSchema,
  result: z.unknown(),
});

/** The bytes of a run's file. Throws a `TypeError` if JSON cannot say the configuration or the result. */
export function encodeRun(run: Run<unknown>): Uint8Array {
  return new TextEncoder().encode(textOf(run));
}

/** A run's file without its line ends: JSON on one line, as archives have it. */
export function encodeLine(run: Run<unknown>): Uint8Array {
  // Within JSON a line end is always written as an escape.
  return new TextEncoder().encode(textOf(run).replaceAll("\n", ""));
}

function textOf({ kind, hash, configuration, provenance, result }: Run<unknown>): string {
  const members = Object.entries({ kind, hash, configuration, provenance, result })
    .map(([key, value]) => `"${key}": ${canonicalJson(value, key)}`);
  const digest = sha256(members.join(",\n"));
  const head = [`"format": "${format}"`, `"version": ${version}`, `"sha256": "${digest}"`];
  return `{\n${[...head, ...members].join(",\n")}\n}\n`;
}

/**
 * The run in a file, only if each byte is as {@linkcode encodeRun} wrote it. The `Deno.errors.InvalidData` that it throws
 * otherwise says what was found and what was expected, but not in which file.
 */
export function decodeRun(bytes: Uint8Array): Run<Json> {
  return decode(bytes, encodeRun);
}

/** The run in a line, only if each byte is as {@linkcode encodeLine} wrote it; throws as {@linkcode decodeRun}. */
export function decodeLine(bytes: Uint8Array): Run<Json> {
  return decode(bytes, encodeLine);
}

function decode(bytes: Uint8Array, encode: (run: Run<Json>) => Uint8Array): Run<Json> {
  const content = parse(bytes);
  const head = headSchema.safeParse(content);
  if (!head.success) throw damaged("JSON that is no run", "a file that this library wrote");
  if (head.data.version !== version) {
    throw damaged(`version ${head.data.version} of the format`, `version ${version}`);
  }
  const file = fileSchema.safeParse(content);
  if (!file.success) throw damaged(`a damaged run (${describeFaults(file.error)})`, "a whole one");
  const { kind, hash, configuration, provenance, result } = file.data;
  const run = { kind, hash, configuration: configuration as Json, provenance, result: result as Json };
  if (Buffer.compare(bytes, encodeAgain(run, encode)) !== 0) {
    throw damaged("content that does not fit its SHA-256", "a file unchanged since it was written");
  }
  const expected = configurationHash(configuration);
  if (hash !== expected) throw damaged(`hash ${hash}`, `the configuration's, ${expected}`);
  return run;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(`${bytes.length} bytes that are no JSON (${reason})`, "a run");
  }
}

/** Nothing if {@linkcode encodeRun} can't have written the content, e.g. a number beyond the doubles. */
function encodeAgain(run: Run<Json>, encode: (run: Run<Json>) => Uint8Array): Uint8Array {
  try {
    return encode(run);
  } catch (error) {
    if (error instanceof TypeError) return new Uint8Array();
    throw error;
  }
}

/** The error of a file that is not as it was written. */
export function damaged(found: string, expected: string): Error {
  return new Deno.errors.InvalidData(`found ${found}, expected ${expected}`);
}

/** Reads a file; if it is damaged, throws the error that `explain` makes of what was found and expected. */
export function unlessDamaged<T>(read: () => T, explain: (fault: string) => string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new Deno.errors.InvalidData(explain(error.message));
  }
}
