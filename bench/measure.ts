/**
 * Timing two sides against each other: in turn, several times, so that what else the machine does hits both.
 * @module
 */
import { quantile } from "../lib/stats/mod.ts";

/** Units a second: the slowest repeat, the median and the fastest. */
export type Rates = [least: number, median: number, greatest: number];

/** One side of a comparison: does `count` pieces of its work and says how many seconds that took. */
export interface Side {
  readonly run: (count: number) => Promise<number>;
  /** Pieces in a repeat; chosen so that a repeat takes a second or more if left out. */
  readonly count?: number;
}

const REPEAT_SECONDS = 1;

async function pieces({ run, count }: Side): Promise<number> {
  if (count !== undefined) return count;
  let n = 1;
  for (;;) {
    const seconds = await run(n);
    if (seconds > REPEAT_SECONDS / 2 || n >= 4096) {
      return Math.max(1, Math.ceil(n * REPEAT_SECONDS / seconds));
    }
    n = Math.ceil(n * Math.min(16, 1.2 * REPEAT_SECONDS / Math.max(seconds, 0.01)));
  }
}

/** Seconds a piece of a side's work takes when nothing gets in its way: the least of several repeats. */
export async function leastSeconds(side: Side, repeats: number): Promise<number> {
  const count = await pieces(side);
  const seconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) seconds.push(await side.run(count) / count);
  return Math.min(...seconds);
}

/**
 * Times the sides in turn.
 *
 * @param units of one piece of work, e.g. images in a step
 */
export async function alternate(sides: readonly Side[], units: number, repeats: number): Promise<Rates[]> {
  const counts: number[] = [];
  for (const side of sides) counts.push(await pieces(side));
  const rates = sides.map(() => [] as number[]);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [index, { run }] of sides.entries()) {
      rates[index]!.push(counts[index]! * units / await run(counts[index]!));
    }
  }
  return rates.map((values) => [Math.min(...values), quantile(values, 0.5), Math.max(...values)]);
}
