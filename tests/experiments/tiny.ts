/**
 * A profile of seconds, on real images, and all its experiments.
 * @module
 */
import { join } from "node:path";
import { armsOf, trickClaims } from "../../lib/claims/mod.ts";
import {
  chooseGroups,
  chooseSample,
  divergeCandidates,
  type Laboratory,
  openLaboratory,
  removePaths,
  scoreModels,
  search,
  testGroups,
  trainSample,
} from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { type Profile, profiles } from "../../lib/profiles/mod.ts";
import { ablatedModels, mainModel, modelsAtRate, referenceModel } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { decodeRun } from "../../lib/runs/run_format.ts";
import { paperSpace } from "../../lib/space/mod.ts";
import { inFolder, namesIn } from "../runs/folder.ts";

const { quick } = profiles;
/** Of split, models and trainings. The tests hold for any: TINY_SEED=5 deno task unit tests/experiments */
const seed = Number(Deno.env.get("TINY_SEED") ?? 1);
const short = {
  ...quick.standAlone.settings,
  steps: 3,
  ghosts: { count: 1, size: 8, masks: "ghost" },
} as const;

/** The quick profile cut down to seconds: one cell of two blocks, few steps, few images. */
export const tiny: Profile = {
  ...quick,
  split: { validation: 500, seed: 2017 + seed },
  space: { ...paperSpace, blocks: 2 },
  shape: { ...quick.shape, stages: 1 },
  oneShot: {
    settings: { ...quick.oneShot.settings, steps: 6, ghosts: { count: 2, size: 8, masks: "ghost" } },
    seeds: [seed, seed + 1],
  },
  candidates: { count: 12, seed, images: 100, batchSize: 50 },
  standAlone: { each: 3, seeds: [seed, seed + 1], settings: short, batchSize: 50 },
  search: {
    random: 16,
    budget: 16,
    seeds: [seed],
    methods: quick.search.methods,
    evolution: { population: 8, tournament: 3 },
    // As long as the sample's trainings, so that both must say the same of a network.
    alone: { budget: 12, steps: short.steps, evolution: { population: 8, tournament: 2 } },
  },
  retraining: { best: 2, seeds: [seed], allOnSeeds: [seed], settings: short, batchSize: 100 },
  divergence: { images: [20, 40], search: 20, batchSize: 20, seed },
};

/** A laboratory for the tiny profile that keeps its runs in a folder. */
export const laboratoryIn = (folder: string, workers: number): Laboratory =>
  openLaboratory(tiny, { store: openStore(folder), workers });

/** Gives `use` a laboratory with an empty folder, and closes the one and removes the other afterwards. */
export async function inLaboratory(
  workers: number,
  use: (lab: Laboratory, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const lab = laboratoryIn(folder, workers);
    try {
      await use(lab, folder);
    } finally {
      await lab.close();
    }
  });
}

/**
 * All experiments of a laboratory's profile, in the order of the notebooks.
 *
 * @param tell gets each experiment's progress; a search has the name of its method
 */
export async function everything(
  lab: Laboratory,
  tell: (experiment: string, done: number) => void = () => {},
) {
  const { profile } = lab;
  const of = (experiment: string) => partOf(lab, (done) => tell(experiment, done));
  const atRates = profile.rates.flatMap((rate) => modelsAtRate(profile, rate));
  const models = await scoreModels(of("models"), atRates);
  const without = trickClaims.flatMap((claim) =>
    armsOf(claim, profile).flatMap((name) => ablatedModels(profile, name))
  );
  const ablated = await scoreModels(of("ablations"), without);
  const sample = await trainSample(of("sample"), await chooseSample(lab));
  const comparison = { candidates: mainModel(profile), reference: referenceModel(profile) };
  const chosen = sample.result.map(({ architecture }) => architecture);
  const divergences = await divergeCandidates(of("divergence"), comparison, chosen);
  const removal = await removePaths(of("removal"), comparison.candidates);
  const searches = [];
  for (const [name, method] of Object.entries(profile.search.methods)) {
    for (const seed of profile.search.seeds) searches.push(await search(of(name), method, seed));
  }
  const groups = await chooseGroups(of("groups"));
  const tests = await testGroups(of("tests"), groups);
  return { models, ablated, sample, divergences, removal, searches, groups, tests };
}

/** The results of all runs in a folder by kind and hash; how long they took is left out, and files that are no runs. */
export async function resultsIn(folder: string): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  for (const kind of namesIn(folder)) {
    for (const name of namesIn(join(folder, kind)).filter((name) => name.endsWith(".json"))) {
      const { result } = decodeRun(await Deno.readFile(join(folder, kind, name)));
      const text = JSON.stringify(result, (key, value) => key === "seconds" ? undefined : value);
      results[`${kind}/${name}`] = JSON.parse(text);
    }
  }
  return results;
}
