import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  divergeCandidates,
  drawCandidates,
  type Laboratory,
  removePaths,
  scoreCandidates,
  scoreNetworks,
  search,
  trainAlone,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import { mainModel } from "../../lib/records/mod.ts";
import { Stopped } from "../../lib/runs/mod.ts";
import { formatArchitecture } from "../../lib/space/mod.ts";
import { inLaboratory, resultsIn, tiny } from "./tiny.ts";

const model = mainModel(tiny);
const networks = drawCandidates(tiny).slice(0, 4);
const trials = networks.map((architecture) => ({ architecture, seed: 1 }));
const texts = networks.map((architecture) => formatArchitecture(tiny.space, architecture));
const experiments: Readonly<Record<string, (lab: Laboratory) => Promise<unknown>>> = {
  "a training": (lab) => trainOneShot(lab, model),
  "scoring": (lab) => scoreCandidates(lab, model),
  "a search": (lab) => search(lab, tiny.search.methods["evolution"]!, 1),
  "trainings alone": (lab) => trainAlone(lab, "stand-alone", trials),
  "scoring of networks": (lab) => scoreNetworks(lab, model, networks),
  "divergences": (lab) => divergeCandidates(lab, { candidates: model, reference: model }, texts),
  "removals": (lab) => removePaths(lab, model),
};

Deno.test("experiments stop when they are asked to, and go on to the same results", async (t) => {
  await inLaboratory(2, async (whole, wanted) => {
    await inLaboratory(2, async (lab, folder) => {
      for (const [name, experiment] of Object.entries(experiments)) {
        await t.step(name, async () => {
          await experiment(whole);
          let looks = 0;
          await assertRejects(() => experiment({ ...lab, isStopped: () => ++looks === 1 }), Stopped, "kept");
          assert(looks > 0);
          await experiment(lab);
          assertEquals(await resultsIn(folder), await resultsIn(wanted));
        });
      }
      assert(Object.keys(await resultsIn(folder)).length > 5);
    });
  });
});
