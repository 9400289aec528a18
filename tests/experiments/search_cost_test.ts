import { assertEquals, assertRejects } from "@std/assert";
import {
  coreHours,
  NotRecorded,
  openReadOnly,
  readSpending,
  scoreCandidates,
  search,
  searchCosts,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import { profiles } from "../../lib/profiles/mod.ts";
import { mainModel, ONE_SHOT_TOP, referenceModel } from "../../lib/records/mod.ts";
import { openStore } from "../../lib/runs/mod.ts";
import { inLaboratory, tiny } from "./tiny.ts";

const hours = (count: number, workers = 1) => ({ seconds: 3600 * count, workers });

Deno.test("coreHours() counts each worker's time", () => {
  assertEquals(coreHours([]), 0);
  assertEquals(coreHours([hours(1, 2), hours(0.5, 4)]), 4);
});

Deno.test("searchCosts() adds what a method needs: models, scores, the searches of all seeds", () => {
  const methods = {
    shared: { searcher: "random", score: "accuracy" },
    labelless: { searcher: "evolution", score: "divergence" },
    alone: { searcher: "evolution", score: "training" },
  } as const;
  const costs = searchCosts({ search: { ...profiles.quick.search, methods } }, {
    main: hours(1, 2),
    reference: hours(8),
    scoring: hours(16),
    searches: { shared: [hours(32), hours(64)], labelless: [hours(128)], alone: [hours(256), hours(512)] },
  });
  // Powers of two: each sum tells what went into it.
  assertEquals(costs, {
    [ONE_SHOT_TOP]: 2 + 16,
    shared: 2 + 32 + 64,
    labelless: 2 + 8 + 128,
    alone: 256 + 512,
  });
});

Deno.test("readSpending() reads the wall time and the workers of what was done", async () => {
  await inLaboratory(2, async (lab) => {
    const main = await trainOneShot(lab, mainModel(tiny));
    const reference = await trainOneShot(lab, referenceModel(tiny));
    const scores = await scoreCandidates(lab, mainModel(tiny), tiny.search.random);
    const searches: [string, number][] = [];
    for (const [name, method] of Object.entries(tiny.search.methods)) {
      searches.push([name, (await search(lab, method, tiny.search.seeds[0]!)).seconds]);
    }
    const spent = (seconds: number) => coreHours([{ seconds, workers: 2 }]);
    const spending = await readSpending(lab);
    assertEquals(coreHours([spending.main]), spent(main.seconds));
    assertEquals(coreHours([spending.reference]), spent(reference.seconds));
    assertEquals(coreHours([spending.scoring]), spent(scores.seconds));
    for (const [name, seconds] of searches) assertEquals(coreHours(spending.searches[name]!), spent(seconds));
  });
});

Deno.test("readSpending() says that nothing is known before it was done", async () => {
  const room = openReadOnly(profiles.quick, openStore("no/such/folder"));
  await assertRejects(() => readSpending(room), NotRecorded, "found no run of kind scores");
});
