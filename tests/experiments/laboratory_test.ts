import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  chooseGroups,
  chooseSample,
  divergeCandidates,
  drawCandidates,
  NotRecorded,
  openLaboratory,
  openReadingRoom,
  profileStore,
  removePaths,
  scoreCandidates,
  scoreModels,
  search,
  trainAlone,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import { mainModel } from "../../lib/records/mod.ts";
import { openStore, runsFolder } from "../../lib/runs/mod.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { inLaboratory, tiny } from "./tiny.ts";

Deno.test("Laboratory.bench() opens once and close() ends the workers", () =>
  inLaboratory(1, async (lab, folder) => {
    assertEquals(lab.provenance(3).tensorflow, undefined);
    const pieces = lab.provenance(3);
    const [first, second] = await Promise.all([lab.bench(), lab.bench()]);
    assert(first === second);
    assertEquals(first.pool.size, 1);
    assertEquals(
      first.parts.scoring.indices.length + first.parts.standAlone.indices.length,
      tiny.split.validation,
    );
    // Asked for before it was known, read after.
    assertEquals([pieces.seed, pieces.workers, typeof pieces.tensorflow], [3, 1, "string"]);
    await lab.close();
    await lab.close();
    assertEquals(namesIn(folder), []);
  }));

Deno.test("Laboratory.bench() that failed is tried again when it is asked for again", () =>
  inFolder(async (folder) => {
    // More validation images than there are images.
    const profile = { ...tiny, split: { validation: 60_000, seed: 1 } };
    const lab = openLaboratory(profile, { store: openStore(folder), workers: 1 });
    const first = await assertRejects(
      lab.bench,
      RangeError,
      "Cannot split with validation = 60000: expected at most 59999 of 60000 images",
    );
    const second = await assertRejects(lab.bench, RangeError, "Cannot split with validation = 60000");
    assert(first !== second);
    await lab.close();
  }));

Deno.test("openReadingRoom() computes nothing: each experiment says that it is not recorded, and leaves no trace", () =>
  inFolder(async (folder) => {
    const room = openReadingRoom(tiny, openStore(folder));
    const model = mainModel(tiny);
    const [architecture] = drawCandidates(tiny);
    const trials = [{ architecture: architecture!, seed: 1 }];
    const experiments = {
      trainOneShot: () => trainOneShot(room, model),
      scoreCandidates: () => scoreCandidates(room, model),
      scoreModels: () => scoreModels(room, [model]),
      chooseSample: () => chooseSample(room),
      standAlone: () => trainAlone(room, "stand-alone", trials),
      retrained: () => trainAlone(room, "retrained", trials),
      divergeCandidates: () => divergeCandidates(room, { candidates: model, reference: model }, []),
      removePaths: () => removePaths(room, model),
      chooseGroups: () => chooseGroups(room),
      ...Object.fromEntries(
        Object.entries(tiny.search.methods).map(([name, method]) => [name, () => search(room, method, 1)]),
      ),
    };
    for (const [name, experiment] of Object.entries(experiments)) {
      const error = await assertRejects(experiment, NotRecorded, "of profile quick is not recorded");
      assertEquals(error.name, "NotRecorded", name);
    }
    assertEquals(namesIn(folder), []);
    await room.close();
  }));

Deno.test("profileStore() keeps the runs of a profile in a folder of its own", () => {
  const path = profileStore({ ...tiny, name: "standard" }).path("kind", 1);
  assert(path.startsWith(join(runsFolder, "standard", "kind")));
});
