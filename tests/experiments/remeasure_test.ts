import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { drawCandidates, openReadOnly, scoreCandidates, scoreRemeasured } from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { mainModel } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { formatArchitecture } from "../../lib/space/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";
import { inFolder } from "../runs/folder.ts";

const texts = drawCandidates(tiny).map((one) => formatArchitecture(tiny.space, one));

Deno.test("scoreRemeasured() is a run of its own beside the scores by batch statistics, and is loaded again", async () => {
  await inLaboratory(2, async (lab) => {
    const model = mainModel(tiny);
    const { result: { candidates } } = await scoreCandidates(lab, model);
    assertEquals(candidates.map(({ architecture }) => architecture), texts);
    const told: number[] = [];
    const found = await scoreRemeasured(partOf(lab, (done) => told.push(done)), model, texts);
    assertEquals(found.result.candidates.map(({ architecture }) => architecture), texts);
    assertEquals([found.loaded, told], [false, texts.map((_, index) => index + 1)]);
    assertNotEquals(found.result.candidates, candidates);
    const again = await scoreRemeasured(lab, model, texts);
    assertEquals([again.loaded, again.result], [true, found.result]);
  });
});

Deno.test("scoreRemeasured() in a read-only laboratory says that it is not recorded", async () => {
  await inFolder(async (folder) => {
    const room = openReadOnly(tiny, openStore(folder));
    await assertRejects(
      () => scoreRemeasured(room, mainModel(tiny), texts),
      Error,
      "is not recorded",
    );
  });
});
