import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gaussian, prng } from "../../lib/random.ts";
import { logSoftmax, symmetricKl } from "../../lib/stats/kl.ts";
import { scipy } from "./scipy.ts";

const klOfLogits = (p: ArrayLike<number>, q: ArrayLike<number>, classes: number): number =>
  symmetricKl(logSoftmax(p, classes), logSoftmax(q, classes), classes);

/** Logits [images, classes] of which some are confident. */
function logits(sample: number, images: number, classes: number): number[] {
  const rng = prng(91, sample);
  return Array.from({ length: images * classes }, () => gaussian(rng) * (1 + sample % 5 * 3));
}

const samples = Array.from({ length: 100 }, (_, sample) => {
  const [images, classes] = [1 + sample % 6, 2 + sample % 9];
  return { classes, p: logits(2 * sample, images, classes), q: logits(2 * sample + 1, images, classes) };
});

Deno.test("symmetricKl() equals SciPy's relative entropy both ways, on 100 pairs", async () => {
  const answers = await scipy<[number, number][]>(
    `
from scipy.special import rel_entr, softmax
answer = []
for s in given:
    p, q = (softmax(np.reshape(s[side], (-1, s['classes'])), axis=1) for side in 'pq')
    answer.append([np.mean(np.sum(rel_entr(p, q) + rel_entr(q, p), axis=1)),
                   np.mean(stats.entropy(p, q, axis=1) + stats.entropy(q, p, axis=1))])`,
    samples,
  );
  samples.forEach(({ p, q, classes }, sample) => {
    const divergence = klOfLogits(p, q, classes);
    for (const answer of answers[sample]!) assertAlmostEquals(divergence / answer, 1, 1e-10);
  });
});

Deno.test("logSoftmax() equals SciPy's log_softmax", async () => {
  const answers = await scipy<number[][]>(
    "from scipy.special import log_softmax\n" +
      "answer = [log_softmax(np.reshape(s['p'], (-1, s['classes'])), axis=1).ravel() for s in given]",
    samples,
  );
  samples.forEach(({ p, classes }, sample) => {
    logSoftmax(p, classes).forEach((value, index) =>
      assertAlmostEquals(value, answers[sample]![index]!, 1e-12)
    );
  });
});

Deno.test("symmetricKl() is 0 for equal, symmetric to the bit, and never negative", () => {
  for (const { p, q, classes } of samples) {
    assertEquals(klOfLogits(p, p, classes), 0);
    assertEquals(klOfLogits(p, q, classes), klOfLogits(q, p, classes));
    // Logits that differ by rounding only, where a difference of two large sums would fall below 0.
    const near = p.map((value) => value * (1 + 2 ** -52));
    assert(klOfLogits(p, near, classes) >= 0);
    assert(klOfLogits(p, q, classes) > 0);
  }
});

Deno.test("symmetricKl() does not see a shift of an image's logits, and is the mean over images", () => {
  const [p, q, u, v] = [[1, 0, 2], [0, 0, 1], [3, 1, 1], [-1, 2, 0]] as const;
  const [first, second] = [klOfLogits(p, q, 3), klOfLogits(u, v, 3)];
  assertAlmostEquals(klOfLogits(p.map((value) => value + 500), q, 3), first, 1e-12);
  assertAlmostEquals(klOfLogits([...p, ...u], [...q, ...v], 3), (first + second) / 2, 1e-12);
});

Deno.test("symmetricKl() stays finite for one-hot predictions", () => {
  // exp(-1e30) is 0 in any precision; what remains is the difference of the logarithms, both ways.
  assertEquals(klOfLogits([1e30, 0], [0, 1e30], 2), 2e30);
  const single = Float32Array.of(3e38, -3e38, 0);
  assertEquals(Number.isFinite(klOfLogits(single, Float32Array.of(-3e38, 3e38, 0), 3)), true);
  assertEquals(klOfLogits(single, single, 3), 0);
});

Deno.test("logSoftmax() leaves logits alone and takes single precision", () => {
  const single = Float32Array.of(1, 2, 3, 4);
  const logs = logSoftmax(single, 2);
  assertEquals(single, Float32Array.of(1, 2, 3, 4));
  // Both rows differ by 1: log of 1 / (1 + e) and e / (1 + e).
  const expected = [-Math.log(1 + Math.E), 1 - Math.log(1 + Math.E)];
  [...expected, ...expected].forEach((value, index) => assertAlmostEquals(logs[index]!, value, 1e-15));
  // What a network computed in single precision is accepted, too.
  assert(symmetricKl(Float32Array.from(logs), logs, 2) < 1e-12);
});

Deno.test("symmetricKl() and logSoftmax() refuse what are no predictions", () => {
  const half = [Math.log(0.5), Math.log(0.5)];
  const cases: [() => unknown, string][] = [
    [() => symmetricKl(half, [...half, ...half], 2), "found 2 and 4 log-probabilities"],
    [() => symmetricKl(half, half, 0), "Cannot compare predictions: found 0 classes"],
    [() => symmetricKl(half, half, 3), "found 2 values, expected a multiple of 3 classes"],
    [() => symmetricKl([], [], 2), "found no images, expected at least 1"],
    [() => symmetricKl(half, [0, -Infinity], 2), "of image 0: found -Infinity at index 1"],
    [() => symmetricKl([...half, NaN, 0], [...half, ...half], 2), "of image 1: found NaN at index 0"],
    [() => symmetricKl([0.5, 0.5], half, 2), "log-probabilities are wanted"],
    [() => logSoftmax([1, 2, 3], 2), "Cannot take the softmax of logits: found 3 values"],
    [() => logSoftmax([1, 2, 3, Infinity], 2), "of image 1: found Infinity at index 1"],
  ];
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
