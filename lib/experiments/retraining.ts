/**
 * The final test: the best of each search and what they are compared with, trained from scratch for longer and tested
 * (paper, Table 1).
 * @module
 */
import { cellDiagram, showingItself } from "../display/mod.ts";
import type { Profile } from "../profiles/mod.ts";
import { prng } from "../random.ts";
import {
  ALL_ON,
  mainModel,
  ONE_SHOT_TOP,
  RANDOM,
  RANDOM_SAME_SIZE,
  type SearchResult,
  type TestedGroup,
} from "../records/mod.ts";
import {
  allPaths,
  type Architecture,
  architectureId,
  parseArchitecture,
  type Paths,
  sampleArchitecture,
} from "../space/mod.ts";
import { networkCost } from "../graph/mod.ts";
import { mean } from "../stats/mod.ts";
import { withCard } from "./found.ts";
import type { Found, Laboratory } from "./laboratory.ts";
import { drawDifferent, scoreCandidates } from "./scores.ts";
import { searchAll } from "./search.ts";
import { trainAlone } from "./train_alone.ts";

/** How the networks of a group were found. */
export interface Group {
  readonly name: string;
  readonly networks: readonly Paths[];
  readonly seeds: readonly number[];
}

/** The best different networks of all that were scored. In a notebook each shows itself as a drawing of its cell. */
export function bestOf({ space }: Profile, scored: SearchResult["history"], count: number): Architecture[] {
  const best = new Map<string, Architecture>();
  for (const { architecture } of scored.toSorted((a, b) => b.score - a.score)) {
    if (best.size === count) break;
    const parsed = parseArchitecture(space, architecture);
    const id = architectureId(space, parsed);
    if (!best.has(id)) best.set(id, parsed);
  }
  return [...best.values()].map((one) => showingItself(one, () => cellDiagram(space, one)));
}

/** Random networks that the one of the same size is chosen from. */
const DRAWN = 2000;

/** For each network a random one with as nearly as many parameters as there is, no two the same network. */
function randomOfSize({ space, shape, retraining }: Profile, networks: readonly Paths[]): Architecture[] {
  const rng = prng(retraining.seeds[0]!, "random, same size");
  const parameters = (paths: Paths): number => networkCost(space, shape, paths).parameters;
  const random = Array.from({ length: DRAWN }, () => sampleArchitecture(space, rng));
  const different = new Map(random.map((one) => [architectureId(space, one), one]));
  const drawn = [...different.values()].map((one) => ({ architecture: one, size: parameters(one) }));
  return networks.map((network) => {
    const wanted = parameters(network);
    const nearest = drawn.reduce((best, one) =>
      Math.abs(one.size - wanted) < Math.abs(best.size - wanted) ? one : best
    );
    drawn.splice(drawn.indexOf(nearest), 1);
    return nearest.architecture;
  });
}

/** Chooses the networks of all groups; searches that were not made are made. */
export async function chooseGroups(lab: Laboratory): Promise<Group[]> {
  const { profile } = lab;
  const { space, search: { random, methods }, retraining: { best, seeds, allOnSeeds } } = profile;
  const { result } = await scoreCandidates(lab, mainModel(profile), random);
  const scored = result.candidates.map(({ architecture, accuracy }) => ({ architecture, score: accuracy }));
  const top = bestOf(profile, scored, best);
  const { result: searches } = await searchAll(lab);
  const found = Object.keys(methods).map((name): Group => {
    const history = searches.filter((one) => one.name === name).flatMap(({ history }) => history);
    return { name, networks: bestOf(profile, history, best), seeds };
  });
  const rng = prng(seeds[0]!, "random");
  return [
    { name: ONE_SHOT_TOP, networks: top, seeds },
    ...found,
    { name: RANDOM, networks: drawDifferent(space, rng, best), seeds },
    { name: RANDOM_SAME_SIZE, networks: randomOfSize(profile, top), seeds },
    { name: ALL_ON, networks: [allPaths(space)], seeds: allOnSeeds },
  ];
}

/** Trains the networks of all groups from scratch and tests them; one that several have found is trained once. */
export async function testGroups(
  lab: Laboratory,
  groups: readonly Group[],
): Promise<Found<TestedGroup[]>> {
  const { space, shape } = lab.profile;
  const trials = new Map(
    groups.flatMap(({ networks, seeds }) =>
      networks.flatMap((architecture) =>
        seeds.map((seed) => [JSON.stringify([architecture, seed]), { architecture, seed }] as const)
      )
    ),
  );
  const { result, ...rest } = await trainAlone(lab, "retrained", [...trials.values()]);
  const tests = new Map([...trials.keys()].map((key, index) => [key, result[index]!]));
  return withCard("tested groups", {
    ...rest,
    result: groups.map(({ name, networks, seeds }) => ({
      name,
      tests: networks.map((network) => {
        const each = seeds.map((seed) => tests.get(JSON.stringify([network, seed]))!);
        return {
          network,
          accuracies: each.map(({ accuracy }) => accuracy),
          seconds: mean(each.map(({ seconds }) => seconds)),
          ...networkCost(space, shape, network),
        };
      }),
    })),
  });
}
