import { assert, assertEquals } from "@std/assert";
import { profiles } from "../../lib/profiles/mod.ts";
import {
  ablatedModels,
  ablations,
  comparedModels,
  constantModels,
  controlModels,
  dropoutName,
  mainModel,
  modelsAtRate,
  recipeModels,
  referenceModel,
  samplingModels,
  weightsRun,
} from "../../lib/records/mod.ts";
import { configurationHash } from "../../lib/runs/mod.ts";
import { validateSettings } from "../../lib/training/settings.ts";

const { standard } = profiles;
const { settings, seeds } = standard.oneShot;

Deno.test("mainModel() has the full recipe and the first seed", () => {
  assertEquals(mainModel(standard), { settings, seed: seeds[0]! });
});

Deno.test("modelsAtRate() gives a model for each seed, other in nothing but the rate", () => {
  const models = modelsAtRate(standard, 0.01);
  assertEquals(models.map(({ seed }) => seed), [...seeds]);
  for (const model of models) {
    assertEquals(model.settings, { ...settings, dropout: { rate: 0.01, ramp: settings.dropout.ramp } });
  }
  assertEquals(modelsAtRate(standard, settings.dropout.rate)[0], mainModel(standard));
});

Deno.test("modelsAtRate() has seeds of its own, if the profile says so", () => {
  const profile = { ...standard, rateSeeds: [7] };
  assertEquals(modelsAtRate(profile, 0.01).map(({ seed }) => seed), [7]);
  assertEquals(recipeModels(profile).map(({ seed }) => seed), [...seeds]);
});

Deno.test("referenceModel() is the first model of the lowest rate, or of the profile's own reference", () => {
  const { settings: { dropout }, seed } = referenceModel(standard);
  assertEquals([dropout, seed], [{ rate: Math.min(...standard.rates), ramp: "linear" }, seeds[0]!]);
  const own = referenceModel({ ...standard, reference: { rate: 1e-7, ramp: "none" } });
  assertEquals(own, { settings: { ...settings, dropout: { rate: 1e-7, ramp: "none" } }, seed: seeds[0]! });
});

const constantRates = {
  low: { rate: 1e-6, seeds: [1, 2] },
  moderate: { rate: 0.01, seeds: [3] },
  high: { rate: 0.3, seeds: [4] },
  between: [{ rate: 1e-4, seeds: [5] }],
};

Deno.test("constantModels() go from the lowest rate to the highest, without a ramp", () => {
  assertEquals(constantModels(standard), []);
  const models = constantModels({ ...standard, constantRates });
  assertEquals(models.map(({ settings: { dropout }, seed }) => [dropout.rate, seed]), [
    ...[[1e-6, 1], [1e-6, 2], [1e-4, 5]],
    ...[[0.01, 3], [0.3, 4]],
  ]);
  for (const model of models) {
    assertEquals(model.settings, {
      ...settings,
      dropout: { rate: model.settings.dropout.rate, ramp: "none" },
    });
  }
});

Deno.test("samplingModels() are the first of each rate, or of the three constant rates and the recipe", () => {
  const rates = (profile: Parameters<typeof samplingModels>[0]) =>
    samplingModels(profile).map(({ settings: { dropout: { rate, ramp } }, seed }) => [rate, ramp, seed]);
  assertEquals(
    rates({ ...standard, constantRates }),
    standard.rates.map((rate) => [rate, "linear", seeds[0]!]),
  );
  const standAlone = { ...standard.standAlone, by: "constant rates" } as const;
  assertEquals(rates({ ...standard, constantRates, standAlone }), [
    ...[[1e-6, "none", 1], [0.01, "none", 3], [0.3, "none", 4]],
    [settings.dropout.rate, "linear", seeds[0]!],
  ]);
});

Deno.test("ablatedModels() takes away one trick each, and leaves the rest of the recipe", () => {
  const changed: Record<string, readonly string[]> = {
    "no path dropout": ["dropout"],
    "dropout without a ramp": ["dropout"],
    "running averages": ["statistics"],
    "whole-batch statistics": ["ghosts"],
    "one mask for all ghost batches": ["ghosts"],
    "no L2": ["decay"],
    "L2 on everything": ["decay"],
    "2 times the learning rate": ["learningRate"],
    "one mask, 2 times the learning rate": ["ghosts", "learningRate"],
    "4 times the learning rate": ["learningRate"],
    "one mask, 4 times the learning rate": ["ghosts", "learningRate"],
    "10 times the L2": ["decay"],
    "10 times the L2, on everything": ["decay"],
    "100 times the L2": ["decay"],
    "100 times the L2, on everything": ["decay"],
  };
  assertEquals(Object.keys(ablations), Object.keys(changed));
  for (const name of Object.keys(ablations)) {
    const models = ablatedModels(standard, name);
    assertEquals(models.map(({ seed }) => seed), [...seeds]);
    for (const model of models) {
      validateSettings(model.settings);
      const keys = Object.keys(settings) as (keyof typeof settings)[];
      const differing = keys.filter((key) =>
        JSON.stringify(model.settings[key]) !== JSON.stringify(settings[key])
      );
      assertEquals<readonly string[]>(differing, changed[name]!, name);
    }
  }
  const shorter = { ...standard, trickModels: { steps: 70, seeds: [5, 6] } };
  assertEquals(
    controlModels(shorter),
    [5, 6].map((seed) => ({ settings: { ...settings, steps: 70 }, seed })),
  );
  const masks = { ...settings.ghosts, masks: "batch" } as const;
  assertEquals(
    ablatedModels(shorter, "one mask for all ghost batches"),
    controlModels(shorter).map(({ settings, seed }) => ({ settings: { ...settings, ghosts: masks }, seed })),
  );
  const [without] = ablatedModels(standard, "dropout without a ramp");
  assertEquals(without!.settings.dropout.rate, settings.dropout.rate);
});

Deno.test("all models of the standard profile are different runs, but for the recipe's rate", () => {
  const models = [
    mainModel(standard),
    ...standard.rates.filter((rate) => rate !== settings.dropout.rate)
      .flatMap((rate) => modelsAtRate(standard, rate)),
    ...Object.keys(ablations).flatMap((name) => ablatedModels(standard, name)),
  ];
  const hashes = models.map((model) => configurationHash(weightsRun(standard, model).configuration));
  assertEquals(new Set(hashes).size, models.length);
  const again = modelsAtRate(standard, settings.dropout.rate)
    .map((model) => configurationHash(weightsRun(standard, model).configuration));
  assert(again[0] === hashes[0] && !hashes.includes(again[1]!));
});

Deno.test("comparedModels() are the recipe's with every seed and of each other kind one, none twice", () => {
  const names = (profile: Parameters<typeof comparedModels>[0]) =>
    comparedModels(profile).map((model) => `${dropoutName(model)}, ${model.seed}`);
  const others = standard.rates.filter((rate) => rate !== settings.dropout.rate);
  assertEquals(names(standard), [
    ...seeds.map((seed) => `r = ${settings.dropout.rate}, rising, ${seed}`),
    ...others.map((rate) => `r = ${rate}, rising, ${seeds[0]}`),
  ]);
  const standAlone = { ...standard.standAlone, by: "constant rates" } as const;
  assertEquals(names({ ...standard, constantRates, standAlone }), [
    ...seeds.map((seed) => `r = ${settings.dropout.rate}, rising, ${seed}`),
    ...["r = 0.000001, constant, 1", "r = 0.01, constant, 3", "r = 0.3, constant, 4"],
  ]);
});
