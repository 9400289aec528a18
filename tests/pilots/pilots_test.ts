import { assert, assertEquals } from "@std/assert";
import { pilots, readPilots, TRAINED } from "../../lib/pilots/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";

const { cifar } = profiles;

Deno.test("readPilots() finds every pilot among the records", async () => {
  const { oneShot, standAlone } = await readPilots();
  assertEquals([...oneShot, ...standAlone].map(({ name }) => name), pilots.map(({ name }) => name));
  for (const { profile, model } of oneShot) {
    assertEquals(model.candidates.length, profile.candidates.count);
    assert(model.candidates.every(({ accuracy }) => accuracy >= 0 && accuracy <= 1));
  }
  for (const { trainings } of standAlone) assertEquals(trainings.length, TRAINED);
});

Deno.test("pilots have no seed of the study that they are for, and its images for validation", () => {
  const { oneShot, standAlone, candidates, split, dataset } = cifar;
  const own = new Set([...oneShot.seeds, ...standAlone.seeds, candidates.seed]);
  for (const { name, trains, profile } of pilots) {
    const seeds = trains === "one-shot" ? profile.oneShot.seeds : profile.standAlone.seeds;
    for (const seed of [...seeds, profile.candidates.seed]) assert(!own.has(seed), `${name}: ${seed}`);
    assertEquals([profile.dataset, profile.split], [dataset, split], name);
  }
});
