import { assert, assertEquals } from "@std/assert";
import { leastSeconds, needsOf, readWork, type Work, workName } from "../../bench/roofline/counts.ts";
import { measureRoofline } from "../../bench/roofline/measure.ts";
import { networkCost } from "../../lib/graph/mod.ts";
import { paperSpace } from "../../lib/space/mod.ts";
import { makeCase, sizes } from "../../bench/case.ts";

// 1x7 convolution, forward, from 4x4 pixels of 8 channels to as many of 16, added to what is there.
const row = [0, 0, 1, 7, 1, 4, 4, 8, 4, 4, 16, 1];
const conv = readWork(row);

Deno.test("readWork() reads a row of the meter", () => {
  const expected: Work = {
    kind: "conv",
    way: "forward",
    window: [1, 7],
    from: [4, 4, 8],
    to: [4, 4, 16],
    add: true,
  };
  assertEquals(conv, expected);
  assertEquals(workName(conv), "convolution 1x7");
  assertEquals(workName({ ...conv, window: [7, 1] }), "convolution 1x7");
});

Deno.test("needsOf() counts a multiply-add as two operations, and each value once", () => {
  const operations = 2 * 7 * 8 * 16 * (4 * 4);
  const [read, written, filter] = [4 * 4 * 8, 4 * 4 * 16, 7 * 8 * 16];
  assertEquals(needsOf(conv), { operations, near: 4 * (read + 2 * written + filter), far: 0 });
  const back = needsOf({ ...conv, way: "input gradient", add: false });
  assertEquals(back, { operations, near: 4 * (read + written + filter), far: 0 });
  assertEquals(needsOf({ ...conv, way: "filter gradient" }).operations, operations);
  const depthwise = needsOf({ ...conv, kind: "depthwise", window: [3, 3], to: [4, 4, 8], add: false });
  assertEquals(depthwise, { operations: 2 * 9 * read, near: 4 * (2 * read + 9 * 8), far: 0 });
});

Deno.test("leastSeconds() is the longer of arithmetic and copying, at the rate of the cache that is large enough", () => {
  const copies = [{ bytes: 100, bytesPerSecond: 50 }, { bytes: 1000, bytesPerSecond: 10 }];
  const limits = { flops: 20, copies };
  assertEquals(leastSeconds({ operations: 100, near: 100, far: 0 }, 1e9, limits), 5);
  assertEquals(leastSeconds({ operations: 10, near: 100, far: 0 }, 1e9, limits), 2);
  assertEquals(leastSeconds({ operations: 10, near: 101, far: 0 }, 1e9, limits), 10.1);
  assertEquals(leastSeconds({ operations: 10, near: 100, far: 40 }, 1e9, limits), 2 + 4);
});

Deno.test("measureRoofline() counts the multiply-adds that a network has, three times in training", async () => {
  const { limits, runs } = await measureRoofline(["pilot"], () => {}, 0.1);
  assert(limits.flops > 1e9 && limits.copies.every(({ bytesPerSecond }) => bytesPerSecond > 1e8));
  const [candidate] = makeCase("pilot", 8).candidates;
  const { multiplyAdds } = networkCost(paperSpace, sizes.pilot.shape, candidate!);
  const alone = runs.find(({ run }) => run === "alone")!;
  const inConvolutions = alone.parts.filter(({ name }) => /convolution|depthwise|stem/.test(name));
  const counted = inConvolutions.reduce((sum, { operations }) => sum + operations, 0);
  // The stem's images have no gradient; the classifier is not among the convolutions.
  const stem = 2 * 9 * 8 * 14 * 14;
  const head = 64 * 10;
  assertEquals(Math.round(counted), 6 * (multiplyAdds - head) - stem);
  for (const { seconds, parts } of runs) {
    // The meter's own time is small, and there is little between the parts.
    const sum = parts.reduce((sum, part) => sum + part.seconds, 0);
    assert(sum > 0.5 * seconds && sum < 2 * seconds, `${sum} of ${seconds}`);
  }
});
