/**
 * A run as a file: JSON with one member a line, so that a reader and `git diff` see what a record says.
 * @module
 */
import { Buffer } from "node:buffer";
import { z } from "zod";
import { canonicalJson, configurationHash, type Json, sha256 } from "./configuration.ts";
import { describeFaults } from "./faults.ts";
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

/**
 * The bytes of a run's file. It holds a SHA-256 of all that is the run's.
 *
 * @throws {TypeError} if JSON cannot say the configuration or the result
 */
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
 * The run in a file, only if each byte is as {@linkcode encodeRun} wrote it.
 *
 * @throws {Deno.errors.InvalidData} that says what was found and what was expected, but not in which file
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
  if (!head.success) throw invalid("found JSON that is no run, expected a file that this library wrote");
  if (head.data.version !== version) {
    throw invalid(`found version ${head.data.version} of the format, expected version ${version}`);
  }
  const file = fileSchema.safeParse(content);
  if (!file.success) {
    throw invalid(`found a damaged run (${describeFaults(file.error)}), expected a whole one`);
  }
  const { kind, hash, provenance } = file.data;
  const run = { kind, hash, configuration: file.data.configuration as Json, provenance };
  const whole = { ...run, result: file.data.result as Json };
  if (Buffer.compare(bytes, encodeAgain(whole, encode)) !== 0) {
    throw invalid(
      "found content that does not fit its SHA-256, expected a file unchanged since it was written",
    );
  }
  if (configurationHash(whole.configuration) !== hash) {
    throw invalid(
      `found hash ${hash}, expected the configuration's, ${configurationHash(whole.configuration)}`,
    );
  }
  return whole;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`found ${bytes.length} bytes that are no JSON (${reason}), expected a run`);
  }
}

/** Nothing if the content cannot have come from {@linkcode encodeRun}, e.g. a number too large to be one. */
function encodeAgain(run: Run<Json>, encode: (run: Run<Json>) => Uint8Array): Uint8Array {
  try {
    return encode(run);
  } catch (error) {
    if (error instanceof TypeError) return new Uint8Array();
    throw error;
  }
}

function invalid(message: string): Error {
  return new Deno.errors.InvalidData(message);
}
