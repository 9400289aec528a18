/**
 * What is measured: a network's size, the paths and images of each step, candidates and weights, as data that both
 * sides read.
 * @module
 */
import { batchIndices, type Images, sharedImages, wholeSubset } from "../lib/datasets/mod.ts";
import { initialise, type NetworkPlan, planNetwork } from "../lib/graph/mod.ts";
import { profiles } from "../lib/profiles/mod.ts";
import { integer, prng } from "../lib/random.ts";
import {
  type Architecture,
  mutateArchitecture,
  type NetworkShape,
  paperSpace,
  type Paths,
  sampleArchitecture,
  type Space,
} from "../lib/space/mod.ts";
import type { TrainingSettings, TrainingTask } from "../lib/training/mod.ts";
import { ghostPaths } from "../lib/tricks/mod.ts";

/** The sizes at which both sides are measured. */
export const sizeNames = ["pilot", "small", "middle", "cifar", "cifar-16", "paper"] as const;
export type SizeName = typeof sizeNames[number];

/** One size: a network and the ghost batches of a training step. */
export interface Size {
  readonly shape: NetworkShape;
  readonly ghosts: { readonly count: number; readonly size: number };
}

const twoCells = { classes: 10, stages: 2, cellsPerStage: 1 } as const;
const grey = { ...twoCells, image: [28, 28, 1] } as const;
const colour = { ...twoCells, image: [32, 32, 3], stemStride: 2 } as const;

/**
 * `pilot` is what `quick` and `standard` train, `cifar` and `cifar-16` the same on CIFAR-10; `paper` has the paper's
 * image, filters and cells.
 */
export const sizes: Readonly<Record<SizeName, Size>> = {
  pilot: { shape: { ...grey, filters: 8, stemStride: 2 }, ghosts: { count: 8, size: 16 } },
  small: { shape: { ...grey, filters: 16, stemStride: 2 }, ghosts: { count: 8, size: 32 } },
  middle: { shape: { ...grey, filters: 32, stemStride: 1 }, ghosts: { count: 4, size: 32 } },
  cifar: { shape: { ...colour, filters: 8 }, ghosts: { count: 8, size: 32 } },
  "cifar-16": { shape: { ...colour, filters: 16 }, ghosts: { count: 8, size: 32 } },
  paper: {
    shape: { image: [32, 32, 3], classes: 10, filters: 32, stages: 3, cellsPerStage: 3, stemStride: 1 },
    ghosts: { count: 2, size: 32 },
  },
};

/** How many paths the ghost batches of a training drop: at the full rate of 0.1, or none. */
export const dropRates = { dropped: 0.1, allOn: 0 } as const;
export type Drop = keyof typeof dropRates;

/** One step of one-shot training. */
export interface Step {
  /** The step's images; those of ghost batch g stand together. */
  readonly indices: readonly number[];
  /** What each ghost batch keeps. */
  readonly ghosts: readonly Paths[];
}

/** A size made concrete. */
export interface Case {
  readonly size: SizeName;
  readonly task: Readonly<Record<Drop, TrainingTask>>;
  readonly steps: Readonly<Record<Drop, readonly Step[]>>;
  readonly plan: NetworkPlan;
  readonly weights: Float32Array;
  /** Drawn at random; the first of them are also trained alone. */
  readonly candidates: readonly Architecture[];
  /** Children of an evolution: each differs from one of a few good parents in one input or operation. */
  readonly children: readonly Architecture[];
}

const SEED = 1;
/** Images there are: as many as candidates are scored on. */
export const IMAGES = 1000;
/** Steps that differ; then they come again. */
export const STEPS = 32;

/**
 * Makes the case of a size, with other numbers where they are given. Images are noise: no step's time depends on what
 * they show.
 */
