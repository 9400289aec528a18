import { type Images, type Normalisation, sharedImages, wholeSubset } from "../../lib/datasets/mod.ts";
import { initialise, networkGraph, planNetwork } from "../../lib/graph/mod.ts";
import { loadRuntime, sharedFloats } from "../../lib/engine/mod.ts";
import type { FrozenNetwork } from "../../lib/export/mod.ts";
import { integer, prng, uniform } from "../../lib/random.ts";
import { type Architecture, type NetworkShape, paperSpace as space } from "../../lib/space/mod.ts";
import { logSoftmax } from "../../lib/stats/mod.ts";
import { measureStatistics, openEvaluator } from "../../lib/training/mod.ts";

export const runtime = await loadRuntime();

/** Sides that halve to odd and even ones, three colours, a stem that halves, two stages: padding can go wrong. */
export const shape: NetworkShape = {
  image: [13, 10, 3],
  classes: 4,
  filters: 8,
  stages: 2,
  cellsPerStage: 2,
  stemStride: 2,
};
const normalisation: Normalisation = { mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.3, 0.25] };
const classes = ["a", "b", "c", "d"];
const BATCH = 16;

function makeImages(): Images {
  const rng = prng(1, "images");
  const [height, width, channels] = shape.image;
  const bytes = (length: number, below: number) => Uint8Array.from({ length }, () => integer(rng, below));
  return sharedImages([...shape.image], {
    pixels: bytes(2 * BATCH * height * width * channels, 256),
    labels: bytes(2 * BATCH, 4),
  });
}

export const images = makeImages();
export { BATCH, classes, normalisation, space };

/** A network with random parameters, its norms' scales and offsets among them, and fixed statistics. */
export function frozen(architecture: Architecture, seed: number): FrozenNetwork {
  const plan = planNetwork(space, shape, architecture);
  const weights = sharedFloats(runtime, plan.length);
  initialise(weights, plan.segments, seed);
  const rng = prng(seed, "norms");
  for (const { fanIn, offset, size, initial } of plan.segments) {
    if (fanIn > 0) continue;
    for (let at = offset; at < offset + size; at++) weights[at] = initial + uniform(rng) - 0.5;
  }
  const data = { ...wholeSubset("training", images), normalisation };
  const task = { network: { space, shape, holds: architecture }, weights, data };
  const statistics = measureStatistics(runtime, { ...task, batchSize: BATCH }, architecture);
  return { graph: networkGraph(plan, architecture), weights, statistics, normalisation, classes };
}

/** Our own answers with the fixed statistics: probabilities [images, classes]. */
export function ourAnswers({ weights, statistics }: FrozenNetwork, architecture: Architecture): Float64Array {
  const data = { ...wholeSubset("test", images), normalisation };
  const task = { network: { space, shape, holds: architecture }, weights, statistics, data };
  const evaluator = openEvaluator(runtime, { ...task, batchSize: BATCH });
  try {
    return logSoftmax(evaluator.predict(architecture), shape.classes).map(Math.exp);
  } finally {
    evaluator.close();
  }
}
