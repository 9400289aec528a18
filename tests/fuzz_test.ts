/** What comes from outside, damaged at random: it is read as what it was, or refused by an error that says why. */
import { Buffer } from "node:buffer";
import { assert, assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import type { LabelledImages } from "../lib/datasets/check.ts";
import { imagesFromBinary, parseCifar } from "../lib/datasets/formats/binary.ts";
import { imagesFromCsv } from "../lib/datasets/formats/csv.ts";
import { imagesFromIdx, imagesFromIdxFiles, parseIdx } from "../lib/datasets/formats/idx.ts";
import { choose, integer, type Prng, prng, uniform } from "../lib/random.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../lib/runs/checkpoint_format.ts";
import { configurationHash } from "../lib/runs/configuration.ts";
import { decodeLine, decodeRun, encodeLine, encodeRun } from "../lib/runs/run_format.ts";
import { collectProvenance } from "../lib/runs/mod.ts";
import { formatArchitecture, paperSpace, parseArchitecture, sampleArchitecture } from "../lib/space/mod.ts";
import { validateSettings } from "../lib/training/mod.ts";
import { settings } from "./training/tiny.ts";

const INPUTS = 100_000;

/** A copy with one to four faults: bits flipped, bytes changed, parts cut out, doubled, put in or cut off. */
function damage(rng: Prng, content: Uint8Array): Uint8Array {
  let bytes = content;
  for (let faults = 1 + integer(rng, 4); faults > 0; faults--) {
    const at = integer(rng, bytes.length + 1);
    const length = 1 + integer(rng, 8);
    const [before, part, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ];
    const noise = Uint8Array.from({ length }, () => integer(rng, 256));
    const flipped = part.map((byte) => byte ^ (1 << integer(rng, 8)));
    const parts = choose(rng, [
      [before, flipped, after],
      [before, noise, after],
      [before, noise, part, after],
      [before, after],
      [before, part, part, after],
      [before],
    ]);
    bytes = Uint8Array.from(Buffer.concat(parts));
  }
  return bytes;
}

/** Gives many inputs to a parser; what it throws must be of the classes, and say so. Returns how many it accepted. */
function fuzz<T>(
  draw: (rng: Prng) => T,
  parse: (input: T) => void,
  ...clear: (new (message: string) => Error)[]
): number {
  const rng = prng(2018, "fuzz");
  let accepted = 0;
  // Traces of the stack take longer than all else.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  for (let count = 0; count < INPUTS; count++) {
    const input = draw(rng);
    try {
      parse(input);
      accepted++;
    } catch (error) {
      const isClear = error instanceof Error && clear.some((one) => error.constructor === one) &&
        /(found|expected|wanted)/.test(error.message) && error.message.length < 2000;
      assert(isClear, `${Deno.inspect(input)} gave ${Deno.inspect(error)}`);
    }
  }
  Error.stackTraceLimit = stackTraceLimit;
  return accepted;
}

const { InvalidData } = Deno.errors;
const text = new TextEncoder();

Deno.test("parseArchitecture() reads damaged strings as architectures or refuses them", () => {
  const accepted = fuzz(
    (rng) => {
      const whole = formatArchitecture(paperSpace, sampleArchitecture(paperSpace, rng));
      return new TextDecoder().decode(damage(rng, text.encode(whole)));
    },
    (input) => {
      const architecture = parseArchitecture(paperSpace, input);
      assertEquals(parseArchitecture(paperSpace, formatArchitecture(paperSpace, architecture)), architecture);
    },
    SyntaxError,
  );
  assert(accepted > 0 && accepted < INPUTS / 10, `${accepted} accepted`);
});

Deno.test("parseIdx() and imagesFromIdx() read damaged content as images or refuse it", () => {
  const images = Uint8Array.of(
    0,
    0,
    8,
    3,
    ...[0, 0, 0, 2],
    ...[0, 0, 0, 3],
    ...[0, 0, 0, 2],
    ...Array(12).keys(),
  );
  const labels = parseIdx(Uint8Array.of(0, 0, 8, 1, ...[0, 0, 0, 2], ...[7, 9]));
  const accepted = fuzz(
    (rng) => damage(rng, images),
    (input) => {
      const array = parseIdx(input);
      assertEquals(array.data.length, array.shape.reduce((product, side) => product * side, 1));
      const { count, pixels } = imagesFromIdx(array, labels);
      assertEquals([count, pixels.length], [2, array.data.length]);
    },
    TypeError,
    RangeError,
  );
  assert(accepted > 0, `${accepted} accepted`);
});

Deno.test("parseCifar() reads damaged batches as images or refuses them", () => {
  const row = 1 + 32 * 32 * 3;
  const batch = Uint8Array.from({ length: row }, (_, place) => place % 10);
  const accepted = fuzz(
    (rng) => {
      // Most faults change the length, so half of the batches are given whole rows again.
      const damaged = damage(rng, batch.subarray(0, 1 + integer(rng, 40)));
      if (uniform(rng) < 0.5) return damaged;
      const whole = new Uint8Array(row);
      whole.set(damaged);
      return whole;
    },
    (input) => {
      const { count, labels, pixels } = parseCifar([input]);
      assertEquals([labels.length, pixels.length], [count, count * (row - 1)]);
      assert(labels.every((label) => label < 10));
    },
    RangeError,
  );
  assert(accepted > 0 && accepted < INPUTS, `${accepted} accepted`);
});

