import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { fillBatch, wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, planNetwork } from "../../lib/graph/mod.ts";
import { sharedFloats } from "../../lib/engine/mod.ts";
import { parseArchitecture } from "../../lib/space/mod.ts";
import { measureStatistics, openEvaluator } from "../../lib/training/mod.ts";
import { everyImage, images, normalisation, runtime, shape, space } from "./tiny.ts";

const architecture = parseArchitecture(space, "c2+c1>sep3+max3|c1+b0>conv7+identity");
const plan = planNetwork(space, shape, architecture);
const weights = sharedFloats(runtime, plan.length);
initialise(weights, plan.segments, 1);
const data = { ...wholeSubset("training", images), normalisation };
const common = { network: { space, shape, holds: architecture }, weights, data };

Deno.test("measureStatistics() of one batch makes its answers those of that batch's own statistics", () => {
  const batchSize = images.count;
  const statistics = measureStatistics(runtime, { ...common, batchSize }, architecture);
  const [own, fixed] = [undefined, statistics].map((statistics) => {
    const evaluator = openEvaluator(runtime, { ...common, statistics, batchSize });
    try {
      return evaluator.predict(architecture);
    } finally {
      evaluator.close();
    }
  });
  for (const [index, value] of own!.entries()) assertAlmostEquals(fixed![index]!, value, 1e-4);
});

Deno.test("measureStatistics() is over all pixels of all batches, not the mean of the batches' variances", () => {
  // The stem sees the images alone: its statistics can be had without a network.
  const statistics = measureStatistics(runtime, { ...common, batchSize: 8 }, architecture);
  const [height, width] = shape.image;
  const pixels = new Float32Array(images.pixels.length);
  fillBatch(pixels, new Int32Array(images.count), images, everyImage, normalisation);
  const conv = plan.layout.weights("stem.conv", [], 0);
  const norm = plan.layout.norm("stem.norm", 0);
  const pixel = (image: number, y: number, x: number) =>
    y < 0 || x < 0 || y >= height || x >= width ? 0 : pixels[(image * height + y) * width + x]!;
  for (let channel = 0; channel < shape.filters; channel++) {
    const values: number[] = [];
    for (let image = 0; image < images.count; image++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          let sum = 0;
          for (let tap = 0; tap < 9; tap++) {
            const weight = weights[conv.offset + tap * shape.filters + channel]!;
            sum += weight * pixel(image, y + Math.floor(tap / 3) - 1, x + tap % 3 - 1);
          }
          values.push(sum);
        }
      }
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assertAlmostEquals(statistics[norm.slot + channel]!, mean, 1e-4);
    assertAlmostEquals(
      statistics[norm.slot + shape.filters + channel]!,
      variance,
      1e-3 * Math.max(1, variance),
    );
    assert(variance > 0.01);
  }
});

Deno.test("measureStatistics() refuses fewer images than a batch", () => {
  assertThrows(
    () => measureStatistics(runtime, { ...common, batchSize: 65 }, architecture),
    RangeError,
    "Cannot measure statistics on 64 images: expected 65 or more",
  );
});
