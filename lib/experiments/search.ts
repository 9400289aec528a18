/**
 * Searches: a searcher on the one side, on the other the scores that a profile's method asks for.
 * @module
 */
import type { Profile, SearchMethod } from "../profiles/mod.ts";
import { mainModel, referenceModel, type SearchResult, searchRun } from "../records/mod.ts";
import { type Checkpoints, keepWork } from "../runs/mod.ts";
import {
  evolution,
  type HistoryEntry,
  randomSearch,
  reinforce,
  runSearch,
  type SavedSearch,
  type Searcher,
  type SearcherState,
  type SearchOptions,
} from "../search/mod.ts";
import { type Architecture, architectureId, formatArchitecture, type Space } from "../space/mod.ts";
import { networkCost } from "../graph/mod.ts";
import { quantile } from "../stats/mod.ts";
import type { StandAlone, StandAloneTask } from "../training/mod.ts";
import { withDivergence } from "./divergence.ts";
import { findRun, withCard } from "./found.ts";
import { type Found, type Laboratory, type OnProgress, partOf, together } from "./laboratory.ts";
import { withScoring } from "./one_shot.ts";
import { rankNetworks, requireDifferentScores } from "./ranking.ts";
import { drawCandidates } from "./scores.ts";
import { aloneTask } from "./train_alone.ts";

/** The most parameters that a method allows. */
export function sizeLimit(profile: Profile, { size = Infinity }: SearchMethod): number {
  const { space, shape } = profile;
  const parameters = drawCandidates(profile).map((one) => networkCost(space, shape, one).parameters);
  return size * quantile(parameters, 0.5);
}

/** Searches with a method of the profile and a seed; goes on where a killed search was. */
export function search(lab: Laboratory, method: SearchMethod, seed: number): Promise<Found<SearchResult>> {
  const run = searchRun(lab.profile, method, seed);
  const title = `Search: ${method.searcher} by ${method.score}, seed ${seed}`;
  return findRun(
    lab,
    title,
    run,
    (lab, tell, checkpoints) => compute(lab, method, seed, tell, checkpoints),
    {
      moreFacts({ history }) {
        const { warning } = rankNetworks(lab.profile, method, history);
        return warning === undefined ? {} : { warning };
      },
    },
  );
}

/** A search with the name of its method. */
export interface NamedSearch extends SearchResult {
  readonly name: string;
  readonly seed: number;
  /** What computing it took. */
  readonly seconds: number;
}

/** All searches of a profile: each of its methods with each seed. */
export function searchAll(lab: Laboratory): Promise<Found<NamedSearch[]>> {
  const { profile } = lab;
  const { methods, seeds } = profile.search;
  const plan = Object.entries(methods).flatMap(([name, method]) =>
    seeds.map((seed) => ({ name, method, seed }))
  );
  const runs = plan.map(({ method, seed }) => searchRun(profile, method, seed));
  return lab.watch(lab, { title: `${plan.length} searches`, runs }, async (lab, tell) => {
    const found: Found<NamedSearch>[] = [];
    for (const [index, { name, method, seed }] of plan.entries()) {
      const part = partOf(lab, (done, total, note, value) => {
        tell(index + done / total, plan.length, `${name}, seed ${seed}, ${note}`, value);
      });
      const { result, loaded, seconds } = await search(part, method, seed);
      found.push({ result: { ...result, name, seed, seconds }, loaded, seconds });
    }
    return withCard("searches", together(found));
  });
}