/** What readers of labelled images promise: pixels and labels for every image, and a class for every label. */
function assertWhole({ images, classes }: LabelledImages): void {
  const { count, shape, pixels, labels } = images;
  assert(labels.length === count && pixels.length === count * shape[0] * shape[1] * shape[2]);
  assert(labels.every((label) => label < classes.length));
}

Deno.test("imagesFromIdxFiles() reads damaged contents, packed or not, as images or refuses them", () => {
  const images = Uint8Array.of(
    0,
    0,
    8,
    3,
    ...[0, 0, 0, 2],
    ...[0, 0, 0, 1],
    ...[0, 0, 0, 3],
    1,
    2,
    3,
    4,
    5,
    6,
  );
  const labels = Uint8Array.of(0, 0, 8, 1, ...[0, 0, 0, 2], ...[7, 9]);
  const [packed, packedLabels] = [gzipSync(images), gzipSync(labels)];
  const accepted = fuzz(
    (rng) => choose(rng, [[damage(rng, packed), labels], [images, damage(rng, packedLabels)]]),
    ([images, labels]) => assertWhole(imagesFromIdxFiles(images!, labels!)),
    TypeError,
    RangeError,
  );
  // Damage to time, system or name in a gzip's head changes nothing.
  assert(accepted > 0 && accepted < INPUTS / 2, `${accepted} accepted`);
});

Deno.test("imagesFromBinary() reads damaged rows as images or refuses them", () => {
  const rows = Uint8Array.of(1, 10, 20, 30, 40, 50, 60, 0, 70, 80, 90, 100, 110, 120);
  const accepted = fuzz(
    (rng) => ({ bytes: damage(rng, rows), order: choose(rng, ["pixels", "planes"] as const) }),
    ({ bytes, order }) => assertWhole(imagesFromBinary(bytes, [1, 2, 3], { order, classes: ["a", "b"] })),
    RangeError,
  );
  assert(accepted > 0 && accepted < INPUTS, `${accepted} accepted`);
});

Deno.test("imagesFromCsv() reads damaged text as images or refuses it", () => {
  const whole = text.encode('label,p0,p1,p2,p3\nshoe,0,17,255,3\n"a ""bag""",4,5,6,7\nshoe,8,9,10,11\n');
  const accepted = fuzz(
    (rng) => new TextDecoder().decode(damage(rng, whole)),
    (input) => assertWhole(imagesFromCsv(input, [2, 2, 1])),
    RangeError,
  );
  assert(accepted > 0 && accepted < INPUTS, `${accepted} accepted`);
});

const configuration = { mathsVersion: 1, steps: 3, name: "a name" };
const run = {
  kind: "one-shot",
  hash: configurationHash(configuration),
  configuration,
  result: { accuracy: 0.875, curve: [1, 0.5, 0.25] },
  provenance: collectProvenance({ seed: 1, workers: 2, startedAt: "2026-01-02T03:04:05.678Z", seconds: 3 }),
};

for (
  const [name, encode, decode] of [
    ["decodeRun", encodeRun, decodeRun],
    ["decodeLine", encodeLine, decodeLine],
  ] as const
) {
  Deno.test(`${name}() refuses whatever is not as it was written`, () => {
    const whole = encode(run);
    const accepted = fuzz((rng) => damage(rng, whole), (input) => {
      decode(input);
      // Damage can undo itself; then the content is what was written.
      assertEquals(input, whole);
    }, InvalidData);
    assert(accepted < INPUTS / 10, `${accepted} accepted`);
  });
}

Deno.test("decodeCheckpoint() refuses whatever is not as it was written", () => {
  const whole = encodeCheckpoint({
    ...{
      work: "one-shot 0123",
      step: 7,
      startedAt: "2026-01-02T03:04:05.678Z",
      seconds: 1.5,
      meta: { loss: 0.5 },
    },
    arrays: { weights: Float32Array.of(1, 2, 3), order: Uint8Array.of(4, 5) },
  });
  const accepted = fuzz((rng) => damage(rng, whole), (input) => {
    decodeCheckpoint(input);
    assertEquals(input, whole);
  }, InvalidData);
  assert(accepted < INPUTS / 10, `${accepted} accepted`);
});

Deno.test("validateSettings() accepts or refuses settings with anything in any place", () => {
  const values = [
    ...[undefined, null, NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1e308, 2 ** 53, 3n, true, false],
    ...["", "ghost", "linear", "batch", "__proto__", "x".repeat(1000), [], [1], {}, { count: 1 }, () => 1],
    Symbol("symbol"),
  ];
  const names = ["", "rate", "masks", "__proto__", "constructor", "toString", "a b"];
  const accepted = fuzz(
    (rng) => {
      const changed = structuredClone(settings) as unknown as Record<string, unknown>;
      for (let faults = 1 + integer(rng, 3); faults > 0; faults--) {
        const inner = choose(rng, Object.keys(changed));
        const owner = choose(rng, [changed, changed[inner] as Record<string, unknown>]);
        if (typeof owner !== "object" || owner === null || Array.isArray(owner)) continue;
        const key = choose(rng, [...Object.keys(owner), choose(rng, names)]);
        if (uniform(rng) < 0.2) delete owner[key];
        else owner[key] = choose(rng, values);
      }
      return changed;
    },
    (input) => validateSettings(input as unknown as typeof settings),
    RangeError,
  );
  assert(accepted > 0 && accepted < INPUTS / 2, `${accepted} accepted`);
});
