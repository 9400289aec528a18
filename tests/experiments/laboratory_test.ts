import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  chooseGroups,
  chooseSample,
  divergeCandidates,
  drawCandidates,
  load,
  NotRecorded,
  openLaboratory,
  openReadOnly,
  profileStore,
  removePaths,
  scoreCandidates,
  scoreModels,
  search,
  trainAlone,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import { mainModel, oneShotRun } from "../../lib/records/mod.ts";
import { mathsVersion, openStore } from "../../lib/runs/mod.ts";
import { runsFolder } from "../../lib/project.ts";
import { inFolder, namesIn } from "../runs/folder.ts";
import { inLaboratory, tiny } from "./tiny.ts";

Deno.test("Laboratory.resources() opens once and close() ends the workers", () =>
  inLaboratory(1, async (lab, folder) => {
    assertEquals(lab.provenance(3).tensorflow, undefined);
    const pieces = lab.provenance(3);
    const [first, second] = await Promise.all([lab.resources(), lab.resources()]);
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

Deno.test("Laboratory.resources() that failed is tried again when it is asked for again", () =>
  inFolder(async (folder) => {
    // More validation images than there are images.
    const profile = { ...tiny, split: { validation: 60_000, seed: 1 } };
    const lab = openLaboratory(profile, { store: openStore(folder), workers: 1 });
    const first = await assertRejects(
      lab.resources,
      RangeError,
      "Cannot split with validation = 60000: expected at most 59999 of 60000 images",
    );
    const second = await assertRejects(lab.resources, RangeError, "Cannot split with validation = 60000");
    assert(first !== second);
    await lab.close();
  }));

Deno.test("openReadOnly() computes nothing: each experiment says that it is not recorded, and leaves no trace", () =>
  inFolder(async (folder) => {
    const room = openReadOnly(tiny, openStore(folder));
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

Deno.test("a profile whose runs an earlier version made is read, and nothing new is computed under its name", () =>
  inLaboratory(1, async (lab, folder) => {
    const store = openStore(folder);
    const older = { ...tiny, library: mathsVersion - 1 };
    const model = mainModel(older);
    await trainOneShot(lab, model);
    const made = await load({ store }, oneShotRun(tiny, model));
    await store.save("one-shot", oneShotRun(older, model).configuration, made!.result, {
      ...made!.provenance,
      library: older.library,
    });
    const before = namesIn(`${folder}/one-shot`);
    const room = openLaboratory(older, { store, workers: 1 });
    try {
      const { loaded, result } = await trainOneShot(room, model);
      assertEquals([loaded, result], [true, made!.result]);
      const refused = await assertRejects(
        () => trainOneShot(room, { ...model, seed: model.seed + 1 }),
        NotRecorded,
      );
      assertEquals(
        refused.message,
        `Cannot compute a run of kind one-shot for profile ${tiny.name}: version ${older.library} of the mathematics ` +
          `made its runs, and this is version ${mathsVersion}, which rounds otherwise. What is recorded can be read; ` +
          "compute with another profile, such as quick, or all of this one anew (--fresh)",
      );
      assertEquals(namesIn(`${folder}/one-shot`), before);
    } finally {
      await room.close();
    }
  }));
