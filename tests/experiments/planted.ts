/**
 * Records as if experiments had been made, with numbers of the tests' own.
 * @module
 */
import { drawCandidates, stratify } from "../../lib/experiments/mod.ts";
import type { Profile } from "../../lib/profiles/mod.ts";
import {
  aloneRun,
  mainModel,
  modelsAtRate,
  type ModelSpec,
  networkScoresRun,
  oneShotRun,
  type RunSpec,
  scoresRun,
  searchRun,
} from "../../lib/records/mod.ts";
import { collectProvenance, type Provenance, type Store } from "../../lib/runs/mod.ts";
import { type Architecture, formatArchitecture, type Paths } from "../../lib/space/mod.ts";

/** From an architecture, and its place among those that are planted with it, to a number. */
export type Truth = (architecture: Architecture, index: number) => number;

const provenance = (seconds: number, workers = 1) =>
  collectProvenance({ seed: 1, workers, startedAt: "2024-01-01T00:00:00.000Z", seconds });

async function plant<R>(
  store: Store,
  { kind, configuration }: RunSpec<R>,
  result: R,
  provenance: Provenance,
): Promise<void> {
  await store.save(kind, configuration, result, provenance);
}

/** A model, trained in 60 s, and its scores of the first `count` random candidates, in 10 s. */
export async function plantModel(
  store: Store,
  profile: Profile,
  model: ModelSpec,
  score: Truth,
  count: number = profile.candidates.count,
): Promise<void> {
  await plantTraining(store, profile, model);
  const scores = scored(profile, drawCandidates(profile, count), score);
  await plant(store, scoresRun(profile, model, count), scores, provenance(10));
}

/** A model, trained in 60 s, and its scores of some architectures alone, in 10 s. */
export async function plantScores(
  store: Store,
  profile: Profile,
  model: ModelSpec,
  architectures: readonly Architecture[],
  score: Truth,
): Promise<void> {
  await plantTraining(store, profile, model);
  const scores = scored(profile, architectures, score);
  const texts = scores.candidates.map(({ architecture }) => architecture);
  await plant(store, networkScoresRun(profile, model, texts), scores, provenance(10));
}

async function plantTraining(store: Store, profile: Profile, model: ModelSpec): Promise<void> {
  const allOn = { accuracy: 0.75, loss: 0.7 };
  await plant(store, oneShotRun(profile, model), { seconds: 60, allOn, curve: [] }, provenance(61));
}

const scored = ({ space }: Profile, architectures: readonly Architecture[], score: Truth) => ({
  candidates: architectures.map((architecture, index) => ({
    architecture: formatArchitecture(space, architecture),
    accuracy: score(architecture, index),
    loss: 1,
  })),
});

/** A network trained alone on one of two cores. */
export async function plantAlone(
  store: Store,
  profile: Profile,
  kind: "stand-alone" | "retrained",
  { network, seed, accuracy, seconds = 8 }: {
    readonly network: Paths;
    readonly seed: number;
    readonly accuracy: number;
    readonly seconds?: number;
  },
): Promise<void> {
  const result = { accuracy, loss: 1, curve: [] };
  await plant(store, aloneRun(profile, kind, network, seed), result, provenance(seconds, 2));
}

/** All that the ledger's study stands on: the models of all rates and the sample, trained alone. */
export async function plantStudy(
  store: Store,
  profile: Profile,
  { score, truth }: {
    readonly score: (model: ModelSpec) => Truth;
    /** Stand-alone accuracy with a seed. */
    readonly truth: (architecture: Architecture, index: number, seed: number) => number;
  },
): Promise<void> {
  const candidates = drawCandidates(profile);
  const chosen = new Set<number>();
  for (const rate of profile.rates) {
    const models = modelsAtRate(profile, rate);
    for (const model of models) await plantModel(store, profile, model, score(model));
    for (const index of stratify(profile, candidates.map(score(models[0]!)))) chosen.add(index);
  }
  for (const index of chosen) {
    const network = candidates[index]!;
    for (const seed of profile.standAlone.seeds) {
      await plantAlone(store, profile, "stand-alone", {
        network,
        seed,
        accuracy: truth(network, index, seed),
      });
    }
  }
}

/** The searches of all methods and seeds, each with a history of its own. */
export async function plantSearches(
  store: Store,
  profile: Profile,
  history: (method: string, seed: number) => readonly (readonly [architecture: string, score: number])[],
): Promise<void> {
  for (const [name, method] of Object.entries(profile.search.methods)) {
    for (const seed of profile.search.seeds) {
      const found = history(name, seed).map(([architecture, score]) => ({ architecture, score }));
      const result = { history: found, different: found.length };
      await plant(store, searchRun(profile, method, seed), result, provenance(5));
    }
  }
}

/** The one-shot accuracies of the random candidates that the search scores. */
export async function plantRandom(store: Store, profile: Profile, score: Truth): Promise<void> {
  await plantModel(store, profile, mainModel(profile), score, profile.search.random);
}
