import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { batchIndices } from "../../lib/datasets/batch_indices.ts";
import { prng, shuffle } from "../../lib/random.ts";

const training = Uint32Array.of(10, 11, 12, 13, 14, 15, 16);

/** The first steps one after the other, as one list. */
function sequence(batchSize: number, steps: number, indices = training): number[] {
  return Array.from({ length: steps }, (_, step) => [...batchIndices(indices, { seed: 1, batchSize, step })])
    .flat();
}

Deno.test("batchIndices() makes each epoch a permutation of the training images", () => {
  // 21 steps of 3 are 9 epochs of 7: most batches that touch an epoch's end straddle it.
  const all = sequence(3, 21);
  const epochs = Array.from({ length: 9 }, (_, epoch) => all.slice(7 * epoch, 7 * epoch + 7));
  for (const epoch of epochs) assertEquals(epoch.toSorted(), [...training]);
  assertEquals(new Set(epochs.map(String)).size, 9);
});

Deno.test("batchIndices() cuts one sequence, whatever the batch size", () => {
  const all = sequence(1, 42);
  for (const batchSize of [2, 3, 6, 7, 14, 21, 42]) assertEquals(sequence(batchSize, 42 / batchSize), all);
});

Deno.test("batchIndices() depends on the step alone and not on what was asked before", () => {
  const forwards = Array.from(
    { length: 40 },
    (_, step) => batchIndices(training, { seed: 1, batchSize: 4, step }),
  );
  for (const step of shuffle(prng(1, "steps"), forwards.map((_, step) => step))) {
    // Another seed and a training set that is new to the cache in between.
    batchIndices(training, { seed: 2, batchSize: 4, step });
    assertEquals(batchIndices(training, { seed: 1, batchSize: 4, step }), forwards[step]);
    assertEquals(batchIndices(training.slice(), { seed: 1, batchSize: 4, step }), forwards[step]);
  }
});

Deno.test("batchIndices() gives an array that is the caller's", () => {
  const first = batchIndices(training, { seed: 1, batchSize: 4, step: 0 });
  const copy = first.slice();
  first.fill(0);
  assertEquals(batchIndices(training, { seed: 1, batchSize: 4, step: 0 }), copy);
});

Deno.test("batchIndices() sees training indices that changed in place", () => {
  const indices = Uint32Array.of(0, 1, 2);
  const before = batchIndices(indices, { seed: 1, batchSize: 3, step: 0 });
  indices.forEach((index, at) => indices[at] = index + 100);
  assertEquals(batchIndices(indices, { seed: 1, batchSize: 3, step: 0 }), before.map((index) => index + 100));
});

Deno.test("batchIndices() orders images by the seed", () => {
  const long = Uint32Array.from({ length: 50 }, (_, index) => index);
  const order = (seed: number) => batchIndices(long, { seed, batchSize: 50, step: 0 });
  assertNotEquals(order(1), order(2));
  assertNotEquals(order(1), batchIndices(long, { seed: 1, batchSize: 50, step: 1 }));
});

Deno.test("batchIndices() keeps its orders from one version to the next", () => {
  // Recorded runs depend on these.
  assertEquals(sequence(7, 2), [10, 16, 13, 14, 15, 12, 11, 13, 15, 11, 10, 12, 14, 16]);
});

Deno.test("batchIndices() repeats images within a batch larger than an epoch", () => {
  const batch = batchIndices(Uint32Array.of(5, 6), { seed: 1, batchSize: 5, step: 3 });
  // Positions 15 to 19: the second half of epoch 7, then epochs 8 and 9.
  assert([5, 6].includes(batch[0]!));
  assertEquals([...batch.subarray(1, 3)].toSorted(), [5, 6]);
  assertEquals([...batch.subarray(3)].toSorted(), [5, 6]);
});

Deno.test("batchIndices() works far into a training", () => {
  const step = 2 ** 40;
  const batch = batchIndices(training, { seed: 1, batchSize: 7, step });
  assertEquals([...batch].toSorted(), [...training]);
});

Deno.test("batchIndices() refuses what no training can ask", () => {
  const ask = (options: { batchSize?: number; step?: number }, indices = training) => () =>
    batchIndices(indices, { seed: 1, batchSize: 2, step: 0, ...options });
  assertThrows(ask({}, new Uint32Array()), RangeError, "found no training images");
  for (const batchSize of [0, -1, 0.5, NaN]) assertThrows(ask({ batchSize }), RangeError, "positive integer");
  for (const step of [-1, 0.5, NaN, 2 ** 53]) {
    assertThrows(ask({ step }), RangeError, "wanted an integer from 0");
  }
});
