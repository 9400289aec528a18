import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { allPaths, paperSpace } from "../../lib/space/mod.ts";
import { type GhostBatches, ghostImages, ghostPaths, type PathDropout } from "../../lib/tricks/mod.ts";

const batches: GhostBatches = { count: 4, size: 3, masks: "ghost" };
const dropout: PathDropout = { rate: 0.5, ramp: "none" };

Deno.test("ghostImages() cuts the batch into its stretches, as views", () => {
  const batch = Uint32Array.from({ length: 12 }, (_, index) => 10 * index);
  const parts = [0, 1, 2, 3].map((ghost) => ghostImages(batches, batch, ghost));
  assertEquals(parts.map((part) => [...part]), [[0, 10, 20], [30, 40, 50], [60, 70, 80], [90, 100, 110]]);
  for (const part of parts) assert(part.buffer === batch.buffer);
});

Deno.test("ghostPaths() draws for each ghost batch, or once for the batch", () => {
  const at = (masks: GhostBatches["masks"], step: number, ghost: number) =>
    JSON.stringify(
      ghostPaths(paperSpace, dropout, { ...batches, masks }, { seed: 1, step, steps: 10, ghost }),
    );
  const ghosts = [0, 1, 2, 3];
  // Two draws of 42 paths are equal with a chance below 2^-30.
  assertEquals(new Set(ghosts.map((ghost) => at("ghost", 5, ghost))).size, 4);
  assertEquals(new Set(ghosts.map((ghost) => at("batch", 5, ghost))).size, 1);
  assertNotEquals(at("batch", 5, 0), at("batch", 6, 0));
});

Deno.test("ghostPaths() depends on seed, step and ghost batch only, in any order of calls", () => {
  const positions = [1, 2].flatMap((seed) =>
    [0, 7].flatMap((step) => [0, 3].map((ghost) => ({ seed, step, steps: 10, ghost })))
  );
  const draw = (position: (typeof positions)[number]) =>
    JSON.stringify(ghostPaths(paperSpace, dropout, batches, position));
  const forward = positions.map(draw);
  assertEquals(positions.toReversed().map(draw).toReversed(), forward);
  assertEquals(new Set(forward).size, positions.length);
});

Deno.test("ghostPaths() has the full rate at the last step, none at the first, and is full in a single step", () => {
  const linear: PathDropout = { rate: 0.999, ramp: "linear" };
  const at = (step: number, steps: number) =>
    ghostPaths(paperSpace, linear, batches, { seed: 1, step, steps, ghost: 0 });
  assertEquals(at(0, 100), allPaths(paperSpace));
  // At the full rate each of the 42 paths stays with a chance of 0.05 % at most.
  const none = allPaths(paperSpace).map(() => ({ inputs: [], operations: [] }));
  assertEquals(at(99, 100), none);
  // The second of two steps is the last.
  assertEquals(at(1, 2), none);
  assertEquals(at(0, 1), none);
});
