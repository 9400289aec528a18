import { assertEquals, assertThrows } from "@std/assert";
import { descend, type DescentBuffers, sharedFloats } from "../../lib/engine/mod.ts";
import { segmentList } from "../../lib/graph/mod.ts";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { descendPlainly } from "../../lib/training/mod.ts";
import { runtime, settings } from "../training/tiny.ts";
import { nativeTest } from "./graphs.ts";

nativeTest("descend() takes the step of descendPlainly(), to the bit", () => {
  const list = segmentList();
  list.weights("conv", [3, 3, 5, 7], 45);
  list.vector("scale", 13, 1);
  list.weights("unused", [40], 4);
  list.weights("depthwise", [5, 5, 8, 1], 25);
  const { segments, length } = list;
  const values = (label: string, size: number) => {
    const rng = prng(3, label);
    return Float32Array.from({ length: size }, () => gaussian(rng));
  };
  const shared = (content: Float32Array) => {
    const memory = sharedFloats(runtime, content.length);
    memory.set(content);
    return memory;
  };
  for (
    const [count, clipNorm, strength, on] of [[1, 1e9, 0, "all"], [3, 2, 0.01, "retained"], [
      8,
      5,
      0.3,
      "all",
    ]] as const
  ) {
    const rng = prng(4, count);
    const uses = Uint8Array.from(
      { length: count * segments.length },
      (_, at) => at % segments.length === 2 ? 0 : integer(rng, 2),
    );
    const gradients = shared(values("gradients", count * length));
    const changed = { ...settings, clipNorm, decay: { strength, on } };
    const [a, b] = [0, 1].map(() => ({
      weights: shared(values("weights", length)),
      velocity: shared(values("velocity", length)),
    }));
    for (const rate of [0.1, 1 / 3]) {
      const norm = descendPlainly(segments, { ...a!, gradients, uses }, changed, rate);
      const ours = descend(runtime, segments, { ...b!, gradients, uses }, changed, rate);
      assertEquals(ours, Math.fround(norm));
      assertEquals(a, b);
    }
  }
});

nativeTest("descend() refuses buffers and segments that do not fit together, and changes nothing", () => {
  const list = segmentList();
  list.weights("a", [4, 8], 4);
  list.vector("b", 8, 1);
  const { segments, length } = list;
  const [a, b] = segments;
  const plain = { decay: { strength: 0.1, on: "all" }, clipNorm: 1, momentum: 0.9 } as const;
  const ones = (size: number) => sharedFloats(runtime, size).fill(1);
  const good = {
    weights: ones(length),
    velocity: ones(length),
    gradients: ones(2 * length),
    uses: new Uint8Array(4).fill(1),
  };
  const refuses = (
    message: string,
    buffers: Partial<DescentBuffers>,
    segmentsGiven = segments,
    changed = {},
    rate = 0.1,
  ) =>
    assertThrows(
      () => descend(runtime, segmentsGiven, { ...good, ...buffers }, { ...plain, ...changed }, rate),
      Error,
      `Cannot take a step: ${message}`,
    );
  refuses("velocity: found 47, wanted 48", { velocity: ones(47) });
  refuses("gradients: found 95, wanted a multiple of the 48 weights", { gradients: ones(95) });
  refuses("gradients: found 0, wanted a multiple of the 48 weights", { gradients: new Float32Array(0) });
  refuses("uses of the segments: found 3, wanted 4", { uses: new Uint8Array(3) });
  refuses("segment 1: found 8 values from place 41, wanted them within 48 weights", {}, [a!, {
    ...b!,
    offset: 41,
  }]);
  refuses("segment 0: found 32 values from place -1, wanted", {}, [{ ...a!, offset: -1 }, b!]);
  refuses("segment 0: found -1 values from place 0, wanted", {}, [{ ...a!, size: -1 }, b!]);
  refuses("norm to clip to: found nan, wanted a positive number", {}, segments, { clipNorm: NaN });
  refuses("decay, rate or momentum: found inf, wanted a finite number", {}, segments, {}, Infinity);
  assertEquals(good.weights, ones(length));
  assertEquals(good.velocity, ones(length));
  descend(runtime, segments, good, { ...plain, clipNorm: Infinity }, 0.1);
});
