import { assertAlmostEquals, assertEquals } from "@std/assert";
import { segmentList, segmentValues } from "../../lib/graph/mod.ts";
import { addDecay, type Decay } from "../../lib/tricks/mod.ts";

/** Two weight tensors with a norm's scale between them. */
function example() {
  const list = segmentList();
  const often = list.weights("often", [2], 1);
  const scale = list.vector("scale", 2, 1);
  const never = list.weights("never", [3], 1);
  const weights = new Float32Array(list.length);
  segmentValues(weights, often).set([8, -16]);
  segmentValues(weights, scale).set([3, 3]);
  segmentValues(weights, never).set([1, 2, 4]);
  const decayed = (decay: Decay, uses: number[], ghosts: number): number[][] => {
    const gradient = new Float32Array(list.length);
    segmentValues(gradient, often).set([100, 0]);
    addDecay(gradient, weights, list.segments, decay, uses, ghosts);
    return [often, scale, never].map((segment) => [...segmentValues(gradient, segment)]);
  };
  return { decayed, weights };
}

Deno.test("addDecay() pulls weights that 3 of 8 ghost batches used at 3/8 of the strength", () => {
  const { decayed } = example();
  assertEquals(decayed({ strength: 0.5, on: "retained" }, [3, 8, 0], 8), [
    [100 + 0.5 * 3 / 8 * 8, 0.5 * 3 / 8 * -16],
    [0, 0],
    [0, 0, 0],
  ]);
});

Deno.test("addDecay() pulls all weights at the full strength when it is on all, but no scales", () => {
  const { decayed } = example();
  assertEquals(decayed({ strength: 0.5, on: "all" }, [3, 8, 0], 8), [[104, -8], [0, 0], [0.5, 1, 2]]);
});

Deno.test("addDecay() is the same on all and on retained where every ghost batch used everything", () => {
  const { decayed } = example();
  const all = decayed({ strength: 0.25, on: "all" }, [8, 8, 8], 8);
  assertEquals(decayed({ strength: 0.25, on: "retained" }, [8, 8, 8], 8), all);
});

Deno.test("addDecay() of strength 0 does nothing", () => {
  const { decayed } = example();
  for (const on of ["all", "retained"] as const) {
    assertEquals(decayed({ strength: 0, on }, [8, 8, 8], 8), [[100, 0], [0, 0], [0, 0, 0]]);
  }
});

Deno.test("addDecay() is the gradient of half the strength times the squared weights", () => {
  const { decayed, weights } = example();
  const loss = (change: number) => {
    const squares = (8 + change) ** 2 + 16 ** 2;
    return 0.5 * 0.125 * squares;
  };
  const [[first]] = decayed({ strength: 0.125, on: "all" }, [0, 0, 0], 1) as [[number]];
  assertAlmostEquals(first - 100, (loss(1e-3) - loss(-1e-3)) / 2e-3, 1e-5);
  assertEquals(weights[0], 8);
});
