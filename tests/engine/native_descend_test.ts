import { assertEquals } from "@std/assert";
import { descend, segmentList, sharedFloats } from "../../lib/engine/mod.ts";
import { gaussian, integer, prng } from "../../lib/random.ts";
import { descendPlainly } from "../../lib/training/mod.ts";
import { runtime, settings } from "../training/tiny.ts";
import { nativeTest } from "./programs.ts";

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
    const changed = { ...settings, ghosts: { ...settings.ghosts, count }, clipNorm, decay: { strength, on } };
    const [a, b] = [0, 1].map(() => ({
      weights: shared(values("weights", length)),
      velocity: shared(values("velocity", length)),
    }));
    for (const rate of [0.1, 1 / 3]) {
      const norm = descendPlainly(segments, { gradients, uses }, a!, changed, rate);
      const numbers = {
        decay: strength,
        decayOnAll: on === "all",
        clipNorm,
        rate,
        momentum: settings.momentum,
      };
      assertEquals(descend(runtime, segments, { ...b!, gradients, uses }, numbers), Math.fround(norm));
      assertEquals(a, b);
    }
  }
});
