import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { logSoftmax, symmetricKl } from "../../lib/stats/mod.ts";
import { diverge } from "../../lib/training/mod.ts";

const klOfLogits = (p: ArrayLike<number>, q: ArrayLike<number>, classes: number): number =>
  symmetricKl(logSoftmax(p, classes), logSoftmax(q, classes), classes);

/** A network without a network: its only path's number is the first logit of all three images. */
const evaluator = {
  predict: ([block]: readonly { readonly inputs: readonly number[] }[]) =>
    Float32Array.of(block!.inputs[0]!, 0, block!.inputs[0]!, 1, block!.inputs[0]!, 2),
};
const paths = (input: number) => [{ inputs: [input], operations: [] }];
const reference = logSoftmax(evaluator.predict(paths(0)), 2);

Deno.test("diverge() is the symmetric KL over the first images, one for each number of them", () => {
  const job = { architectures: [paths(0), paths(1), paths(3)], reference, images: [1, 3, 2], classes: 2 };
  const found = diverge(evaluator, job);
  assertEquals(found[0], [0, 0, 0]);
  for (const [place, input] of [[1, 1], [2, 3]] as const) {
    const logits = evaluator.predict(paths(input));
    const expected = job.images.map((count) =>
      klOfLogits(
        logits.subarray(0, 2 * count),
        evaluator.predict(paths(0)).subarray(0, 2 * count),
        2,
      )
    );
    assertEquals(found[place], expected);
  }
  // Of one image with logits (1, 0) against (0, 0): (p - 1/2) * 1 + (1/2 - p) * 0 summed over both classes, with
  // p = e / (1 + e), is p - 1/2.
  assertAlmostEquals(found[1]![0]!, Math.E / (1 + Math.E) - 1 / 2, 1e-12);
});

Deno.test("diverge() refuses to compare more images than there are predictions of", () => {
  const job = { architectures: [paths(1)], reference, images: [4], classes: 2 };
  assertThrows(() => diverge(evaluator, job), RangeError, "Cannot compare 4 images: found predictions of 3");
  const few = { ...job, images: [3], reference: reference.subarray(0, 4) };
  assertThrows(() => diverge(evaluator, few), RangeError, "found predictions of 2");
});
