import { assertEquals, assertThrows } from "@std/assert";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../lib/runs/checkpoint_format.ts";

const time = { startedAt: "2024-01-01T00:00:00.000Z", seconds: 1.5 };
const small: Checkpoint = {
  work: "kind/hash",
  step: 3,
  arrays: { w: Float32Array.of(1, -2) },
  meta: { loss: 0.25 },
  ...time,
};
const damaged = (bytes: Uint8Array, message: string) =>
  assertThrows(() => decodeCheckpoint(bytes), Deno.errors.InvalidData, message);

Deno.test("decodeCheckpoint() undoes encodeCheckpoint(), for every type of array", () => {
  const checkpoint: Checkpoint = {
    ...time,
    work: 'a "kind"/\u00e9',
    step: 2 ** 40,
    meta: [null, { text: "\ud83d\ude00", list: [1, -0] }],
    arrays: {
      // Odd lengths, so that no later array begins where its type could be viewed in place.
      bytes: Uint8Array.of(1, 2, 255),
      double: Float64Array.of(Math.PI, -0, NaN),
      int: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
      uint: Uint32Array.of(2 ** 32 - 1),
      empty: new Float32Array(0),
      float: Float32Array.of(1.5),
    },
  };
  assertEquals(decodeCheckpoint(encodeCheckpoint(checkpoint)), checkpoint);
  assertEquals(decodeCheckpoint(encodeCheckpoint({ ...small, arrays: {} })).arrays, {});
});

Deno.test("decodeCheckpoint() gives each Float32 back with all its bits", () => {
  // NaNs with a payload and a sign, infinities, negative zero, the least subnormal.
  const bits = Uint32Array.of(0x7fc12345, 0xffc00001, 0x7f800000, 0xff800000, 0x80000000, 1, 0x3f800001);
  const { arrays } = decodeCheckpoint(
    encodeCheckpoint({ ...small, arrays: { w: new Float32Array(bits.buffer) } }),
  );
  assertEquals(new Uint32Array(arrays.w!.buffer), bits);
});

Deno.test("encodeCheckpoint() takes the view only, also out of shared memory", () => {
  const shared = new Float32Array(new SharedArrayBuffer(16));
  shared.set([1, 2, 3, 4]);
  const { arrays } = decodeCheckpoint(encodeCheckpoint({ ...small, arrays: { w: shared.subarray(1, 3) } }));
  assertEquals(arrays.w, Float32Array.of(2, 3));
});

Deno.test("encodeCheckpoint() copies: later changes do not reach the checkpoint", () => {
  const w = Float32Array.of(1);
  const bytes = encodeCheckpoint({ ...small, arrays: { w } });
  w[0] = 9;
  assertEquals(decodeCheckpoint(bytes).arrays.w, Float32Array.of(1));
});

Deno.test("encodeCheckpoint() refuses what it could not give back", () => {
  for (const step of [-1, 0.5, NaN]) {
    assertThrows(
      () => encodeCheckpoint({ ...small, step }),
      RangeError,
      `found step ${step}, expected an integer`,
    );
  }
  const nan = { ...small, meta: { losses: [1, NaN] } };
  assertThrows(
    () => encodeCheckpoint(nan),
    TypeError,
    "Cannot write meta.losses[1] as JSON: found the number NaN",
  );
  const list = { ...small, arrays: { w: [1, 2] as unknown as Float32Array } };
  assertThrows(
    () => encodeCheckpoint(list),
    TypeError,
    "array w in a checkpoint: found Array, expected Float32Array",
  );
  const half = { ...small, arrays: { w: new Int8Array(1) as unknown as Float32Array } };
  assertThrows(() => encodeCheckpoint(half), TypeError, "found Int8Array");
});

Deno.test("decodeCheckpoint() refuses a file with any one bit changed, cut or lengthened", () => {
  const whole = encodeCheckpoint(small);
  for (let index = 0; index < whole.length; index++) {
    damaged(whole.slice(0, index), "expected");
    for (let bit = 0; bit < 8; bit++) {
      const changed = whole.slice();
      changed[index]! ^= 1 << bit;
      damaged(changed, "expected");
    }
  }
  damaged(Uint8Array.of(...whole, 0), "does not fit its SHA-256");
});

Deno.test("decodeCheckpoint() knows a file that is something else", () => {
  damaged(new TextEncoder().encode('{"a":1}'), "found 7 bytes of something else");
  damaged(new Uint8Array(1000), "found 1000 bytes of something else, expected a checkpoint of this library");
});
