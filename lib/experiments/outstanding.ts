/**
 * What of some runs is not recorded yet.
 * @module
 */
import type { RunSpec, Work } from "../records/mod.ts";
import { configurationHash } from "../runs/mod.ts";
import type { Laboratory } from "./laboratory.ts";
import { load } from "./once.ts";

/** What has to be computed. */
export interface Outstanding {
  /** Runs that are recorded, and so loaded. */
  readonly recorded: number;
  /** Runs to compute by their kind, those that others need among them. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What that takes, all together. */
  readonly work: Required<Work>;
}

/** Looks up which of the runs have to be computed. What only a recorded run was computed from is not needed. */
export async function outstanding(
  lab: Pick<Laboratory, "store">,
  runs: readonly RunSpec[],
): Promise<Outstanding> {
  let recorded = 0;
  const kinds: Record<string, number> = {};
  const work = { oneShot: 0, evaluated: 0, alone: 0 };
  const looked = new Set<string>();
  const look = async (run: RunSpec, isAsked: boolean): Promise<void> => {
    const name = `${run.kind} ${configurationHash(run.configuration)}`;
    if (looked.has(name)) return;
    looked.add(name);
    if (await load(lab, run) !== undefined) {
      if (isAsked) recorded++;
      return;
    }
    kinds[run.kind] = (kinds[run.kind] ?? 0) + 1;
    for (const unit of ["oneShot", "evaluated", "alone"] as const) work[unit] += run.work[unit] ?? 0;
    for (const needed of run.needs ?? []) await look(needed, false);
  };
  for (const run of runs) await look(run, true);
  return { recorded, kinds, work };
}
