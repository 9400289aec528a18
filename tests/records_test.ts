import { assertEquals, assertNotEquals } from "@std/assert";
import { profiles } from "../lib/profiles.ts";
import {
  correlationConfiguration,
  oneShotConfiguration,
  scoresConfiguration,
  standAloneConfiguration,
} from "../lib/records.ts";
import { configurationHash } from "../lib/runs/mod.ts";
import { parseArchitecture } from "../lib/space/mod.ts";

const { quick } = profiles;
const longer = {
  ...quick,
  oneShot: { ...quick.oneShot, settings: { ...quick.oneShot.settings, steps: 1501 } },
};

Deno.test("configurations tell runs apart by all that their results depend on, and by nothing else", () => {
  for (const configuration of [oneShotConfiguration, scoresConfiguration, correlationConfiguration]) {
    assertNotEquals(configurationHash(configuration(quick)), configurationHash(configuration(longer)));
    const renamed = { ...quick, name: "standard" } as const;
    assertEquals(configurationHash(configuration(quick)), configurationHash(configuration(renamed)));
  }
});

Deno.test("standAloneConfiguration() does not depend on the one-shot model", () => {
  const architecture = parseArchitecture(quick.space, "c1>sep3|c1>identity|c2>max3|b0>avg3");
  const hash = (profile: typeof quick, seed: number) =>
    configurationHash(standAloneConfiguration(profile, architecture, seed));
  assertEquals(hash(quick, 1), hash(longer, 1));
  assertNotEquals(hash(quick, 1), hash(quick, 2));
});
