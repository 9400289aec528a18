/**
 * How the library's cost grows: seconds against workers, candidates, filters, blocks and ghost batches.
 * @module
 */
import type { Runtime } from "../lib/engine/mod.ts";
import { type Case, makeCase, type SizeName, sizes } from "./case.ts";
import { leastSeconds } from "./measure.ts";
import { openOurs } from "./ours.ts";
import type { Report } from "./report.ts";

type Curve = Report["scaling"][number];

const REPEATS = 3;
const SIZE: SizeName = "pilot";

/** Measures all curves around the pilots' size on two workers, but for that of workers. */
export async function measureScaling(runtime: Runtime, log: (line: string) => void): Promise<Curve[]> {
  const cores = navigator.hardwareConcurrency;
  const stepSeconds = async (made: Case, workers: number): Promise<number> => {
    const ours = openOurs(runtime, made, workers);
    try {
      return await leastSeconds({ run: (steps) => ours.train("allOn", steps) }, REPEATS);
    } finally {
      ours.close();
    }
  };
  const scoreSeconds = async (made: Case, candidates: number): Promise<number> => {
    const ours = openOurs(runtime, made, cores);
    const run = () => ours.score(made.candidates.slice(0, candidates));
    try {
      return await leastSeconds({ run, count: 1 }, REPEATS);
    } finally {
      ours.close();
    }
  };
  const curve = async (
    name: string,
    of: string,
    values: readonly number[],
    secondsAt: (x: number) => Promise<number>,
  ): Promise<Curve> => {
    log(`scaling: ${name}`);
    const points = [];
    for (const x of values) points.push({ x, seconds: await secondsAt(x) });
    return { name, of, points };
  };
  const { shape, ghosts } = sizes[SIZE];
  const made = makeCase(SIZE, 400);
  const workers = Array.from({ length: cores }, (_, index) => index + 1);
  const step = `a step, all paths, ${cores} workers`;
  return [
    await curve("workers", "a step, all paths", workers, (x) => stepSeconds(made, x)),
    await curve(
      "candidates",
      `random candidates scored, ${cores} workers`,
      [50, 100, 200, 300, 400],
      (x) => scoreSeconds(made, x),
    ),
    await curve(
      "filters",
      step,
      [8, 16, 24, 32, 48, 64],
      (x) => stepSeconds(makeCase(SIZE, 1, { shape: { ...shape, filters: x } }), cores),
    ),
    await curve(
      "blocks",
      step,
      [1, 2, 3, 4, 5, 6],
      (x) => stepSeconds(makeCase(SIZE, 1, { blocks: x }), cores),
    ),
    await curve(
      "ghost batches",
      step,
      [1, 2, 4, 8, 16, 32],
      (x) => stepSeconds(makeCase(SIZE, 1, { ghosts: { ...ghosts, count: x } }), cores),
    ),
  ];
}
