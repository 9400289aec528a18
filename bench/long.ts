/**
 * A long search's worth of evaluations: how long they take on all cores, and whether memory stays flat.
 * @module
 */
import type { Runtime } from "../lib/engine/mod.ts";
import { makeCase, type SizeName } from "./case.ts";
import { openOurs } from "./ours.ts";
import type { Report } from "./report.ts";

/** Times over which memory is looked at. */
const STRETCHES = 20;

const SIZE: SizeName = "cifar";

/** Scores so many random candidates with one-shot weights, as a search does. */
export async function scoreLong(
  runtime: Runtime,
  candidates: number,
  log: (line: string) => void,
): Promise<NonNullable<Report["long"]>> {
  const made = makeCase(SIZE, candidates);
  const ours = openOurs(runtime, made, navigator.hardwareConcurrency);
  const residentBytes: number[] = [];
  let expectedSeconds = 0;
  const began = performance.now();
  await ours.score(made.candidates, (done) => {
    if (done < (residentBytes.length + 1) * candidates / STRETCHES) return;
    residentBytes.push(Deno.memoryUsage().rss);
    expectedSeconds ||= (performance.now() - began) / 1000 * candidates / done;
    log(`  ${done} candidates, ${(residentBytes.at(-1)! / 2 ** 20).toFixed(0)} MiB`);
  });
  const seconds = (performance.now() - began) / 1000;
  ours.close();
  const images = made.task.dropped.data.images.count;
  return { size: SIZE, candidates, images, seconds, expectedSeconds, residentBytes };
}
