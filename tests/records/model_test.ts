import { assert, assertEquals } from "@std/assert";
import { profiles } from "../../lib/profiles/mod.ts";
import {
  ablatedModels,
  ablations,
  mainModel,
  modelsAtRate,
  referenceModel,
  weightsConfiguration,
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

Deno.test("referenceModel() is the first model of the lowest rate", () => {
  const { settings: { dropout }, seed } = referenceModel(standard);
  assertEquals([dropout.rate, seed], [Math.min(...standard.rates), seeds[0]!]);
});

Deno.test("ablatedModels() takes away one trick each, and leaves the rest of the recipe", () => {
  const changed: Record<string, readonly string[]> = {
    "no path dropout": ["dropout"],
    "dropout without a ramp": ["dropout"],
    "running averages": ["statistics"],
    "one mask for all ghost batches": ["ghosts"],
    "L2 on everything": ["decay"],
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
  const hashes = models.map((model) => configurationHash(weightsConfiguration(standard, model)));
  assertEquals(new Set(hashes).size, models.length);
  const again = modelsAtRate(standard, settings.dropout.rate)
    .map((model) => configurationHash(weightsConfiguration(standard, model)));
  assert(again[0] === hashes[0] && !hashes.includes(again[1]!));
});
