import { assert, assertEquals, assertNotEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { z } from "zod";
import { configurationHash } from "../../lib/runs/configuration.ts";
import { collectProvenance } from "../../lib/runs/provenance.ts";
import {
  decodeLine,
  decodeRun,
  describeFaults,
  encodeLine,
  encodeRun,
  type Run,
} from "../../lib/runs/run_format.ts";

const configuration = { steps: 2, rates: [0.1, 1e-8] };
const run: Run<unknown> = {
  kind: "one-shot",
  hash: configurationHash(configuration),
  configuration,
  provenance: collectProvenance({ seed: 1, startedAt: "2024-01-01T00:00:00.000Z", seconds: 3 }),
  result: { accuracy: 0.75, names: ["é", "\ufffd"], zero: -0 },
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);
const damaged = (content: Uint8Array, message: string) =>
  assertThrows(() => decodeRun(content), Deno.errors.InvalidData, message);

Deno.test("decodeRun() undoes encodeRun(), for any result", () => {
  assertEquals<unknown>(decodeRun(encodeRun(run)), run);
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (result) => assertEquals<unknown>(decodeRun(encodeRun({ ...run, result })).result, result),
    ),
    { seed: 3 },
  );
});

Deno.test("encodeRun() writes one member a line, the same bytes for every order of keys", () => {
  const lines = text(encodeRun(run)).split("\n");
  const members = ["format", "version", "sha256", "kind", "hash", "configuration", "provenance", "result"];
  assertEquals(Object.keys(JSON.parse(text(encodeRun(run)))), members);
  assertEquals(lines.map((line) => /^"(\w+)": /.exec(line)?.[1] ?? line), ["{", ...members, "}", ""]);
  assertEquals(
    lines[1 + members.indexOf("configuration")],
    '"configuration": {"rates":[0.1,1e-8],"steps":2},',
  );
  const reordered = { ...run, configuration: { rates: [0.1, 1e-8], steps: 2 } };
  assertEquals(encodeRun(reordered), encodeRun(run));
});

Deno.test("encodeRun() names the part of the result that JSON cannot say", () => {
  assertThrows(
    () => encodeRun({ ...run, result: { tau: NaN } }),
    TypeError,
    "Cannot write result.tau as JSON",
  );
});

Deno.test("decodeRun() refuses a file with any one bit changed", () => {
  const whole = encodeRun(run);
  for (let index = 0; index < whole.length; index++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = whole.slice();
      changed[index]! ^= 1 << bit;
      damaged(changed, "expected");
    }
  }
});

Deno.test("decodeRun() refuses a file cut at any byte, or with more behind it", () => {
  const whole = encodeRun(run);
  for (let length = 0; length < whole.length; length++) damaged(whole.slice(0, length), "expected");
  for (const more of ["\n", " ", "\0", "}"]) damaged(bytes(text(whole) + more), "expected");
});

Deno.test("decodeRun() says what kind of wrong a file is", () => {
  const whole = text(encodeRun(run));
  damaged(bytes(""), "found 0 bytes that are no JSON");
  damaged(bytes("[1, 2]"), "found JSON that is no run");
  damaged(bytes('{"format":"other","version":1}'), "found JSON that is no run");
  damaged(
    bytes(whole.replace('"version": 1', '"version": 2')),
    "found version 2 of the format, expected version 1",
  );
  damaged(bytes(whole.replace('"kind"', '"kinds"')), "found a damaged run (kind: ");
  damaged(bytes(whole.replace("0.75", "0.76")), "does not fit its SHA-256");
  damaged(bytes(whole.replace("0.75", "1e999")), "does not fit its SHA-256");
  damaged(bytes(whole.replaceAll("\n", "\r\n")), "does not fit its SHA-256");
});

Deno.test("decodeRun() refuses a well-made file whose hash is not that of its configuration", () => {
  const message =
    damaged(encodeRun({ ...run, hash: "0123456789abcdef" }), "found hash 0123456789abcdef").message;
  assertStringIncludes(message, `expected the configuration's, ${run.hash}`);
  assert(run.hash !== "0123456789abcdef");
});

Deno.test("decodeLine() undoes encodeLine(), which writes one line, for any result", () => {
  assertEquals<unknown>(decodeLine(encodeLine(run)), run);
  fc.assert(
    fc.property(fc.jsonValue(), (result) => {
      const line = encodeLine({ ...run, result });
      assert(!line.includes(10));
      assertEquals<unknown>(decodeLine(line).result, result);
    }),
    { seed: 4 },
  );
  const breaks = { ...run, result: ["a\nb", "\r\n", "\u2028", { "\n": 1 }] };
  assertEquals<unknown>(decodeLine(encodeLine(breaks)), breaks);
});

Deno.test("encodeLine() writes the content of encodeRun(), its SHA-256 included", () => {
  const [line, file] = [text(encodeLine(run)), text(encodeRun(run))];
  assertEquals(line, file.replaceAll("\n", ""));
  assertEquals(JSON.parse(line), JSON.parse(file));
});

Deno.test("decodeLine() refuses a line with any byte changed to any other", () => {
  const whole = encodeLine(run);
  fc.assert(
    fc.property(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (index, flip) => {
        const changed = whole.with(index, whole[index]! ^ flip);
        assertNotEquals(changed, whole);
        assertThrows(() => decodeLine(changed), Deno.errors.InvalidData, "expected");
      },
    ),
    { seed: 5, numRuns: 2000 },
  );
  for (let index = 0; index < whole.length; index++) {
    const changed = whole.with(index, whole[index]! ^ (1 << (index % 8)));
    assertThrows(() => decodeLine(changed), Deno.errors.InvalidData, "expected");
  }
});

Deno.test("decodeLine() and decodeRun() do not take each other's form, nor a line with more or less", () => {
  const line = encodeLine(run);
  const refused = (content: Uint8Array) =>
    assertThrows(() => decodeLine(content), Deno.errors.InvalidData, "expected");
  refused(encodeRun(run));
  damaged(line, "does not fit its SHA-256");
  for (const more of ["\n", " ", "\r", "}"]) refused(bytes(text(line) + more));
  for (let length = 0; length < line.length; length++) refused(line.slice(0, length));
});

const faultsOf = (schema: z.ZodType, value: unknown) => describeFaults(schema.safeParse(value).error!);

Deno.test("describeFaults() gives the path and the fault, in one line", () => {
  const schema = z.object({ scores: z.array(z.number("no number")) });
  assertEquals(faultsOf(schema, { scores: [1, "a", 2, "b"] }), "scores.1: no number; scores.3: no number");
  assertEquals(faultsOf(z.string("no text"), 1), "no text");
});

Deno.test("describeFaults() says how many more there are past the third", () => {
  const values = Array(1000).fill(0);
  const expected = "0: no text; 1: no text; 2: no text; and 997 more";
  assertEquals(faultsOf(z.array(z.string("no text")), values), expected);
});
