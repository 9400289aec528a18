import { assert, assertEquals } from "@std/assert";
import {
  chooseStandAlone,
  compareAccuracies,
  scoreCandidates,
  trainOneShot,
} from "../../lib/experiments/mod.ts";
import { standAloneConfiguration, standAloneSchema } from "../../lib/records.ts";
import { parseArchitecture } from "../../lib/space/mod.ts";
import { watchWorkers } from "../engine/watch_workers.ts";
import { inFolder } from "../runs/folder.ts";
import { laboratoryIn, tiny } from "./tiny.ts";

/** The whole path, with one or two workers; `disturb` is called whenever an experiment tells of its progress. */
async function run(folder: string, workers: number, disturb: (done: number) => void = () => {}) {
  const laboratory = laboratoryIn(folder, workers);
  try {
    const oneShot = await trainOneShot(laboratory, disturb);
    const scores = await scoreCandidates(laboratory, oneShot.result, disturb);
    const told: [number, number][] = [];
    const compared = await compareAccuracies(laboratory, scores.result, (...[done, total]) => {
      told.push([done, total]);
      disturb(done);
    });
    return { oneShot, scores, compared, told, laboratory };
  } finally {
    await laboratory.close();
  }
}

Deno.test("experiments give the same numbers with one worker and with two that die, and load what is done", async () => {
  await inFolder(async (one) => {
    await inFolder(async (two) => {
      const first = await run(one, 1);
      using workers = watchWorkers();
      let killed = 0;
      const second = await run(two, 2, (done) => {
        if (done !== 2) return;
        workers[0]!.terminate();
        killed++;
      });
      // One in each experiment.
      assertEquals(killed, 3);
      assertEquals(first.oneShot.result, second.oneShot.result);
      assertEquals(first.scores.result, second.scores.result);
      assertEquals(first.compared.result, second.compared.result);
      assertEquals(first.told, second.told);
      assertEquals(first.told.at(-1), [6, 6]);
      assertEquals(first.compared.result.candidates.length, 3);

      const again = await run(one, 1);
      assertEquals([again.oneShot.loaded, again.scores.loaded, again.compared.loaded], [true, true, true]);
      assertEquals(again.compared.result, first.compared.result);
    });
  });
});

Deno.test("compareAccuracies() loads the trainings that are done and does the others", async () => {
  await inFolder(async (folder) => {
    const whole = await run(folder, 1);
    const { candidates } = whole.compared.result;
    const { store } = whole.laboratory;
    const configuration = (index: number, seed: number) =>
      standAloneConfiguration(tiny, parseArchitecture(tiny.space, candidates[index]!.architecture), seed);
    const kept = await store.load("stand-alone", configuration(0, 1), standAloneSchema);
    assertEquals(kept?.result.accuracy, candidates[0]!.standAlone[0]);
    // As if the run had been stopped after one training less.
    await Deno.remove(store.path("stand-alone", configuration(1, 2)));
    await Deno.remove(`${folder}/correlation`, { recursive: true });
    const again = await run(folder, 1);
    assertEquals([again.scores.loaded, again.compared.loaded], [true, false]);
    assertEquals(again.told, [[5, 6], [6, 6]]);
    assertEquals(again.compared.result, whole.compared.result);
  });
});

Deno.test("chooseStandAlone() spreads over the scores", () => {
  const candidates = Array.from({ length: 100 }, (_, index) => ({
    architecture: `a${index}`,
    // All but ten are crowded at the top.
    accuracy: index < 10 ? index / 20 : 0.9 + index / 1000,
    loss: 1,
  }));
  const profile = { ...tiny, standAlone: { ...tiny.standAlone, count: 10 } };
  const chosen = chooseStandAlone(profile, { candidates });
  assert(chosen.filter(({ accuracy }) => accuracy < 0.9).length >= 5);
});
