import { assertEquals } from "@std/assert";
import { drawCandidates, scoreCandidates, scoreNetworks } from "../../lib/experiments/mod.ts";
import { partOf } from "../../lib/experiments/laboratory.ts";
import { mainModel } from "../../lib/records/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";

Deno.test("scoreNetworks() scores as scoreCandidates() does, in the order asked, and loads what it knows", async () => {
  await inLaboratory(1, async (lab) => {
    const model = mainModel(tiny);
    const { result: { candidates } } = await scoreCandidates(lab, model);
    const wanted = [5, 0, 11];
    const drawn = drawCandidates(tiny);
    const networks = wanted.map((index) => drawn[index]!);
    const told: number[] = [];
    const scored = await scoreNetworks(partOf(lab, (done) => told.push(done)), model, networks);
    assertEquals(scored.result.candidates, wanted.map((index) => candidates[index]!));
    assertEquals([scored.loaded, told], [false, [1, 2, 3]]);
    const again = await scoreNetworks(lab, model, networks);
    assertEquals([again.loaded, again.result], [true, scored.result]);
  });
});
