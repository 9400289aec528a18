import { assert, assertEquals, assertThrows } from "@std/assert";
import { currentProfile, profileNamed, profileNames, profiles } from "../lib/profiles.ts";
import { TRAINED_ALONE } from "../lib/records/mod.ts";
import { countArchitectures, validateNetworkShape, validateSpace } from "../lib/space/mod.ts";
import { validateSettings } from "../lib/training/settings.ts";

/** Test images of each data set. */
const testImages: Readonly<Record<string, number>> = { "fashion-mnist": 10_000, "cifar-10": 10_000 };

Deno.test("every profile is valid and fits its data", () => {
  for (const name of profileNames) {
    const { dataset, space, shape, oneShot, standAlone, retraining, candidates, split } = profiles[name];
    assertEquals(profiles[name].name, name);
    validateSpace(space);
    validateNetworkShape(shape);
    for (const { settings } of [oneShot, standAlone, retraining]) validateSettings(settings);
    for (const { settings } of [standAlone, retraining]) assertEquals(settings.dropout.rate, 0);
    assert(retraining.settings.steps > standAlone.settings.steps);
    assert(candidates.images <= split.validation && candidates.images % candidates.batchSize === 0);
    assertEquals(split.validation % standAlone.batchSize, 0);
    assertEquals(testImages[dataset]! % retraining.batchSize, 0);
    assert(standAlone.each <= candidates.count && BigInt(candidates.count) <= countArchitectures(space));
  }
});

Deno.test("every profile compares the recipe's rate with lower and higher ones, from the lowest on", () => {
  for (const name of profileNames) {
    const { rates, oneShot: { settings: { dropout } } } = profiles[name];
    assertEquals(rates.toSorted((a, b) => a - b), [...rates]);
    assert(rates.includes(dropout.rate) && rates[0]! < dropout.rate && dropout.rate < rates.at(-1)!);
  }
});

Deno.test("every profile compares predictions on whole batches, of which a search uses some", () => {
  for (const name of profileNames) {
    const { images, search, batchSize } = profiles[name].divergence;
    for (const count of [...images, search]) assertEquals(count % batchSize, 0);
    assert(search <= Math.max(...images));
    // The ledger reads the last of them.
    assertEquals(images.toSorted((a, b) => a - b), [...images]);
  }
});

Deno.test("every profile has the searches that the claims compare, within their budgets", () => {
  for (const name of profileNames) {
    const { search: { random, budget, methods, evolution, alone }, retraining: { best } } = profiles[name];
    assertEquals(methods[TRAINED_ALONE]?.score, "training");
    for (const { population, tournament } of [evolution, alone.evolution]) assert(tournament <= population);
    assert(evolution.population < budget && alone.evolution.population < alone.budget);
    assert(best <= Math.min(random, budget, alone.budget));
  }
});

Deno.test("profileNamed() names the profiles there are", () => {
  assertThrows(() => profileNamed("slow"), RangeError, "expected one of quick, standard, paper");
});

Deno.test("currentProfile() follows the environment, quick without it", () => {
  const before = Deno.env.get("ONESHOT_PROFILE");
  try {
    Deno.env.set("ONESHOT_PROFILE", "standard");
    assertEquals(currentProfile().name, "standard");
    Deno.env.delete("ONESHOT_PROFILE");
    assertEquals(currentProfile().name, "quick");
  } finally {
    if (before !== undefined) Deno.env.set("ONESHOT_PROFILE", before);
  }
});
