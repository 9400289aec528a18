import { assert, assertEquals } from "@std/assert";
import { type Profile, profiles, type SearchMethod } from "../../lib/profiles/mod.ts";
import {
  aloneRun,
  divergenceRun,
  mainModel,
  networkScoresRun,
  oneShotRun,
  predictionsRun,
  referenceModel,
  removalRun,
  type RunSpec,
  scoresRun,
  searchRun,
  weightsRun,
} from "../../lib/records/mod.ts";
import { configurationHash, mathsVersion } from "../../lib/runs/mod.ts";
import { parseArchitecture } from "../../lib/space/mod.ts";

const { quick } = profiles;
const text = "c1>sep3|c1>identity|c2>max3|b0>avg3";
const architecture = parseArchitecture(quick.space, text);

const searches = {
  random: { searcher: "random", score: "accuracy" },
  evolution: { searcher: "evolution", score: "accuracy" },
  kl: { searcher: "evolution", score: "divergence" },
  small: { searcher: "evolution", score: "accuracy", size: 1 },
  alone: { searcher: "evolution", score: "training" },
} as const satisfies Record<string, SearchMethod>;

/** Each kind of run, as a profile makes it. */
const kinds = {
  "weights": (profile: Profile) => weightsRun(profile, mainModel(profile)),
  "one-shot": (profile: Profile) => oneShotRun(profile, mainModel(profile)),
  "scores": (profile: Profile) => scoresRun(profile, mainModel(profile), profile.candidates.count),
  "network scores": (profile: Profile) => networkScoresRun(profile, mainModel(profile), [text]),
  "remeasured scores": (profile: Profile) =>
    networkScoresRun(profile, mainModel(profile), [text], { images: 100 }),
  "stand-alone": (profile: Profile) => aloneRun(profile, "stand-alone", architecture, 1),
  "retrained": (profile: Profile) => aloneRun(profile, "retrained", architecture, 1),
  "divergence": (profile: Profile) =>
    divergenceRun(
      profile,
      { candidates: mainModel(profile), reference: referenceModel(profile) },
      [text],
    ),
  "predictions": (profile: Profile) => predictionsRun(profile, mainModel(profile), architecture),
  "removal": (profile: Profile) => removalRun(profile, mainModel(profile)),
  "random": (profile: Profile) => searchRun(profile, searches.random, 1),
  "evolution": (profile: Profile) => searchRun(profile, searches.evolution, 1),
  "kl": (profile: Profile) => searchRun(profile, searches.kl, 1),
  "small": (profile: Profile) => searchRun(profile, searches.small, 1),
  "alone": (profile: Profile) => searchRun(profile, searches.alone, 1),
} satisfies Record<string, (profile: Profile) => RunSpec>;
type Kind = keyof typeof kinds;

const every = Object.keys(kinds) as Kind[];
/** What a one-shot model has a part in. */
const ofModel = every.filter((kind) => !["stand-alone", "retrained", "alone"].includes(kind));
const onValidation: Kind[] = [
  "one-shot",
  "scores",
  "network scores",
  "remeasured scores",
  "removal",
  "random",
  "evolution",
  "small",
];
const onKl: Kind[] = ["divergence", "predictions", "removal", "kl"];

const arm = { rate: 0.01, seeds: [1] };
const { oneShot, candidates, standAlone, search, retraining, divergence } = quick;

