/**
 * How the library's cost grows: seconds against workers, candidates, filters, blocks and ghost batches.
 * @module
 */
import type { Runtime } from "../lib/engine/mod.ts";
import { type Case, makeCase, type SizeName, sizes } from "./case.ts";
import { openOurs } from "./ours.ts";
import type { Report } from "./report.ts";

type Curve = Report["scaling"][number];

const REPEATS = 3;
const STEPS = 16;
const SIZE: SizeName = "pilot";

/** Measures all curves around the pilots' size on two workers, but for that of workers. */
export async function measureScaling(runtime: Runtime, log: (line: string) => void): Promise<Curve[]> {
  const best = async (run: () => Promise<number>): Promise<number> => {
    const seconds: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) seconds.push(await run());
    return Math.min(...seconds);
  };
  const withOurs = async (
    made: Case,
    cores: number,
    use: (ours: ReturnType<typeof openOurs>) => Promise<number>,
  ) => {
    const ours = openOurs(runtime, made, cores);
    try {
      await use(ours);
      return await best(() => use(ours));
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
  const made = makeCase(SIZE, 800);
  const cores = navigator.hardwareConcurrency;
  const workers = Array.from({ length: cores }, (_, index) => index + 1);
  const step = `a step, all paths, ${cores} workers`;
  const stepOf = (made: Case): Promise<number> =>
    withOurs(made, cores, async (ours) => await ours.train("allOn", STEPS) / STEPS);
  return [
    await curve(
      "workers",
      "a step, all paths",
      workers,
      (x) => withOurs(made, x, async (ours) => await ours.train("allOn", STEPS) / STEPS),
    ),
    await curve(
      "candidates",
      `random candidates scored, ${cores} workers`,
      [50, 100, 200, 400, 800],
      (x) => withOurs(made, cores, (ours) => ours.score(made.candidates.slice(0, x))),
    ),
    await curve(
      "filters",
      step,
      [8, 16, 24, 32, 48, 64],
      (x) => stepOf(makeCase(SIZE, 1, { shape: { ...shape, filters: x } })),
    ),
    await curve("blocks", step, [1, 2, 3, 4, 5, 6], (x) => stepOf(makeCase(SIZE, 1, { blocks: x }))),
    await curve(
      "ghost batches",
      step,
      [1, 2, 4, 8, 16, 32],
      (x) => stepOf(makeCase(SIZE, 1, { ghosts: { ...ghosts, count: x } })),
    ),
  ];
}
