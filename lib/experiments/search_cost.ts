/**
 * What it cost to find the networks of each group, from the records: training of the one-shot models that a method
 * asks, scoring, and the searches themselves.
 * @module
 */
import type { Profile } from "../profiles/mod.ts";
import {
  mainModel,
  type ModelSpec,
  ONE_SHOT_TOP,
  oneShotRun,
  referenceModel,
  type RunSpec,
  scoresRun,
  searchRun,
} from "../records/mod.ts";
import type { Run } from "../runs/mod.ts";
import { load } from "./found.ts";
import type { Laboratory } from "./laboratory.ts";
import { NotRecorded } from "./open_laboratory.ts";

/** Time that workers spent side by side. */
export interface Spent {
  /** Wall time. */
  readonly seconds: number;
  readonly workers: number;
}

/** The parts that the cost of a search is put together from. */
export interface SearchSpending {
  /** Training of the model that is searched with. */
  readonly main: Spent;
  /** Training of the reference of the symmetric KL. */
  readonly reference: Spent;
  /** Scoring of the random candidates. */
  readonly scoring: Spent;
  /** The searches of each method by its name, one for each seed. */
  readonly searches: Readonly<Record<string, readonly Spent[]>>;
}

/**
 * Time of single cores, in hours: each worker has one.
 *
 * @example Half an hour of two workers
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { coreHours } from "./search_cost.ts";
 *
 * assertEquals(coreHours([{ seconds: 1800, workers: 2 }, { seconds: 900, workers: 1 }]), 1.25);
 * ```
 */
export function coreHours(spent: readonly Spent[]): number {
  return spent.reduce((sum, { seconds, workers }) => sum + seconds * workers, 0) / 3600;
}

/**
 * Core-hours of the search of each group; for groups that are not among them nothing was searched. A one-shot model
 * counts in full for each method that asks it, as none of them could do without. All seeds of a method count, as its
 * group is the best of all of them.
 */
export function searchCosts(
  { search: { methods } }: Pick<Profile, "search">,
  { main, reference, scoring, searches }: SearchSpending,
): Record<string, number> {
  const models = { accuracy: [main], divergence: [main, reference], training: [] };
  const costs: Record<string, number> = { [ONE_SHOT_TOP]: coreHours([main, scoring]) };
  for (const [name, { score }] of Object.entries(methods)) {
    costs[name] = coreHours([...models[score], ...searches[name]!]);
  }
  return costs;
}

/**
 * Reads what models, scores and searches of the profile took, where and whenever they were computed.
 *
 * @throws {NotRecorded} if one of them was not computed yet
 */
export async function readSpending(lab: Laboratory): Promise<SearchSpending> {
  const { profile } = lab;
  const read = async <R>(run: RunSpec<R>): Promise<Run<R>> => {
    const found = await load(lab, run);
    if (found !== undefined) return found;
    throw new NotRecorded(
      `Cannot tell what a search cost: found no run of kind ${run.kind}, expected it to be done`,
    );
  };
  const training = async (model: ModelSpec): Promise<Spent> => {
    const { result, provenance } = await read(oneShotRun(profile, model));
    return { seconds: result.seconds, workers: provenance.workers };
  };
  const { random, seeds, methods } = profile.search;
  const main = mainModel(profile);
  const scores = await read(scoresRun(profile, main, random));
  const searches: Record<string, Spent[]> = {};
  for (const [name, method] of Object.entries(methods)) {
    const runs = seeds.map((seed) => read(searchRun(profile, method, seed)));
    searches[name] = (await Promise.all(runs)).map(({ provenance }) => provenance);
  }
  return {
    main: await training(main),
    reference: await training(referenceModel(profile)),
    scoring: scores.provenance,
    searches,
  };
}
