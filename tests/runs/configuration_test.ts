import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { canonicalJson, configurationHash, sha256 } from "../../lib/runs/configuration.ts";

Deno.test("canonicalJson() sorts keys at every depth and keeps the order of lists", () => {
  const cases: [unknown, string][] = [
    [{ b: 1, a: { d: [2, 1], c: null } }, '{"a":{"c":null,"d":[2,1]},"b":1}'],
    [{ a: 1, B: 2, "": 3, "10": 4, "9": 5 }, '{"":3,"10":4,"9":5,"B":2,"a":1}'],
    [[true, "x\n", 0.1, 1e21, -0], '[true,"x\\n",0.1,1e+21,-0]'],
    [Object.create(null), "{}"],
    ["plain", '"plain"'],
  ];
  for (const [value, text] of cases) assertEquals(canonicalJson(value), text);
});

Deno.test("canonicalJson() is undone by JSON.parse, for any JSON value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => assertEquals(JSON.parse(canonicalJson(value)), value)),
    { seed: 1 },
  );
});

Deno.test("canonicalJson() refuses what JSON cannot say and gives the path to it", () => {
  const loop: Record<string, unknown> = { name: "loop" };
  loop.inner = [loop];
  const cases: [unknown, string][] = [
    [NaN, "Cannot write settings as JSON: found the number NaN, expected"],
    [{ rates: [0.1, Infinity] }, "settings.rates[1] as JSON: found the number Infinity"],
    [{ a: { b: undefined } }, "settings.a.b as JSON: found undefined"],
    [{ "learning rate": -Infinity }, 'settings["learning rate"] as JSON: found the number -Infinity'],
    [{ score: () => 1 }, "settings.score as JSON: found a function"],
    [[1n], "settings[0] as JSON: found a bigint"],
    [[Symbol("s")], "settings[0] as JSON: found a symbol"],
    [new Array(1), "settings[0] as JSON: found undefined"],
    [{ when: new Date(0) }, "settings.when as JSON: found an instance of Date"],
    [{ weights: new Float32Array(2) }, "settings.weights as JSON: found an instance of Float32Array"],
    [{ map: new Map() }, "settings.map as JSON: found an instance of Map"],
    [loop, "settings.inner[0] as JSON: found a value that contains itself"],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => canonicalJson(value, "settings"), TypeError, message);
  }
});

Deno.test("canonicalJson() accepts a value that occurs twice without containing itself", () => {
  const size = { height: 1 };
  assertEquals(canonicalJson([size, { size }]), '[{"height":1},{"size":{"height":1}}]');
});

Deno.test("configurationHash() is the same for every order of keys", () => {
  const shuffled = fc.dictionary(fc.string(), fc.jsonValue()).chain((value) =>
    fc.tuple(
      fc.constant(value),
      fc.shuffledSubarray(Object.keys(value), { minLength: Object.keys(value).length }),
    )
  );
  fc.assert(
    fc.property(shuffled, ([value, keys]) => {
      const reordered = Object.fromEntries(keys.map((key) => [key, value[key]]));
      assertEquals(configurationHash(reordered), configurationHash(value));
    }),
    { seed: 2 },
  );
});

Deno.test("configurationHash() is 16 digits of the SHA-256 of the canonical text", () => {
  const expected = createHash("sha256").update('{"a":1,"b":[2]}', "utf8").digest("hex").slice(0, 16);
  assertEquals(configurationHash({ b: [2], a: 1 }), expected);
  assertMatch(configurationHash(null), /^[0-9a-f]{16}$/);
});

Deno.test("configurationHash() tells values of different types and order apart", () => {
  const values = [
    1,
    "1",
    [1],
    { a: 1 },
    { a: "1" },
    { a: [1] },
    { b: 1 },
    [1, 2],
    [2, 1],
    null,
    [],
    {},
    "",
    false,
  ];
  assertEquals(new Set(values.map(configurationHash)).size, values.length);
  assertNotEquals(configurationHash({ rate: 0.1 }), configurationHash({ rate: 0.1 + 2 ** -56 }));
});

Deno.test("configurationHash() names the configuration in its complaint", () => {
  assertThrows(() => configurationHash({ rate: NaN }), TypeError, "Cannot write configuration.rate as JSON");
});

Deno.test("sha256() gives the published digest of 'abc', as text and as bytes", () => {
  // The example of FIPS 180-4.
  const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256("abc"), digest);
  assertEquals(sha256(Uint8Array.of(97, 98, 99)), digest);
});
