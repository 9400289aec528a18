import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkProfile } from "../../lib/experiments/check_profile.ts";
import { currentProfile, profileNamed, profileNames, profiles } from "../../lib/profiles/mod.ts";
import { TRAINED_ALONE } from "../../lib/records/mod.ts";
import { countArchitectures } from "../../lib/space/mod.ts";

/** Test images of each data set. */
const testImages: Readonly<Record<string, number>> = { "fashion-mnist": 10_000, "cifar-10": 10_000 };

Deno.test("every profile is valid and fits its data", () => {
  for (const name of profileNames) {
    const { dataset, space, standAlone, retraining, candidates, split } = profiles[name];
    checkProfile(profiles[name]);
    assertEquals(profiles[name].name, name);
    // What is retrained for longer in `fashion` was retrained by `standard`, beside shorter trainings of the sample.
    if (name !== "fashion") assert(retraining.settings.steps > standAlone.settings.steps);
    // Where it need not be so, images would be left out.
    assertEquals(split.validation % standAlone.batchSize, 0);
    assertEquals(testImages[dataset]! % retraining.batchSize, 0);
    assert(BigInt(candidates.count) <= countArchitectures(space));
  }
});

Deno.test("every profile compares the recipe's rate with lower and higher ones", () => {
  for (const name of profileNames) {
    const { rates, oneShot: { settings: { dropout } } } = profiles[name];
    assert(rates[0]! < dropout.rate && dropout.rate < rates.at(-1)!);
  }
});

Deno.test("every profile compares predictions on whole batches", () => {
  for (const name of profileNames) {
    const { images, batchSize } = profiles[name].divergence;
    for (const count of images) assertEquals(count % batchSize, 0);
  }
});

Deno.test("every profile has the search that the others are compared with", () => {
  for (const name of profileNames) {
    assertEquals(profiles[name].search.methods[TRAINED_ALONE]?.score, "training");
  }
});

Deno.test("profiles with several seeds retrain with one that no network was chosen by", () => {
  for (const name of ["standard", "paper"] as const) {
    // Searches that train choose by the first seed of the trainings alone.
    const { standAlone, retraining: { seeds } } = profiles[name];
    assert(seeds.some((seed) => seed !== standAlone.seeds[0]), name);
  }
});

Deno.test("profileNamed() names the profiles there are", () => {
  assertThrows(
    () => profileNamed("slow"),
    RangeError,
    "expected one of quick, standard, cifar, fashion, paper",
  );
  assertThrows(() => profileNamed("standart"), RangeError, "did you mean standard?");
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
