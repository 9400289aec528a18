import { assert, assertEquals, assertThrows } from "@std/assert";
import { currentProfile, profileNamed, profileNames, profiles } from "../lib/profiles.ts";
import { countArchitectures, validateNetworkShape, validateSpace } from "../lib/space/mod.ts";
import { validateSettings } from "../lib/training/settings.ts";

Deno.test("every profile is valid and fits its data", () => {
  for (const name of profileNames) {
    const { space, shape, oneShot, standAlone, candidates, split } = profiles[name];
    assertEquals(profiles[name].name, name);
    validateSpace(space);
    validateNetworkShape(shape);
    validateSettings(oneShot.settings);
    validateSettings(standAlone.settings);
    assertEquals(standAlone.settings.dropout.rate, 0);
    assert(candidates.images <= split.validation && candidates.images % candidates.batchSize === 0);
    assert(split.validation % standAlone.batchSize === 0);
    assert(standAlone.count <= candidates.count && BigInt(candidates.count) <= countArchitectures(space));
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