export function makeCase(
  size: SizeName,
  candidates: number,
  other: Partial<Size> & { readonly blocks?: number } = {},
): Case {
  const { shape, ghosts } = { ...sizes[size], ...other };
  const space = { ...paperSpace, blocks: other.blocks ?? paperSpace.blocks };
  const plan = planNetwork(space, shape);
  const weights = new Float32Array(plan.length);
  initialise(weights, plan.segments, SEED);
  const data = {
    ...wholeSubset("training", noise(shape.image)),
    normalisation: {
      mean: new Array(shape.image[2]).fill(0.5),
      deviation: new Array(shape.image[2]).fill(0.25),
    },
  };
  const task = (drop: Drop): TrainingTask => ({
    network: { space, shape, holds: "all paths" },
    settings: benchSettings(ghosts, dropRates[drop]),
    seed: SEED,
    data,
  });
  const tasks = { dropped: task("dropped"), allOn: task("allOn") };
  const rng = prng(SEED, "bench candidates");
  const random = Array.from({ length: candidates }, () => sampleArchitecture(space, rng));
  return {
    size,
    task: tasks,
    steps: { dropped: stepsOf(tasks.dropped), allOn: stepsOf(tasks.allOn) },
    plan,
    weights,
    candidates: random,
    children: evolve(space, random, candidates),
  };
}

function benchSettings(ghosts: Size["ghosts"], rate: number): TrainingSettings {
  const { settings } = profiles.quick.oneShot;
  return {
    ...settings,
    steps: STEPS,
    ghosts: { ...ghosts, masks: "ghost" },
    dropout: { rate, ramp: "none" },
    augmentation: { flip: false, crop: 0 },
  };
}

function noise(shape: Images["shape"]): Images {
  const rng = prng(SEED, "bench images");
  const length = IMAGES * shape[0] * shape[1] * shape[2];
  const pixels = Uint8Array.from({ length }, () => integer(rng, 256));
  return sharedImages(shape, { pixels, labels: Array.from({ length: IMAGES }, (_, index) => index % 10) });
}

/** What `ghostStep` will train on, spelt out for the peer. */
export function stepsOf({ network: { space }, settings, seed, data }: TrainingTask): Step[] {
  const { ghosts, dropout, steps } = settings;
  return Array.from({ length: steps }, (_, step) => ({
    indices: [...batchIndices(data.indices, { seed, batchSize: ghosts.count * ghosts.size, step })],
    ghosts: Array.from(
      { length: ghosts.count },
      (_, ghost) => ghostPaths(space, dropout, ghosts, { seed, step, steps, ghost }),
    ),
  }));
}

/**
 * Children as regularised evolution proposes them once its population has settled: each a mutation of a parent from
 * a population of 50 that its own children renew, the oldest first.
 */
function evolve(space: Space, random: readonly Architecture[], count: number): Architecture[] {
  const rng = prng(SEED, "bench children");
  const population = random.slice(0, 50);
  // Some generations first, so that the population is one of relatives; chance decides who is chosen.
  const breed = (): Architecture => {
    const tournament = Array.from({ length: 10 }, () => integer(rng, population.length));
    const child = mutateArchitecture(space, population[Math.min(...tournament)]!, rng);
    population.splice(integer(rng, population.length), 1);
    population.push(child);
    return child;
  };
  for (let generation = 0; generation < 500; generation++) breed();
  return Array.from({ length: count }, breed);
}

/** Writes what the peer needs into a folder. */
export async function writeCase(folder: string, made: Case): Promise<void> {
  const { task, steps, plan, weights, candidates, children } = made;
  const { network: { space, shape }, settings, data } = task.dropped;
  const { images, normalisation: { mean, deviation } } = data;
  await Deno.mkdir(folder, { recursive: true });
  const channels = shape.image[2];
  const pixels = Float32Array.from(
    images.pixels,
    (pixel, at) => (pixel / 255 - mean[at % channels]!) / deviation[at % channels]!,
  );
  const bytes = (values: Float32Array | Int32Array): Uint8Array<ArrayBuffer> =>
    new Uint8Array(values.buffer as ArrayBuffer);
  await Deno.writeFile(`${folder}/images.f32`, bytes(pixels));
  await Deno.writeFile(`${folder}/labels.i32`, bytes(Int32Array.from(images.labels)));
  await Deno.writeFile(`${folder}/weights.f32`, bytes(weights));
  const segments = plan.segments;
  await Deno.writeTextFile(
    `${folder}/case.json`,
    JSON.stringify({ space, shape, settings, steps, segments, candidates, children }),
  );
}