async function compute(
  lab: Laboratory,
  method: SearchMethod,
  seed: number,
  tell: OnProgress,
  checkpoints: Checkpoints,
): Promise<SearchResult> {
  const { profile, profile: { space, search: { budget: scores, alone } } } = lab;
  const budget = method.score === "training" ? alone.budget : scores;
  const saved = (await checkpoints.load())?.meta as unknown as SavedSearch | undefined;
  const searcher = openSearcher(profile, method, seed, saved?.searcher);
  const keep = keepWork({ seconds: lab.checkpointSeconds, isStopped: lab.isStopped });
  const { parts } = await lab.resources();
  const options: SearchOptions = {
    budget,
    ...(saved === undefined ? {} : { history: saved.history }),
    async save(search) {
      const { bestSoFar } = search.history.at(-1)!;
      tell(search.history.length, budget, `best ${bestSoFar.toFixed(3)}`, bestSoFar);
      await keep(() => checkpoints.save(search.history.length, {}, search));
      requireDifferentScores(profile, method, recorded(space, search.history), budget, parts);
    },
  };
  const { history } = await withScore(
    lab,
    method,
    (score) => runSearch(searcher, remembering(profile, score, saved), options),
  );
  const different = new Set(history.map(({ architecture }) => architectureId(space, architecture)));
  return { history: recorded(space, history), different: different.size };
}

/** A history as it is recorded. */
function recorded(space: Space, history: readonly HistoryEntry[]): SearchResult["history"] {
  return history.map(({ architecture, score }) => ({
    architecture: formatArchitecture(space, architecture),
    score,
  }));
}

/** Scores of architectures, in their order; higher is better. */
type Score = (architectures: readonly Architecture[]) => Promise<readonly number[]>;

function openSearcher(
  profile: Profile,
  method: SearchMethod,
  seed: number,
  state: SearcherState | undefined,
): Searcher {
  const { space, shape, search } = profile;
  const cost = (architecture: Architecture) => networkCost(space, shape, architecture);
  const limit = method.size === undefined ? {} : { limit: { cost, parameters: sizeLimit(profile, method) } };
  const members = method.score === "training" ? search.alone.evolution : search.evolution;
  switch (method.searcher) {
    case "random":
      return randomSearch(space, { seed, ...limit }, state);
    case "evolution":
      return evolution(space, { seed, ...members, ...limit }, state);
    case "reinforce":
      return reinforce(space, { seed, ...limit }, state);
  }
}

/** The same network is scored once, whatever encoding it comes in. */
function remembering({ space }: Profile, score: Score, saved: SavedSearch | undefined): Score {
  const id = (architecture: Architecture): string => architectureId(space, architecture);
  const known = new Map(saved?.history.map((entry) => [id(entry.architecture), entry.score]));
  return async (architectures) => {
    const open = new Map(
      architectures.map((one) => [id(one), one] as const).filter(([name]) => !known.has(name)),
    );
    const scores = open.size === 0 ? [] : await score([...open.values()]);
    [...open.keys()].forEach((name, index) => known.set(name, scores[index]!));
    return architectures.map((one) => known.get(id(one))!);
  };
}

/** Has the scores of a method at hand while `use` runs. */
async function withScore<T>(
  lab: Laboratory,
  method: SearchMethod,
  use: (score: Score) => Promise<T>,
): Promise<T> {
  const { profile } = lab;
  switch (method.score) {
    case "accuracy":
      return await withScoring(
        lab,
        mainModel(profile),
        (evaluate) =>
          use(async (architectures) => (await evaluate(architectures)).map(({ accuracy }) => accuracy)),
      );
    case "divergence":
      return await withDivergence(
        lab,
        { candidates: mainModel(profile), reference: referenceModel(profile) },
        [profile.divergence.search],
        (diverge) =>
          use(async (architectures) => (await diverge(architectures)).map(([divergence]) => -divergence!)),
      );
    case "training": {
      const { standAlone: { settings, batchSize, seeds }, search: { alone } } = profile;
      const resources = await lab.resources();
      const { pool, parts } = resources;
      const recipe = { settings: { ...settings, steps: alone.steps }, batchSize };
      lab.noteImages(parts.training);
      lab.noteImages(parts.standAlone);
      return await use(async (architectures) => {
        const tasks = architectures.map((architecture) =>
          aloneTask(profile, resources, { architecture, seed: seeds[0]! }, recipe, parts.standAlone)
        );
        const trained = await pool.map<StandAloneTask, StandAlone>("standAlone", tasks);
        return trained.map(({ accuracy }) => accuracy);
      });
    }
  }
}
