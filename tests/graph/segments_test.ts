import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { initialise, segmentList, segmentValues } from "../../lib/graph/mod.ts";
import { loadRuntime, openParameters, sharedFloats, withWorkspace } from "../../lib/engine/mod.ts";

Deno.test("segmentList() lays segments one after the other at multiples of 64 bytes", () => {
  const list = segmentList();
  const a = list.weights("a", [3, 3, 1, 5], 9);
  const b = list.vector("b", 5, 1);
  const c = list.vector("c", 17, 0);
  assertEquals([a.offset, a.size, b.offset, b.size, c.offset, c.size], [0, 45, 48, 5, 64, 17]);
  assertEquals(list.length, 64 + 32);
  assertEquals([a.decays, b.decays], [true, false]);
});

Deno.test("initialise() draws weights with variance 2 / fanIn and fills the rest", () => {
  const list = segmentList();
  const weights = list.weights("weights", [100, 100], 50);
  const scale = list.vector("scale", 4, 1);
  const offset = list.vector("offset", 4, 0);
  const buffer = new Float32Array(list.length).fill(7);
  initialise(buffer, list.segments, 1);
  const values = segmentValues(buffer, weights);
  const meanSquare = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  // 10,000 draws: the mean square has a relative sd of 1.4 %; 6 % is more than four.
  assertAlmostEquals(meanSquare, 2 / 50, 0.06 * 2 / 50);
  assertEquals(segmentValues(buffer, scale), Float32Array.of(1, 1, 1, 1));
  assertEquals(segmentValues(buffer, offset), Float32Array.of(0, 0, 0, 0));
});

Deno.test("initialise() depends on seed and name, not on the other segments", () => {
  const draw = (seed: number, names: string[]): Float32Array => {
    const list = segmentList();
    const segments = names.map((name) => list.weights(name, [8], 8));
    const buffer = new Float32Array(list.length);
    initialise(buffer, list.segments, seed);
    return segmentValues(buffer, segments.at(-1)!).slice();
  };
  assertEquals(draw(1, ["shared"]), draw(1, ["other", "shared"]));
  assertNotEquals(draw(1, ["shared"]), draw(2, ["shared"]));
  assertNotEquals(draw(1, ["shared"]), draw(1, ["other"]));
});

Deno.test("openParameters() gives one tensor a segment that follows the buffer", async () => {
  const runtime = await loadRuntime();
  const list = segmentList();
  list.vector("first", 3, 0);
  const second = list.vector("second", 2, 0);
  const buffer = sharedFloats(runtime, list.length);
  withWorkspace(runtime, (ws) => {
    const parameters = openParameters(ws, buffer);
    const tensor = parameters.tensor(second);
    assert(parameters.tensor(second) === tensor || runtime.gpu);
    segmentValues(buffer, second).set([4, 5]);
    parameters.refresh();
    assertEquals(ws.read(parameters.tensor(second)), Float32Array.of(4, 5));
  });
});