/** A change to a profile, and the kinds whose results depend on it. */
const changes: readonly (readonly [what: string, change: Partial<Profile>, depending: readonly Kind[]])[] = [
  ["name", { name: "standard" }, []],
  ["version of the mathematics", { library: 2 }, every],
  ["data", { dataset: "cifar-10" }, every],
  ["validation images", { split: { ...quick.split, validation: 4000 } }, every],
  ["seed of the split", { split: { ...quick.split, seed: 1 } }, every],
  ["space", { space: { ...quick.space, operationsPerBlock: [1, 3] } }, every],
  ["filters", { shape: { ...quick.shape, filters: 16 } }, every],
  ["steps", { oneShot: { ...oneShot, settings: { ...oneShot.settings, steps: 601 } } }, ofModel],
  ["seed of the main model", { oneShot: { ...oneShot, seeds: [2, 1] } }, ofModel],
  ["further seeds", { oneShot: { ...oneShot, seeds: [1, 2] } }, []],
  ["lowest rate", { rates: [1e-6, 0.1, 0.6] }, ["divergence", "kl"]],
  ["reference", { reference: { rate: 1e-8, ramp: "none" } }, ["divergence", "kl"]],
  ["seeds of rates", { rateSeeds: [7] }, []],
  ["constant rates", { constantRates: { low: arm, moderate: arm, high: arm, between: [] } }, []],
  ["how tricks are tested", { tricks: "whole" }, []],
  ["what tricks are tested on", { trickModels: { steps: 70, seeds: [1] } }, []],
  ["what the sample is spread over", { standAlone: { ...standAlone, by: "constant rates" } }, []],
  ["other rates", { rates: [1e-8, 0.1, 0.3] }, []],
  ["count of candidates", { candidates: { ...candidates, count: 121 } }, ["scores", "small"]],
  ["seed of candidates", { candidates: { ...candidates, seed: 2 } }, ["scores", "small"]],
  // What is not scored on measures trainings from scratch.
  ["images to score on", { candidates: { ...candidates, images: 500 } }, [
    ...onValidation,
    "stand-alone",
    "alone",
  ]],
  ["batch to score on", { candidates: { ...candidates, batchSize: 125 } }, onValidation],
  ["size of the sample", { standAlone: { ...standAlone, each: 13 } }, []],
  ["further trainings", { standAlone: { ...standAlone, seeds: [1, 2, 3] } }, []],
  ["first seed of trainings", { standAlone: { ...standAlone, seeds: [2, 1] } }, ["alone"]],
  ["batch to measure trainings on", { standAlone: { ...standAlone, batchSize: 500 } }, [
    "stand-alone",
    "alone",
  ]],
  [
    "steps of trainings",
    { standAlone: { ...standAlone, settings: { ...standAlone.settings, steps: 201 } } },
    ["stand-alone"],
  ],
  [
    "learning rate of trainings",
    { standAlone: { ...standAlone, settings: { ...standAlone.settings, learningRate: 0.05 } } },
    ["stand-alone", "alone"],
  ],
  ["random candidates of the search", { search: { ...search, random: 241 } }, []],
  ["seeds of searches", { search: { ...search, seeds: [1, 2] } }, []],
  ["names of methods", { search: { ...search, methods: {} } }, []],
  ["budget", { search: { ...search, budget: 81 } }, ["random", "evolution", "kl", "small"]],
  [
    "population",
    { search: { ...search, evolution: { population: 21, tournament: 5 } } },
    ["evolution", "kl", "small"],
  ],
  [
    "tournament",
    { search: { ...search, evolution: { population: 20, tournament: 6 } } },
    ["evolution", "kl", "small"],
  ],
  ["budget of trainings", { search: { ...search, alone: { ...search.alone, budget: 17 } } }, ["alone"]],
  ["steps in a search", { search: { ...search, alone: { ...search.alone, steps: 51 } } }, ["alone"]],
  [
    "population of trainings",
    { search: { ...search, alone: { ...search.alone, evolution: { population: 9, tournament: 3 } } } },
    ["alone"],
  ],
  [
    "groups to retrain",
    { retraining: { ...retraining, best: 3, seeds: [2], allOnSeeds: [1, 2] } },
    [],
  ],
  ["batch of tests", { retraining: { ...retraining, batchSize: 500 } }, ["retrained"]],
  [
    "steps of retraining",
    { retraining: { ...retraining, settings: { ...retraining.settings, steps: 301 } } },
    ["retrained"],
  ],
  ["fewer numbers of images", { divergence: { ...divergence, images: [128, 256] } }, ["divergence"]],
  ["most images", { divergence: { ...divergence, images: [64, 128] } }, ["divergence", "removal"]],
  ["images of a search", { divergence: { ...divergence, search: 128 } }, ["kl"]],
  ["batch of predictions", { divergence: { ...divergence, batchSize: 32 } }, onKl],
  ["seed of compared images", { divergence: { ...divergence, seed: 2 } }, onKl],
];

const hash = (kind: Kind, profile: Profile): string => configurationHash(kinds[kind](profile).configuration);

Deno.test("configurations tell runs apart by all that their results depend on, and by nothing else", () => {
  for (const [what, change, depending] of changes) {
    const changed = { ...quick, ...change };
    const differing = every.filter((kind) => hash(kind, changed) !== hash(kind, quick));
    assertEquals(differing, every.filter((kind) => depending.includes(kind)), what);
  }
});

Deno.test("the changes touch every part of a profile", () => {
  const touched = new Set(changes.flatMap(([, change]) => Object.keys(change)));
  assertEquals(Object.keys(quick).filter((part) => !touched.has(part)), []);
});

Deno.test("configurations tell models, counts, networks, seeds and methods apart", () => {
  const models = [mainModel(quick), { ...mainModel(quick), seed: 2 }, referenceModel(quick)];
  const [main, other, reference] = models as [typeof models[0], typeof models[0], typeof models[0]];
  const second = parseArchitecture(quick.space, "c1>sep5|c1>identity|c2>max3|b0>avg3");
  const runs: readonly (readonly RunSpec[])[] = [
    models.map((model) => weightsRun(quick, model)),
    models.map((model) => oneShotRun(quick, model)),
    [...models.map((model) => scoresRun(quick, model, 120)), scoresRun(quick, main, 119)],
    models.map((model) => networkScoresRun(quick, model, [text]))
      .concat(networkScoresRun(quick, main, [text, text])),
    models.map((model) => removalRun(quick, model)),
    [
      divergenceRun(quick, { candidates: main, reference }, [text]),
      divergenceRun(quick, { candidates: other, reference }, [text]),
      divergenceRun(quick, { candidates: main, reference: other }, [text]),
      divergenceRun(quick, { candidates: main, reference }, [text, text]),
    ],
    [
      aloneRun(quick, "stand-alone", architecture, 1),
      aloneRun(quick, "stand-alone", architecture, 2),
      aloneRun(quick, "stand-alone", second, 1),
      aloneRun(quick, "retrained", architecture, 1),
    ],
    Object.values(searches).flatMap((method) => [1, 2].map((seed) => searchRun(quick, method, seed))),
  ];
  for (const ones of runs) {
    assertEquals(
      new Set(ones.map(({ configuration }) => configurationHash(configuration))).size,
      ones.length,
    );
  }
});

Deno.test("configurations have the version of the mathematics in them", () => {
  for (const kind of every) {
    const json = JSON.stringify(kinds[kind](quick).configuration);
    assert(json.includes(`"library":${mathsVersion}`), kind);
  }
});
